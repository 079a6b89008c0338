"""Ask an API server what a question needs, and keep the answers as a Snapshot."""
