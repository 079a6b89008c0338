"""Benchmarks on the real test control plane, as `make bench` runs them: measurements, never tests that pass or fail."""
