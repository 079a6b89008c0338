"""Family L: what trying showed of the programs behind a Service."""
