"""Family M: monitors of the Prometheus operator, and the ports that they have scraped."""
