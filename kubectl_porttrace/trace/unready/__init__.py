"""Why a pod is not ready: one cause for each pod, as the kubelet, the scheduler and the controllers report it."""
