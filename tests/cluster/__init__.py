"""A real Kubernetes control plane for the tests, built and run on one machine."""
