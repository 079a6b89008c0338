"""Who uses a Service port."""
