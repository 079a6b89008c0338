"""A data plane of network namespaces for the test control plane: real kube-proxies, real packets."""
