"""Found by Python through PYTHONPATH: what is watched is not told before the slices are as they should be.

A person is told after some seconds, but controllers of a busy machine may take longer to write them.
"""

from kubectl_porttrace import session

session.PATIENCE = 60.0
