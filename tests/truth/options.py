"""How long the proofs run, as `make truth` sets it: `N` random Services from `SEED`, and the like."""

import os

SEED = int(os.environ.get("SEED", "1"))
COUNT = int(os.environ.get("N", "150"))
SETS = int(os.environ.get("SETS", "40"))
"""How many sets of real manifests to apply; 0 for all of them."""

PACKETS = int(os.environ.get("PACKETS", "50"))
"""How many of the random Services to send packets to, in each mode of kube-proxy."""

FAULTS = int(os.environ.get("FAULTS", "24"))
"""How many faults to put into random shops, for the fixes of their findings to be applied."""

RIGHTS = int(os.environ.get("RIGHTS", "1"))
"""How many random namespaces to ask about with every subset of rights."""

MOVES = int(os.environ.get("MOVES", "12"))
"""How many times to look at a cluster in motion, and as many times at one that breaks."""

EDITS = int(os.environ.get("EDITS", "10"))
"""How many random edits of a namespace to watch."""

POLICIES = int(os.environ.get("POLICIES", "300"))
"""How many random worlds of policies to hold against other engines."""

WORLDS = int(os.environ.get("WORLDS", "20"))
"""How many random worlds of policies to send packets in, judged by the reference engine."""

CHANGES = int(os.environ.get("CHANGES", "10"))
"""How many random changes to lay over the cluster before they are applied."""

NAMES = int(os.environ.get("NAMES", "0"))
"""How many random pairs of namespaces to ask a real CoreDNS about; none at first, for it takes minutes to build."""

HELM = bool(os.environ.get("HELM"))
"""Whether to render charts with Helm itself; it takes minutes to build."""

SHRINK = bool(os.environ.get("SHRINK"))
"""Whether to reduce what disagrees to the least that does, and keep it as a fixture; it takes minutes."""
