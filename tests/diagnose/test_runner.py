from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.checks.check import Check, Found, check
from kubectl_porttrace.diagnose.runner import CATCHING_UP, Issue, applies, finding_of, fold, issues_of
from kubectl_porttrace.findings import Fix, ObjectReference, Severity
from kubectl_porttrace.report import v1
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import NOW, cluster, container, forbidden, headless, manifests, pod, port, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
METRICS = {"name": "metrics", "port": 90}
FIX = Fix(text="mend it")


def checking(code: str, found: Found | None = None, **identity: Any) -> Check:
    """A check that always finds the same, on every port where nothing else is said."""

    def run(subject: TracedService) -> Iterator[Found]:
        yield found or Found(message=code, fix=FIX, ports=subject.ports)

    identity = {"severity": "error", "certainty": "certain", **identity}
    return check(code, f"name-of-{code.lower()}", **identity)(run)


def issue(code: str, *ports: TracedPort, severity: Severity = "error", causes: tuple[str, ...] = ()) -> Issue:
    return Issue(checking(code, causes=causes), Found(message=code, fix=FIX, ports=ports), severity)


def shape(issues: tuple[Issue, ...]) -> list[tuple[str, ...]]:
    return [each.codes for each in issues]


NEW = pod(created=NOW - timedelta(seconds=3))
LEFT_OUT = pod()
WITHOUT_THE_PORT = cluster(headless(HTTP), LEFT_OUT).endpoint_slices
FIRST, SECOND = traced(service(HTTP, METRICS)).ports


@pytest.mark.parametrize(
    ("issues", "folded"),
    [
        pytest.param([issue("PTS01", FIRST)], [("PTS01",)], id="one"),
        pytest.param([issue("PTR01", FIRST), issue("PTP01", FIRST)], [("PTP01", "PTR01")], id="errors-on-one-port"),
        pytest.param([issue("PTP01", FIRST), issue("PTR01", SECOND)], [("PTP01",), ("PTR01",)], id="two-ports"),
        pytest.param(
            [issue("PTP01", FIRST), issue("PTR01", FIRST, SECOND)],
            [("PTP01",), ("PTR01",)],
            id="a-wider-one-is-no-consequence",
        ),
        pytest.param(
            [issue("PTP01", FIRST), issue("PTR01", FIRST, severity="warning")],
            [("PTP01",), ("PTR01",)],
            id="a-warning-stands-by-itself",
        ),
        pytest.param([issue("PTP01", FIRST), issue("PTR01")], [("PTP01",), ("PTR01",)], id="of-no-port"),
        pytest.param(
            [issue("PTP07", FIRST), issue("PTB01", FIRST, causes=("PTP07",))],
            [("PTB01", "PTP07")],
            id="a-named-cause-goes-before-precedence",
        ),
        pytest.param(
            [issue("PTK03", FIRST, severity="warning"), issue("PTP10", FIRST, severity="warning", causes=("PTK03",))],
            [("PTP10", "PTK03")],
            id="a-named-cause-takes-warnings-too",
        ),
        pytest.param(
            [issue("PTP07", FIRST, SECOND), issue("PTB01", FIRST, causes=("PTP07",))],
            [("PTP07",), ("PTB01",)],
            id="a-named-cause-must-cover-the-ports",
        ),
        pytest.param(
            [issue("PTP01", FIRST, causes=("PTR01",)), issue("PTR01", FIRST, causes=("PTP01",))],
            [("PTP01", "PTR01")],
            id="a-circle-falls-back-on-precedence",
        ),
    ],
)
def test_fold(issues: list[Issue], folded: list[tuple[str, ...]]) -> None:
    assert shape(fold(issues)) == folded


def test_a_cause_is_as_severe_as_the_worst_that_follows_from_it() -> None:
    (root,) = fold([issue("PTR02", FIRST), issue("PTP15", FIRST, severity="warning", causes=("PTR02",))])
    assert (root.codes, root.severity) == (("PTP15", "PTR02"), "error")
    (root,) = fold([issue("PTR11", FIRST, severity="note"), issue("PTR12", severity="warning", causes=("PTR11",))][1:])
    assert root.severity == "warning"


def test_an_error_needs_a_port_without_usable_backends() -> None:
    subject = traced(service(HTTP, METRICS), pod())
    (found,) = issues_of(subject, [checking("PTR01")])
    assert (found.severity, found.ports) == ("error", frozenset({0}))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="backends-remain"),
        pytest.param(traced(service(), pod(), unread=[forbidden("endpointslices")]), id="slices-unread"),
        pytest.param(traced(headless(HTTP), LEFT_OUT, NEW, *WITHOUT_THE_PORT, published=False), id="converging"),
    ],
)
def test_a_doubtful_error_is_a_warning_that_says_why(subject: TracedService) -> None:
    (found,) = issues_of(subject, [checking("PTR01")])
    assert found.severity == "warning"
    assert len(found.found.evidence) == 1


def test_a_port_that_is_broken_while_slices_catch_up_is_broken_now() -> None:
    (found,) = issues_of(traced(service(), NEW, published=False), [checking("PTR01")])
    assert (found.severity, found.found.evidence) == ("error", (CATCHING_UP,))


def last_resort() -> Check:
    return checking("PTT05", last_resort=True)


@pytest.mark.parametrize(
    ("subject", "check_", "codes"),
    [
        pytest.param(traced(service()), checking("PTP01"), ["PTP01"], id="an-error-names-it"),
        pytest.param(traced(service(), pod()), checking("PTP01", severity="note"), ["PTP01"], id="wired"),
        pytest.param(traced(service()), checking("PTP01", severity="warning"), ["PTP01", "PTT05"], id="only-a-warning"),
        pytest.param(
            traced(headless(ports=[])), checking("PTP01", severity="note"), ["PTP01", "PTT05"], id="no-port-to-name"
        ),
        pytest.param(traced(headless(ports=[])), checking("PTP01"), ["PTP01"], id="no-port-to-name-and-an-error"),
    ],
)
def test_the_last_resort_speaks_where_no_error_does(subject: TracedService, check_: Check, codes: list[str]) -> None:
    assert [each.check.code for each in issues_of(subject, [last_resort(), check_])] == codes


def test_the_last_resort_names_only_what_is_left() -> None:
    subject = traced(service({**HTTP, "targetPort": 8080}, METRICS))
    issues = issues_of(
        subject, [last_resort(), checking("PTR01", Found(message="m", fix=FIX, ports=subject.ports[:1]))]
    )
    assert [(each.check.code, each.ports) for each in issues] == [
        ("PTR01", frozenset({0})),
        ("PTT05", frozenset({1})),
    ]


def test_a_consequence_makes_no_error_of_a_cause_whose_ports_have_backends() -> None:
    wired = traced(service(HTTP, METRICS), pod(container(port(8080, "http")))).ports
    cause = issue("PTE14", *wired, severity="warning", causes=("PTE22",))
    assert shape(fold([cause, issue("PTE22", wired[0])])) == [("PTE14",), ("PTE22",)]
    assert shape(fold([cause, issue("PTE22", *wired)])) == [("PTE14", "PTE22")]


def test_manifests_have_no_slices_to_doubt() -> None:
    asked = service(HTTP)
    subject = trace_service(manifests(asked), asked)
    assert issues_of(subject, [checking("PTR01")])[0].severity == "error"


def test_a_finding_may_be_worth_less_than_its_check() -> None:
    found = Found(message="m", fix=FIX, severity="note")
    assert issues_of(traced(service()), [checking("PTP15", found)])[0].severity == "note"


def test_the_service_of_the_api_server_gets_no_notes() -> None:
    subject = traced(service(name="kubernetes", namespace="default", selector={}))
    assert issues_of(subject, [checking("PTS14", severity="note")]) == ()


@pytest.mark.parametrize(
    ("needs", "scope", "here"),
    [
        pytest.param((), "anywhere", True, id="needs-nothing"),
        pytest.param(("pods",), "anywhere", True, id="was-read"),
        pytest.param(("nodes",), "anywhere", False, id="was-not-read"),
        pytest.param((), "cluster", True, id="in-a-cluster"),
        pytest.param((), "manifests", False, id="only-in-manifests"),
    ],
)
def test_applies(needs: tuple[str, ...], scope: Any, here: bool) -> None:  # noqa: FBT001 - the expectation
    subject = traced(service(), unread=[forbidden("nodes")])
    assert applies(checking("PTP01", needs=needs, scope=scope), subject.snapshot, "shop") is here


def test_only_what_concerns_manifests_applies_to_them() -> None:
    asked = service()
    subject = trace_service(manifests(asked), asked)
    assert applies(checking("PTS01", scope="manifests"), subject.snapshot, "shop")
    assert not applies(checking("PTP01", scope="cluster"), subject.snapshot, "shop")


def test_a_finding_carries_the_identity_of_its_check_and_what_follows_from_it() -> None:
    subject = traced(service(HTTP))
    below = issue("PTR18", *subject.ports)
    root = Issue(checking("PTR01"), Found(message="m", path="spec", evidence=("e",), fix=FIX), "error", (below,))
    finding = finding_of(root, subject)
    assert (finding.code, finding.name, finding.severity, finding.certainty) == (
        "PTR01",
        "name-of-ptr01",
        "error",
        "certain",
    )
    assert finding.object == v1.ObjectReference(kind="Service", namespace="shop", name="web") == finding.service
    assert [each.code for each in finding.consequences] == ["PTR18"]
    assert root.without({"PTR18"}).consequences == ()


def test_a_finding_may_be_about_another_object() -> None:
    elsewhere = ObjectReference(kind="Deployment", namespace="shop", name="web")
    found = Found(message="m", fix=FIX, object=elsewhere)
    assert finding_of(Issue(checking("PTB01"), found, "error"), traced(service())).object == v1.ObjectReference(
        kind="Deployment", namespace="shop", name="web"
    )


def test_containers_of_the_exemplar_are_found() -> None:
    snapshot = cluster(service(HTTP), pod(container(port(8080, "http"))))
    assert issues_of(trace_service(snapshot, snapshot.services[0]), [checking("PTR01")])[0].severity == "warning"
