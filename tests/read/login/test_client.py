"""The modules of the Kubernetes client that are imported alone, and a client that is made otherwise."""

import subprocess
import sys

import pytest

# A client whose module imports what its package defines, which is not there while the package is not run.
OTHERWISE = """
import sys
from importlib import abc, machinery
from kubectl_porttrace.read.login import client

class Otherwise(abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "{module}":
            return None
        found = machinery.PathFinder.find_spec(name, path, target)
        class Loader(type(found.loader)):
            def exec_module(self, module):
                from kubernetes.client import __version__
                super().exec_module(module)
        found.loader = Loader(name, found.origin)
        return found

sys.meta_path.insert(0, Otherwise())
configuration, rest = client.connection_parts()
assert "kubernetes.config.kube_config" in sys.modules, "this client was to need the whole of it"
import kubernetes
assert configuration is kubernetes.client.Configuration
assert rest is kubernetes.client.rest.RESTClientObject
"""


@pytest.mark.parametrize("module", ["kubernetes.client.configuration", "kubernetes.client.rest"])
def test_a_client_whose_modules_need_their_packages_is_imported_whole(module: str) -> None:
    program = OTHERWISE.format(module=module)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=180)
    assert ended.returncode == 0, ended.stderr
