"""Family A: what the API server itself calls: webhooks, servers behind APIServices, converters of custom resources."""

from kubectl_porttrace.checks.occasions import Occasion

OCCASIONS = (Occasion("TracedCaller"),)
