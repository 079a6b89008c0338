"""`-f` and `--save`: manifests, what `kubectl get` printed, and saved snapshots."""
