"""API objects in Kubernetes' own words: frozen values that name only the fields used."""
