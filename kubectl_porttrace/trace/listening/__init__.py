"""Whether a program listens behind a Service port, as far as anything shows it. Routing does not depend on it."""
