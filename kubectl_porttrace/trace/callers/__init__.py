"""What the API server and Prometheus call: what they ask for, and what they make of the Services behind it."""
