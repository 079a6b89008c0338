"""What differs between two reports: tables of cases, and what holds for any two."""

from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from kubectl_porttrace.compare.reports import compare
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import EVERYTHING, Question
from kubectl_porttrace.report.v1 import Comparison, Difference, Report
from kubectl_porttrace.selector import parse_selector
from tests.build import (
    asking,
    cluster,
    container,
    forbidden,
    ingress,
    manifests,
    pod,
    port,
    service,
    template,
)
from tests.build.snapshots import LISTED
from tests.diagnose.random_clusters import clusters

HTTP: dict[str, Any] = {"name": "http", "port": 80, "targetPort": "http"}
NUMBERED: dict[str, Any] = {"name": "http", "port": 80, "targetPort": 8080}
ADMIN: dict[str, Any] = {"name": "admin", "port": 81, "targetPort": 8080}
SERVES = container(port(8080, "http"))
OTHERWISE = container(port(9090, "http"))
NAMELESS = container(port(8080))
IN_SHOP = Question(namespace="shop")


def report_on(*objects: Any, question: Question = EVERYTHING, **fields: Any) -> Report:
    return diagnose(cluster(*objects, **{"listed": LISTED, **fields}), question)


def compared(before: tuple[Any, ...], after: tuple[Any, ...]) -> Comparison:
    return compare(report_on(*before), report_on(*after))


def told(found: Comparison) -> list[tuple[str, str, str, str | None, str | None]]:
    """Each difference in short: what changed, of what, which part, and the verdicts."""
    return [(each.change, each.object.name, each.part, each.before, each.after) for each in found.differences]


def fields(found: Difference) -> list[tuple[str, str, str]]:
    return [(each.field, each.before, each.after) for each in found.fields]


WEB = (service(HTTP), pod(SERVES))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(WEB, WEB, [], id="nothing"),
        pytest.param(
            WEB, (service(HTTP), pod(NAMELESS)), [("worse", "web", "http 80/TCP", "wired", "broken")], id="broken"
        ),
        pytest.param(
            WEB,
            (service(HTTP), pod(SERVES), pod(NAMELESS)),
            [("worse", "web", "http 80/TCP", "wired", "partial")],
            id="partial",
        ),
        pytest.param(
            (service(HTTP), pod(NAMELESS)), WEB, [("better", "web", "http 80/TCP", "broken", "wired")], id="mended"
        ),
        pytest.param(WEB, (*WEB, service(name="new")), [("appeared", "new", "", None, "wired")], id="a-new-service"),
        pytest.param((*WEB, service(name="old")), WEB, [("vanished", "old", "", "wired", None)], id="a-service-less"),
        pytest.param(
            WEB, (service(HTTP, ADMIN), pod(SERVES)), [("appeared", "web", "admin 81/TCP", None, "wired")], id="a-port"
        ),
        pytest.param(
            (service(HTTP, ADMIN), pod(SERVES)), WEB, [("vanished", "web", "admin 81/TCP", "wired", None)], id="less"
        ),
        pytest.param(
            (service({"port": 80}), pod()),
            (service({"port": 80, "protocol": "UDP"}), pod()),
            [("appeared", "web", "80/UDP", None, "wired"), ("vanished", "web", "80/TCP", "wired", None)],
            id="another-protocol",
        ),
        pytest.param(
            (*WEB, ingress()),
            (service(HTTP), pod(NAMELESS), ingress()),
            [
                ("worse", "shop", "/", "wired", "broken"),
                ("worse", "web", "http 80/TCP", "wired", "broken"),
            ],
            id="and-what-leads-there",
        ),
        pytest.param((*WEB, ingress()), WEB, [("vanished", "shop", "", "wired", None)], id="a-route-less"),
        pytest.param(
            (service(type="ExternalName", externalName="a.example.com", selector={}, ports=[]),),
            (service(type="ExternalName", externalName="b.example.com", selector={}, ports=[]),),
            [("changed", "web", "", "external", "external")],
            id="another-name",
        ),
    ],
)  # fmt: skip
def test_what_became_of_each(before: tuple[Any, ...], after: tuple[Any, ...], expected: list[Any]) -> None:
    assert sorted(told(compared(before, after))) == sorted(expected)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(WEB, (service(NUMBERED), pod(SERVES)), [("targetPort", "http", "8080")], id="targetPort"),
        pytest.param(WEB, (service({**HTTP, "port": 8000}), pod(SERVES)), [("port", "80", "8000")], id="Service-port"),
        pytest.param(WEB, (service({**HTTP, "name": "web"}), pod(SERVES)), [("name", "http", "web")], id="name"),
        pytest.param(WEB, (service(HTTP), pod(OTHERWISE)), [("leads to", "8080", "9090")], id="where-it-leads"),
        pytest.param(WEB, (*WEB, pod(SERVES)), [("backends", "one", "many")], id="from-one-to-many"),
        pytest.param((*WEB, pod(SERVES)), (*WEB, pod(SERVES), pod(SERVES)), [], id="how-many-does-not-count"),
        pytest.param(
            (service({**HTTP, "nodePort": 30080}, type="NodePort"), pod(SERVES)),
            (service({**HTTP, "nodePort": 30081}, type="NodePort"), pod(SERVES)),
            [("nodePort", "30080", "30081")],
            id="nodePort",
        ),
        pytest.param(
            (service(HTTP), pod(SERVES, owner=("StatefulSet", "one"))),
            (service(HTTP), pod(SERVES, owner=("StatefulSet", "two"))),
            [("backends of", "StatefulSet/one", "StatefulSet/two")],
            id="owner",
        ),
        pytest.param(
            (service(HTTP), pod(SERVES, name="web-0", owner=("StatefulSet", "one"))),
            (service(HTTP), pod(SERVES, name="web-7", owner=("StatefulSet", "one"))),
            [],
            id="another-pod-of-the-same",
        ),
        pytest.param(WEB, (service(HTTP), pod(SERVES, name="another")), [], id="another-pod-without-owner"),
    ],
)
def test_which_numbers_changed(before: tuple[Any, ...], after: tuple[Any, ...], expected: list[Any]) -> None:
    found = compared(before, after).differences
    assert [field for each in found for field in fields(each)] == expected
    assert all(each.change == "changed" and each.severity is None for each in found)


def test_a_selector_that_changed() -> None:
    after = (
        service(HTTP, selector={"app": "web", "tier": "front"}),
        pod(SERVES, labels={"app": "web", "tier": "front"}),
    )
    (found,) = compared(WEB, after).differences
    assert fields(found) == [("selector", "app=web", "app=web,tier=front")]


@pytest.mark.parametrize(("containers", "severity"), [((NAMELESS,), "error"), ((SERVES, NAMELESS), "warning")])
def test_how_bad_it_is(containers: tuple[Any, ...], severity: str) -> None:
    found = compared(WEB, (service(HTTP), *(pod(each) for each in containers)))
    (worse,) = found.differences
    assert worse.severity == severity
    assert worse.findings
    new = [(each.code, each.severity) for each in found.findings if each.change == "appeared"]
    assert new == [(worse.findings[0], severity)]


def test_rules_in_another_order_are_the_same() -> None:
    one, other = (_rule(path) for path in ("/a", "/b"))
    found = compared((*WEB, ingress(rules=[one, other])), (*WEB, ingress(rules=[other, one])))
    assert found.differences == ()
    assert found.same.routes == 1


def test_a_path_that_leads_elsewhere() -> None:
    here = (*WEB, service(name="api"))
    found = compared((*here, ingress(rules=[_rule("/a")])), (*here, ingress(rules=[_rule("/a", to="api")])))
    (changed,) = found.differences
    assert (changed.change, changed.part, fields(changed)) == ("changed", "/a", [("service", "shop/web", "shop/api")])


def _rule(path: str, to: str = "web") -> dict[str, Any]:
    backend = {"service": {"name": to, "port": {"number": 80}}}
    return {"http": {"paths": [{"path": path, "pathType": "Prefix", "backend": backend}]}}


def test_the_same_cause_told_of_another_port_number_is_not_new() -> None:
    found = compared((service(HTTP), pod(NAMELESS)), (service({**HTTP, "port": 8000}), pod(NAMELESS)))
    assert [fields(each) for each in found.differences] == [[("port", "80", "8000")]]
    assert found.findings == ()


def test_a_finding_that_follows_from_another_now_is_not_gone() -> None:
    """The Ingress names a Service that has no backends; before, it named a port that does not exist."""
    report = report_on(service(HTTP), pod(NAMELESS), ingress())
    root = next(each for each in report.findings if each.consequences)
    below = root.consequences[0]
    alone = replace(root, code=below.code, name=below.name, message=below.message, consequences=(), severity="error")
    before = replace(report, findings=(*report.findings, alone))
    assert compare(before, report).findings == ()
    assert compare(report, before).findings == ()


@pytest.mark.parametrize(
    ("before", "after", "found", "said"),
    [
        pytest.param(EVERYTHING, EVERYTHING, ["vanished"], 0, id="the-same-question"),
        pytest.param(EVERYTHING, IN_SHOP, [], 1, id="another-namespace"),
        pytest.param(EVERYTHING, asking("web"), [], 1, id="one-of-them"),
        pytest.param(asking("web", "other"), asking("web"), [], 1, id="other-targets"),
        pytest.param(EVERYTHING, replace(EVERYTHING, labels=parse_selector("app=web")), [], 1, id="labels"),
    ],
)
def test_what_was_not_asked_about_has_not_vanished(
    before: Question, after: Question, found: list[str], said: int
) -> None:
    namespace = "shop" if before.namespace else "base"
    other = service(name="other", namespace=namespace, labels={"app": "web"})
    web = service(HTTP, labels={"app": "web"})
    one, two = report_on(web, pod(SERVES), other, question=before), report_on(web, pod(SERVES), question=after)
    differs = compare(one, two)
    assert [each.change for each in differs.differences] == found
    assert len([each for each in differs.not_compared if f"{namespace}/other" in each]) == said
    mirrored = compare(two, one)
    assert [each.change for each in mirrored.differences] == ["appeared" for _ in found]
    assert len([each for each in mirrored.not_compared if f"{namespace}/other" in each]) == said


def test_what_manifests_do_not_hold_has_not_vanished() -> None:
    live = report_on(*WEB, service(name="other"), ingress(), question=IN_SHOP)
    files = replace(manifests(service(HTTP), template(SERVES)), source=Source("file", files=("web.yaml",)))
    found = compare(live, diagnose(files))
    assert {each.change for each in found.differences} <= {"changed"}
    assert any("shop/other" in each for each in found.not_compared)
    assert any("assumed here" in each for each in found.not_compared)


def test_what_other_manifests_held_has_vanished() -> None:
    def report(*objects: Any) -> Report:
        return diagnose(replace(manifests(*objects), source=Source("file", files=("web.yaml",))))

    both = report(service(HTTP), template(SERVES), service(name="other"))
    found = compare(both, report(service(HTTP), template(SERVES)))
    assert [(each.change, each.object.name) for each in found.differences] == [("vanished", "other")]
    assert found.not_compared == ()


def test_what_a_recording_of_one_service_does_not_hold_has_not_vanished() -> None:
    recorded = replace(cluster(*WEB), source=Source("file", files=("web.json",)))
    found = compare(report_on(*WEB, service(name="other"), question=IN_SHOP), diagnose(recorded, IN_SHOP))
    assert found.differences == ()
    assert any("shop/other" in each for each in found.not_compared)


def test_what_could_not_be_read_is_not_known() -> None:
    unread = report_on(*WEB, unread=[forbidden("endpointslices")])
    for before, after in ((report_on(*WEB), unread), (unread, report_on(*WEB))):
        (found,) = compare(before, after).differences
        where = "here" if after is unread else "there"
        assert (found.change, found.severity) == ("unknown", None)
        assert found.reason == f"not known {where}: endpointslices could not be read"


def test_a_route_of_a_kind_that_may_not_be_read_has_not_vanished() -> None:
    after = report_on(*WEB, unread=[forbidden("ingresses")])
    found = compare(report_on(*WEB, ingress()), after)
    assert [(each.change, each.reason) for each in found.differences] == [("unknown", "could not be read here")]


def test_a_finding_that_could_not_be_made_is_not_gone() -> None:
    before = report_on(service(HTTP), pod(NAMELESS))
    after = report_on(service(HTTP), pod(NAMELESS), unread=[forbidden("pods")])
    found = compare(before, after)
    assert [each for each in found.findings if each.change == "went"] == []
    assert any(each.startswith("PTR") and "pods could not be read" in each for each in found.not_compared)


def test_an_ignored_code_is_not_gone() -> None:
    snapshot = cluster(service(HTTP), pod(NAMELESS), listed=LISTED)
    report = diagnose(snapshot)
    code = report.findings[0].code
    found = compare(report, diagnose(snapshot, ignore={code}))
    assert (found.findings, found.not_compared) == ((), (f"{code}: left out here by --ignore",))


MIRRORED = {"worse": "better", "better": "worse", "appeared": "vanished", "vanished": "appeared"}
OF_FINDINGS = {"worse": "better", "better": "worse", "appeared": "went", "went": "appeared"}


@settings(max_examples=60, deadline=None)
@given(clusters())
def test_a_report_does_not_differ_from_itself(snapshot: Snapshot) -> None:
    report = diagnose(snapshot)
    found = compare(report, report)
    assert (found.differences, found.findings, found.not_compared) == ((), (), ())
    assert found.same.services == len(report.services)


@settings(max_examples=60, deadline=None)
@given(clusters(), clusters())
def test_the_other_way_round_it_is_mirrored(one: Snapshot, other: Snapshot) -> None:
    there, here = (diagnose(replace(each, listed=LISTED)) for each in (one, other))
    forth, back = compare(there, here), compare(here, there)
    assert sorted(
        (MIRRORED.get(each.change, each.change), each.object.name, each.after or "", each.before or "")
        for each in forth.differences
    ) == sorted((each.change, each.object.name, each.before or "", each.after or "") for each in back.differences)
    assert {(OF_FINDINGS[each.change], each.code) for each in forth.findings} == {
        (each.change, each.code) for each in back.findings
    }
    assert (forth.same, len(forth.not_compared)) == (back.same, len(back.not_compared))
