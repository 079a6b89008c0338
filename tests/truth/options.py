"""How long the proofs run: `N` random Services from `SEED`, as `make truth` sets them."""

import os

SEED = int(os.environ.get("SEED", "1"))
COUNT = int(os.environ.get("N", "150"))
