"""Follow every port of a Service: pure functions of a Snapshot."""
