"""One small module per finding, in a folder per family; they are discovered, never listed."""
