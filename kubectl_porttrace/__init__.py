"""Follow every port of a Kubernetes Service to its containers."""

__version__ = "0.1.0"
