"""Whom NetworkPolicies let through to a pod's port, as far as the objects decide it."""
