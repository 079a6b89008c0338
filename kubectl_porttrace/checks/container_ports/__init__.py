"""Family H: what containers declare, whoever reaches it: ports of the node, ports declared twice or to no effect."""

from kubectl_porttrace.checks.occasions import Occasion

OCCASIONS = (Occasion("TracedWorkload"),)
