from msgspec import convert
from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.workload import WorkloadStatus
from kubectl_porttrace.report.v1 import Finding, Report
from tests.build import cluster, node, pod, service, workload
from tests.checks.pods.held import WEB, crashing, held, waiting

SILENT = {"status": "Unknown", "message": "Kubelet stopped posting node status."}


def of(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


def behind_two_services(*pods_and_nodes: object) -> Report:
    cart, web = service(name="cart", selector={"app": "cart"}), service()
    return diagnose(cluster(web, cart, *pods_and_nodes))  # type: ignore[arg-type]


def test_one_node_behind_two_services_is_told_once() -> None:
    pods = [pod(WEB, ready=False, labels={"app": name}) for name in ("web", "cart")]
    (finding,) = of(behind_two_services(*pods, node(ready=SILENT)), "PTP26")
    assert finding.message == "pods of 2 Services are not ready: node node-0 does not report"
    assert [subject.name for subject in finding.subjects] == ["cart", "web"]
    assert [(port.service, port.port) for port in finding.ports] == [("cart", 80), ("web", 80)]
    assert finding.evidence[0] == "behind cart, web"


def test_one_image_of_two_workloads_is_told_once() -> None:
    status = waiting("ErrImagePull", "not found")
    first = held(status)
    second = held(status, name="cart-0", labels={"app": "cart"}, owner=("StatefulSet", "cart"))
    (finding,) = of(behind_two_services(first, second), "PTP20")
    assert [subject.name for subject in finding.subjects] == ["cart", "web"]


def test_two_crashes_are_two_causes() -> None:
    second = held(crashing(1), name="cart-0", labels={"app": "cart"}, owner=("StatefulSet", "cart"))
    assert len(of(behind_two_services(held(crashing(1)), second), "PTP21")) == 2


def test_one_workload_behind_two_services_is_told_once() -> None:
    report = diagnose(cluster(service(), service(name="web-direct"), held(crashing(1))))
    (finding,) = of(report, "PTP21")
    assert finding.message == "pods of 2 Services are not ready: container web exits with code 1 (17 restarts)"
    assert report.summary.errors == 1
    assert all("PTP21" in port.findings for each in report.services for port in each.ports)


def refused(name: str, reason: str, selector: str = "") -> tuple[object, object]:
    """A Service, and the Deployment whose pods it would select, had they not been refused."""
    condition = {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": reason}
    labels = {"app": selector or name}
    spec = {"replicas": 3, "template": {"metadata": {"labels": labels}}}
    made = workload("Deployment", selector or name, spec=spec)
    status = convert({"conditions": [condition]}, WorkloadStatus)
    return service(name=name, selector=labels), replace(made, status=status)


def refusals(*made: tuple[object, object]) -> list[tuple[str, list[str]]]:
    objects = {(type(each), each.name): each for pair in made for each in pair}  # type: ignore[attr-defined]
    report = diagnose(cluster(*objects.values()))  # type: ignore[arg-type]
    return [(each.message, [subject.name for subject in each.subjects]) for each in of(report, "PTP29")]


DOWN = 'Internal error occurred: failed calling webhook "gate.example.com": failed to call webhook: EOF'
DENIED = 'admission webhook "gate.example.com" denied the request: no latest tags'


def test_one_webhook_that_does_not_answer_is_told_once() -> None:
    assert refusals(refused("web", DOWN), refused("cart", DOWN)) == [
        ("no pod can be made: webhook gate.example.com does not answer", ["cart", "web"])
    ]


def test_what_each_template_has_to_change_is_told_of_each() -> None:
    assert [names for _, names in refusals(refused("web", DENIED), refused("cart", DENIED))] == [["cart"], ["web"]]


def test_one_refused_workload_behind_two_services_is_told_once() -> None:
    assert refusals(refused("web", DENIED), refused("web-direct", DENIED, "web")) == [
        (
            "no pod can be made: webhook gate.example.com refuses the pods; Deployment/web has 0 of 3 pods",
            ["web", "web-direct"],
        )
    ]
