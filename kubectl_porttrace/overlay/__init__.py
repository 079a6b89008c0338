"""Files laid over a cluster: what the controllers would make of it once they were applied. Pure functions."""
