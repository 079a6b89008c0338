"""Compare two reports: pure functions from two values of `porttrace/v1` to what differs between them."""
