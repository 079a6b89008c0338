"""What decodes objects of a kind is imported where a list holds one."""

import subprocess
import sys

PROGRAM = """
import sys
from kubectl_porttrace.read.cluster.decode import decode_page
from kubectl_porttrace.read.cluster.query import Query

INGRESS = "kubectl_porttrace.model.referrers.ingress"
for items in ("[]", "null"):
    assert decode_page(b'{"kind": "IngressList", "items": %b}' % items.encode(), Query("Ingress", None)) == ()
assert INGRESS not in sys.modules
(web,) = decode_page(b'{"kind": "IngressList", "items": [{"metadata": {"name": "web"}}]}', Query("Ingress", None))
assert web.name == "web" and INGRESS in sys.modules
"""


def test_an_empty_list_needs_no_struct() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, timeout=60)
