"""What trying showed of the programs behind a Service: family L."""
