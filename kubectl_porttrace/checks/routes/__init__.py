"""Family I: routes, and the Service ports that they name."""
