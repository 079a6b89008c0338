"""What maintainers run by hand; each says how."""
