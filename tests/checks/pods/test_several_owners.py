import pytest

from kubectl_porttrace.checks.pods.several_owners import several_owners as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import container, forbidden, found, judged, manifests, pod, port, service, template, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
NUMBER = {"port": 80, "targetPort": 8080}
WEB = container(port(8080, "http"))
OTHER = container(port(9090, "http"))


def of(owner: str, *containers: Container) -> Pod:
    return pod(*containers, owner=("StatefulSet", owner))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), of("web", WEB), of("web", OTHER)), id="one-owner"),
        pytest.param(traced(service(HTTP), pod(WEB), pod(OTHER)), id="pods-without-a-controller"),
        pytest.param(traced(service(HTTP), of("web", WEB), pod(phase="Succeeded", owner=("Job", "x"))), id="ended-job"),
        pytest.param(traced(service(HTTP)), id="no-pods"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "severity", "ports"),
    [
        pytest.param(traced(service(HTTP), of("web", WEB), of("canary", WEB)), "note", [], id="canary"),
        pytest.param(
            traced(service(HTTP), of("web", WEB), of("web", OTHER), of("canary", OTHER)), "note", [], id="rollout"
        ),
        pytest.param(traced(service(HTTP), of("web", WEB), of("db", OTHER)), "warning", [0], id="another-number"),
        pytest.param(traced(service(HTTP), of("web", WEB), of("job")), "warning", [0], id="name-not-declared"),
        pytest.param(traced(service(NUMBER), of("web", WEB), of("job")), "warning", [0], id="number-not-declared"),
        pytest.param(traced(service(NUMBER), of("web"), of("canary")), "note", [], id="declared-by-neither"),
        pytest.param(traced(service(HTTP), of("web", WEB), pod(OTHER)), "warning", [0], id="and-a-bare-pod"),
        pytest.param(
            traced(service(HTTP, {"name": "x", "port": 81, "targetPort": 9}), of("web", WEB), of("db", OTHER)),
            "warning",
            [0],
            id="one-port-of-two",
        ),
        pytest.param(
            traced(service(HTTP), of("web", WEB), of("canary", WEB), of("db", OTHER)), "warning", [0], id="one-of-three"
        ),
    ],
)
def test_fires(subject: TracedService, severity: str, ports: list[int]) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.selector"
    assert (issue.severity, [entry.index for entry in issue.ports]) == (severity, ports)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), of("web", WEB), of("job")), id="name"),
        pytest.param(traced(service(NUMBER), of("web", WEB), of("job")), id="number"),
    ],
)
def test_is_the_root_cause_of_ports_that_resolve_on_some_pods_only(subject: TracedService) -> None:
    issues = judged(subject)
    assert [code for code, issue in issues.items() if issue.severity != "note"] == ["PTP15"]


def test_applies_to_templates() -> None:
    snapshot = manifests(service(HTTP), template(WEB), template(OTHER, of="Deployment/db"))
    assert found(check, trace_service(snapshot, snapshot.services[0]))[0].severity == "warning"


NARROWER = "add a label to the selector that only the pods meant have"


@pytest.mark.parametrize(
    ("subject", "told", "fix"),
    [
        pytest.param(
            traced(service(HTTP), of("web", WEB), of("job")),
            'StatefulSet/job does not declare "http", the targetPort of port http 80/TCP',
            f'{NARROWER}; if all are meant, declare the container port "http" in StatefulSet/job',
            id="name",
        ),
        pytest.param(
            traced(service(NUMBER), of("web", WEB), of("a"), of("b")),
            "StatefulSet/a, StatefulSet/b do not declare 8080, the targetPort of port 80/TCP",
            f"{NARROWER}; if all are meant, declare the container port 8080 in StatefulSet/a, StatefulSet/b",
            id="number-in-two",
        ),
        pytest.param(
            traced(service(HTTP), of("web", WEB), of("db", OTHER)),
            ", which serve port http 80/TCP differently",
            NARROWER,
            id="two-numbers",
        ),
        pytest.param(traced(service(HTTP), of("web", WEB), of("canary", WEB)), "2 workloads", NARROWER, id="alike"),
        pytest.param(
            traced(service(HTTP), of("web", WEB), pod()),
            'pods without a controller do not declare "http", the targetPort of port http 80/TCP',
            NARROWER,
            id="a-bare-pod-cannot-be-changed",
        ),
    ],
)
def test_says_what_is_certain_and_how_to_mend_it_plainly(subject: TracedService, told: str, fix: str) -> None:
    (issue,) = found(check, subject)
    assert told in issue.message
    assert "the selector app=web matches pods of " in issue.message
    assert issue.fix.text == fix


def test_replica_sets_that_could_not_be_read_may_be_of_one_workload() -> None:
    pods = [pod(WEB, owner=("ReplicaSet", name)) for name in ("web-a", "web-b")]
    assert len(found(check, traced(service(HTTP), *pods))) == 1
    assert found(check, traced(service(HTTP), *pods, unread=[forbidden("replicasets")])) == []


def test_replica_sets_that_could_not_be_read_are_not_of_a_stateful_set() -> None:
    pods = [pod(OTHER, owner=("ReplicaSet", "web-a")), of("db", WEB)]
    (issue,) = found(check, traced(service(NUMBER), *pods, unread=[forbidden("replicasets")]))
    assert "pods of ReplicaSets do not declare 8080" in issue.message


def test_workloads_that_declare_the_same_stand_together_so_that_the_others_are_seen() -> None:
    many = [of(f"web-{number}", WEB) for number in range(9)]
    (issue,) = found(check, traced(service(HTTP), *many, of("db", OTHER)))
    assert len(issue.evidence) == 2
    assert issue.evidence[0].endswith("and 6 more: declares http 8080/TCP")
    assert issue.evidence[1].endswith("StatefulSet/db: declares http 9090/TCP")
