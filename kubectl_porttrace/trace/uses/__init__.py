"""Who uses a Service port, and by which of its words: what a change of the port would break."""
