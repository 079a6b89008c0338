from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.checks.check import Check, Found, check
from kubectl_porttrace.diagnose.running import CATCHING_UP, Applying, applies, findings_of
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import NOW, cluster, forbidden, headless, manifests, pod, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
METRICS = {"name": "metrics", "port": 90}
FIX = Fix(text="mend it")
NEW = pod(created=NOW - timedelta(seconds=3))
LEFT_OUT = pod()
WITHOUT_THE_PORT = cluster(headless(HTTP), LEFT_OUT).endpoint_slices


def checking(code: str, found: Found | None = None, **identity: Any) -> Check:
    """A check that always finds the same, on every port where nothing else is said."""

    def run(subject: TracedService) -> Iterator[Found]:
        yield found or Found(message=code, fix=FIX, ports=subject.ports)

    identity = {"severity": "error", "certainty": "certain", **identity}
    return check(code, f"name-of-{code.lower()}", **identity)(run)


def test_an_error_needs_a_port_without_usable_backends() -> None:
    subject = traced(service(HTTP, METRICS), pod())
    (found,) = findings_of(subject, [checking("PTR01")])
    assert (found.severity, found.ports) == ("error", frozenset({PortKey("shop", "web", 0)}))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="backends-remain"),
        pytest.param(traced(service(), pod(), unread=[forbidden("endpointslices")]), id="slices-unread"),
        pytest.param(traced(headless(HTTP), LEFT_OUT, NEW, *WITHOUT_THE_PORT, published=False), id="converging"),
    ],
)
def test_a_doubtful_error_is_a_warning_that_says_why(subject: TracedService) -> None:
    (found,) = findings_of(subject, [checking("PTR01")])
    assert found.severity == "warning"
    assert len(found.evidence) == 1


def test_a_port_that_is_broken_while_slices_catch_up_is_broken_now() -> None:
    (found,) = findings_of(traced(service(), NEW, published=False), [checking("PTR01")])
    assert (found.severity, found.evidence) == ("error", (CATCHING_UP,))


def test_manifests_have_no_slices_to_doubt() -> None:
    asked = service(HTTP)
    subject = trace_service(manifests(asked), asked)
    assert findings_of(subject, [checking("PTR01")])[0].severity == "error"


def test_a_finding_may_be_worth_less_than_its_check() -> None:
    found = Found(message="m", fix=FIX, severity="note")
    assert findings_of(traced(service()), [checking("PTP15", found)])[0].severity == "note"


def test_the_service_of_the_api_server_gets_no_notes() -> None:
    subject = traced(service(name="kubernetes", namespace="default", selector={}))
    assert findings_of(subject, [checking("PTS14", severity="note")]) == ()


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


def test_the_annotation_says_what_a_check_judges() -> None:
    assert checking("PTP01").subject is TracedService


class TracedMail(msgspec.Struct, frozen=True):
    """A kind of subject that is not there."""

    snapshot: Snapshot
    kind: str = "Mail"
    namespace: str = "shop"
    name: str = "letter"
    drifting: bool = False
    converging: bool = False


def test_each_kind_of_subject_is_judged_by_the_checks_that_name_it() -> None:
    @check("PTH99", "letter-unread", severity="warning", certainty="certain")
    def letter_unread(traced: TracedMail) -> Iterator[Found]:
        yield Found(message=traced.name, fix=FIX)

    of_services, mail = traced(service()), TracedMail(cluster())
    both = (checking("PTP01"), letter_unread)
    applying = Applying(of_services.snapshot, lambda _: both)
    assert [each.code for each in applying.to(of_services)] == ["PTP01"]
    (finding,) = findings_of(mail, applying.to(mail))
    assert (finding.code, finding.subject.kind, finding.object.name) == ("PTH99", "Mail", "letter")


def test_a_check_that_does_not_say_what_it_judges_is_refused() -> None:
    def run(traced) -> Iterator[Found]:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG001 - what is refused
        yield from ()

    with pytest.raises(TypeError, match="not annotated"):
        check("PTP01", "n", severity="error", certainty="certain")(run)


@pytest.mark.parametrize(
    ("unread", "lacks"),
    [
        pytest.param([], set(), id="nothing"),
        pytest.param(["pods"], {"pods"}, id="one-of-all"),
        pytest.param(["endpointslices"], set(), id="one-of-any"),
        pytest.param(["endpointslices", "endpoints"], {"endpointslices", "endpoints"}, id="none-of-any"),
        pytest.param(["nodes"], set(), id="another"),
    ],
)
def test_needs_all_of_these_and_any_of_those(unread: list[str], lacks: set[str]) -> None:
    assert checking("PTP01", needs=("pods", ("endpointslices", "endpoints"))).lacks(unread) == lacks


def test_a_finding_carries_the_identity_of_its_check() -> None:
    subject = traced(service(HTTP))
    said = Found(message="m", path="spec", evidence=("e",), fix=FIX)
    (finding,) = findings_of(subject, [checking("PTR01", said)])
    identity = (finding.code, finding.name, finding.severity, finding.certainty)
    assert identity == ("PTR01", "name-of-ptr01", "error", "certain")
    assert (finding.message, finding.path, finding.evidence, finding.fix) == ("m", "spec", ("e",), FIX)
    assert finding.object == finding.subject == ObjectReference(kind="Service", namespace="shop", name="web")


def test_a_finding_may_be_about_another_object() -> None:
    elsewhere = ObjectReference(kind="Deployment", namespace="shop", name="web")
    (finding,) = findings_of(traced(service()), [checking("PTB01", Found(message="m", fix=FIX, object=elsewhere))])
    assert (finding.object, finding.subject.kind) == (elsewhere, "Service")
