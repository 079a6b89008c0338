"""Family P: which pods are behind the Service, and whether they count."""
