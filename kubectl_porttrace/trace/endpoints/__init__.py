"""The endpoints behind a Service port, and the verdict on it, in each of the three worlds a Service can be in."""
