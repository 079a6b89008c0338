"""Family K: the path of the traffic."""
