"""Look-ups backwards: from an address or a number to who owns it."""
