"""Family D: names in DNS."""
