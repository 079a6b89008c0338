"""Family H: what containers declare, whoever reaches it: ports of the node, ports declared twice or in vain."""
