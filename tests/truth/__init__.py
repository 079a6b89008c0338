"""Proof that verdicts are what a cluster does: upstream's own functions, real controllers, real packets."""
