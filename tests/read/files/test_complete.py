"""`--complete`: what the files do not hold does not exist."""

from pathlib import Path

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.files.manifests import read_files

INGRESS = """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  defaultBackend: {service: {name: cart, port: {number: 80}}}
"""

OTHER = """
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
"""

RECORDED = """
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-x, namespace: shop, uid: u, labels: {kubernetes.io/service-name: web}}
addressType: IPv4
"""


def severity(folder: Path, text: str, *, complete: bool) -> list[str]:
    """What is made of an Ingress whose Service is not in the files."""
    (folder / "shop.yaml").write_text(text)
    snapshot = read_files([str(folder / "shop.yaml")], recursive=False, complete=complete)
    return [each.severity for each in diagnose(snapshot).findings if each.code == "PTI01"]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        pytest.param(INGRESS, "note", id="an-ingress-alone"),
        pytest.param(INGRESS + OTHER, "warning", id="beside-other-services-of-its-namespace"),
        pytest.param(INGRESS + OTHER + RECORDED, "warning", id="printed-by-kubectl"),
    ],
)
def test_a_service_that_no_file_holds(text: str, without: str, tmp_path: Path) -> None:
    assert severity(tmp_path, text, complete=False) == [without]
    assert severity(tmp_path, text, complete=True) == ["error"]


def test_what_a_recording_lacks_counts_as_absent(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(OTHER + RECORDED)
    some, whole = (
        read_files([str(tmp_path / "all.yaml")], recursive=False, complete=complete) for complete in (False, True)
    )
    assert not some.was_read("pods", "shop")
    assert whole.was_read("pods", "shop")
    assert (whole.unread, whole.complete_namespaces) == ((), frozenset({"shop"}))


def test_what_only_a_cluster_makes_is_still_to_come(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(OTHER)
    some, whole = (
        read_files([str(tmp_path / "all.yaml")], recursive=False, complete=complete) for complete in (False, True)
    )
    assert not whole.was_read("endpointslices", "shop")
    assert whole.complete_namespaces == some.complete_namespaces
    assert not whole.recorded


def test_policies_that_no_file_holds_do_not_exist(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(OTHER)
    some, whole = (
        read_files([str(tmp_path / "all.yaml")], recursive=False, complete=complete) for complete in (False, True)
    )
    assert not some.was_read("networkpolicies", "shop")
    assert whole.was_read("networkpolicies", "shop")
