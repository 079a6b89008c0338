"""A pod, or the pods of a workload: its ports, and the Services that reach them."""
