"""Family B: probes and lifecycle hooks that keep pods out, or fail to."""
