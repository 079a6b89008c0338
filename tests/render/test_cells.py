import pytest

from kubectl_porttrace.render.outcomes import OutcomeGroup, PodOutcome
from kubectl_porttrace.render.ports import FULL, TERSE, TERSEST, container_cell, pods_cell
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import command_for, summary_line
from kubectl_porttrace.report.v1 import ObjectReference, RouteRole, RouteTrace, Summary, VerdictWord

USED = PodOutcome(number=8080, container="app", port_name="http")
TWO = ("web-a", "web-b")


@pytest.mark.parametrize(
    ("group", "texts"),
    [
        pytest.param(
            OutcomeGroup(USED, ("Deployment/web",), TWO),
            ["2 of Deployment/web", "2 of deploy/web", "2 of web"],
            id="workload",
        ),
        pytest.param(
            OutcomeGroup(USED, ("Deployment/web",), TWO, "web-7c67", 8),
            ["2 of rs/web-7c67 (rev 8)", "2 of web rev 8", "2 of web rev 8"],
            id="revision",
        ),
        pytest.param(
            OutcomeGroup(USED, ("Deployment/web",), TWO, "web-7c67"), ["2 of rs/web-7c67"] * 3, id="revision-unknown"
        ),
        pytest.param(
            OutcomeGroup(USED, ("Rollout/web",), TWO),
            ["2 of Rollout/web", "2 of Rollout/web", "2 of web"],
            id="unknown-kind",
        ),
        pytest.param(OutcomeGroup(USED, ("Pod/web-a",), ("web-a",)), ["Pod/web-a"] * 3, id="pod"),
        pytest.param(OutcomeGroup(USED, ("Pod/web-a", "Pod/web-b"), TWO), ["2 pods without owner"] * 3, id="pods"),
        pytest.param(OutcomeGroup(USED, ("Job/a", "Pod/b"), TWO), ["2 pods of 2 workloads"] * 3, id="many"),
        pytest.param(
            OutcomeGroup(USED, ("Job/a", "Job/b"), TWO, template=True), ["2 workloads"] * 3, id="many-templates"
        ),
        pytest.param(OutcomeGroup(USED, ("Job/a",), ("a",), template=True), ["Job/a", "job/a", "a"], id="template"),
        pytest.param(OutcomeGroup(USED, (), ("192.0.2.1", "192.0.2.2")), ["192.0.2.1, 192.0.2.2"] * 3, id="addresses"),
        pytest.param(OutcomeGroup(USED, (), ("a", "b", "c")), ["3 addresses"] * 3, id="many-addresses"),
    ],
)
def test_pods(group: OutcomeGroup, texts: list[str]) -> None:
    assert [pods_cell(group, level).text for level in (FULL, TERSE, TERSEST)] == texts


def test_pods_end_in_their_state() -> None:
    outcome = PodOutcome(number=1, container="app", state="not ready")
    groups = [
        OutcomeGroup(outcome, owners, TWO)
        for owners in (("Deployment/web",), ("Pod/a", "Pod/b"), ("Job/a", "Job/b"), ())
    ]
    groups += [
        OutcomeGroup(outcome, ("Pod/a",), ("a",)),
        OutcomeGroup(outcome, ("Deployment/web",), TWO, "web-7c67", 8),
    ]
    assert {pods_cell(group, level).after[-11:] for group in groups for level in (FULL, TERSE)} == {", not ready"}


@pytest.mark.parametrize(
    ("outcome", "texts"),
    [
        pytest.param(USED, ["app:8080 (http)", "app:8080", "app:8080"], id="declared-as-targeted"),
        pytest.param(
            PodOutcome(number=8080, container="app", port_name="web"),
            ["app:8080 (web)", "app:8080 (web)", "app:8080"],
            id="declared-otherwise",
        ),
        pytest.param(PodOutcome(number=8080, container="app"), ["app:8080"] * 3, id="without-name"),
        pytest.param(
            PodOutcome(number=1, container="envoy", port_name="http", sidecar=True),
            ["envoy:1 (http, sidecar)", "envoy:1 (sidecar)", "envoy:1"],
            id="sidecar",
        ),
        pytest.param(PodOutcome(number=8080), ["8080 undeclared"] * 3, id="undeclared"),
        pytest.param(PodOutcome(number=8080, of_pod=False), ["8080"] * 3, id="no-pod"),
        pytest.param(PodOutcome(), ["name not found"] * 3, id="not-found"),
    ],
)
def test_container(outcome: PodOutcome, texts: list[str]) -> None:
    assert [container_cell(outcome, level, "http").text for level in (FULL, TERSE, TERSEST)] == texts


def summary(**counts: int) -> Summary:
    return Summary(**{name: counts.get(name, 0) for name in Summary.__struct_fields__})


@pytest.mark.parametrize(
    ("counts", "wide", "line"),
    [
        pytest.param(
            {"services": 12, "ports": 17, "wired": 9, "partial": 1, "broken": 6, "external": 1}
            | {"errors": 7, "warnings": 3, "notes": 5, "ignored": 1},
            False,
            "12 Services (1 external), 17 ports: 9 wired, 1 partial, 6 broken; "
            "7 errors, 3 warnings, 5 notes (-o wide), 1 ignored",
            id="all",
        ),
        pytest.param(
            {"services": 1, "ports": 1, "unknown": 1, "errors": 1, "warnings": 1, "notes": 1},
            True,
            "1 Service, 1 port: 1 unknown; 1 error, 1 warning, 1 note",
            id="one-of-each",
        ),
        pytest.param({"services": 2}, False, "2 Services, 0 ports; no findings", id="nothing"),
    ],
)
def test_summary(counts: dict[str, int], wide: bool, line: str) -> None:  # noqa: FBT001 - a case of a table
    assert summary_line(summary(**counts), (), Screen(width=80, wide=wide)) == line


def route(verdict: VerdictWord, role: RouteRole = "traffic") -> RouteTrace:
    return RouteTrace(
        api_version="networking.k8s.io/v1",
        kind="Ingress",
        namespace="shop",
        name="shop",
        role=role,
        consumer=None,
        parents=(),
        verdict=verdict,
        backends=(),
        findings=(),
    )


@pytest.mark.parametrize(
    ("routes", "told"),
    [
        pytest.param([route("wired")], "1 route: 1 wired", id="one"),
        pytest.param(
            [route("broken"), route("wired"), route("partial"), route("wired")],
            "4 routes: 2 wired, 1 partial, 1 broken",
            id="several",
        ),
        pytest.param([route("broken"), route("broken", "scrape")], "1 route: 1 broken", id="a-monitor-is-no-route"),
    ],
)
def test_routes_are_counted_by_what_becomes_of_requests(routes: list[RouteTrace], told: str) -> None:
    line = summary_line(summary(services=2, ports=2, wired=2), routes, Screen(width=80))
    assert line == f"2 Services, 2 ports: 2 wired; {told}; no findings"


def test_only_monitors_are_no_routes() -> None:
    line = summary_line(summary(services=2), [route("wired", "scrape")], Screen(width=80))
    assert line == "2 Services, 0 ports; no findings"


@pytest.mark.parametrize(
    ("flags", "command"),
    [
        pytest.param((), "kubectl porttrace web -n shop", id="none"),
        pytest.param(("--demo",), "kubectl porttrace web -n shop --demo", id="demo"),
        pytest.param(("-f", "a b.yaml", "-f", "-"), "kubectl porttrace web -n shop -f 'a b.yaml' -f -", id="files"),
    ],
)
def test_the_command_for_one_service_has_the_flags_of_the_run(flags: tuple[str, ...], command: str) -> None:
    subject = ObjectReference(kind="Service", namespace="shop", name="web")
    assert command_for(subject, Screen(width=80, flags=flags)) == command


@pytest.mark.parametrize(
    ("kind", "namespace", "command"),
    [
        pytest.param("Ingress", "shop", "kubectl porttrace ing/web -n shop", id="route"),
        pytest.param("Deployment", "shop", "kubectl porttrace deploy/web -n shop", id="workload"),
        pytest.param("APIService", None, "kubectl porttrace apiservice/web", id="of no namespace"),
    ],
)
def test_the_command_for_another_object_names_its_kind(kind: str, namespace: str | None, command: str) -> None:
    assert command_for(ObjectReference(kind=kind, namespace=namespace, name="web"), Screen(width=80)) == command
