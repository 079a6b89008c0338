"""References to Service ports, followed: which port each means, and what is behind it."""
