"""How long the proofs run: `N` random Services from `SEED`, as `make truth` sets them."""

import os

SEED = int(os.environ.get("SEED", "1"))
COUNT = int(os.environ.get("N", "150"))
SETS = int(os.environ.get("SETS", "40"))
"""How many sets of real manifests to apply; 0 for all of them."""
