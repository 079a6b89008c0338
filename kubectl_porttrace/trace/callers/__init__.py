"""What the API server itself calls: where, when, and what it makes of the Services behind that."""
