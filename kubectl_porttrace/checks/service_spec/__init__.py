"""Family S: the Service's own spec."""
