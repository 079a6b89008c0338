"""Family N: NetworkPolicies."""
