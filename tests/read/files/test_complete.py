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
    assert (some.complete_namespaces, whole.complete_namespaces) == (frozenset(), frozenset({"shop"}))
    assert not whole.recorded


def test_policies_that_no_file_holds_do_not_exist(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(OTHER)
    some, whole = (
        read_files([str(tmp_path / "all.yaml")], recursive=False, complete=complete) for complete in (False, True)
    )
    assert not some.was_read("networkpolicies", "shop")
    assert whole.was_read("networkpolicies", "shop")


def deployment(labels: str, namespace: str = "shop") -> str:
    """A workload whose pods have these labels."""
    return f"""
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: {namespace}}}
spec:
  selector: {{matchLabels: {labels}}}
  template:
    metadata: {{labels: {labels}}}
    spec: {{containers: [{{name: web, image: web}}]}}
"""


def selecting(selector: str) -> str:
    """A Service that selects by these labels."""
    return f"""
---
apiVersion: v1
kind: Service
metadata: {{name: web, namespace: shop}}
spec: {{selector: {selector}, ports: [{{port: 80}}]}}
"""


def custom(api_version: str, kind: str, *, namespace: str = "", text: str = "") -> str:
    """An object of a kind that is not read."""
    where = f", namespace: {namespace}" if namespace else ""
    return f"""
---
apiVersion: {api_version}
kind: {kind}
metadata: {{name: any{where}}}
spec: {{text: "{text}"}}
"""


OTHERS = deployment("{app: shop}")
WEB = selecting("{app: web}")


def told(folder: Path, text: str, *, complete: bool = True) -> tuple[str, list[tuple[str, str]]]:
    """The verdict on the Service, and the errors and warnings."""
    (folder / "shop.yaml").write_text(text)
    report = diagnose(read_files([str(folder / "shop.yaml")], recursive=False, complete=complete))
    (seen,) = report.services
    return seen.verdict, [(each.code, each.severity) for each in report.findings if each.severity != "note"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WEB, id="no-workload-at-all"),
        pytest.param(WEB + OTHERS, id="other-labels"),
        pytest.param(WEB + deployment("{app: web}", "other"), id="another-namespace"),
        pytest.param(WEB + custom("v1", "ServiceAccount", namespace="shop"), id="kinds-of-kubernetes-make-no-pods"),
        pytest.param(WEB + custom("cert-manager.io/v1", "Certificate", namespace="shop"), id="certificates-make-none"),
        pytest.param(
            WEB + custom("postgres.io/v1", "Db", namespace="other", text="webhook"), id="an-operator-elsewhere"
        ),
        pytest.param(selecting("{app: web, tier: fe}") + deployment("{app: web, tier: x}"), id="another-value"),
    ],
)
def test_pods_that_no_file_makes_do_not_come(text: str, tmp_path: Path) -> None:
    verdict, issues = told(tmp_path, text)
    assert (verdict, issues) == ("broken", [("PTP01", "error")])
    assert told(tmp_path, text, complete=False)[0] == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WEB + custom("postgres.io/v1", "Db", namespace="shop"), id="an-operator-in-the-namespace"),
        pytest.param(WEB + custom("postgres.io/v1", "Db", namespace="other", text="x: Web"), id="its-labels-elsewhere"),
        pytest.param(WEB + custom("helm.io/v2", "Release", text="chart/web"), id="its-labels-in-no-namespace"),
        pytest.param(
            WEB + custom("monitoring.coreos.com/v1", "Prometheus", namespace="shop").replace("spec: ", "# "),
            id="a-kind-that-is-read-and-makes-pods",
        ),
        pytest.param(WEB + custom("x.example/v1", "Odd", namespace="7"), id="an-object-that-is-not-understood"),
        pytest.param(
            selecting("{app: db, role: primary}") + deployment("{app: db}"), id="a-label-may-come-at-run-time"
        ),
        pytest.param(selecting("{app: web, pod-template-hash: x}") + OTHERS, id="a-label-of-a-controller"),
    ],
)
def test_pods_that_something_else_may_make_are_not_known(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, text) == ("unknown", [])


def test_templates_that_match_are_enough(tmp_path: Path) -> None:
    assert told(tmp_path, WEB + deployment("{app: web}")) == ("wired", [])


def test_a_governing_service_that_no_file_holds(tmp_path: Path) -> None:
    stateful = (
        deployment("{app: web}")
        .replace("Deployment", "StatefulSet")
        .replace("spec:\n  sel", "spec:\n  serviceName: db\n  sel")
    )
    assert told(tmp_path, WEB + stateful) == ("wired", [("PTD02", "warning")])
    assert told(tmp_path, WEB + stateful, complete=False) == ("wired", [])
    assert told(tmp_path, WEB + stateful.replace(": db", ": web")) == ("wired", [])
