from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.build import asking, cluster, container, headless, manifests, node, pod, port, service, template

PORTS = ({"name": "a", "port": 80, "targetPort": "http"}, {"name": "b", "port": 81, "targetPort": "http"})


def test_what_concerns_no_port_stands_with_the_first_one() -> None:
    snapshot = cluster(
        service(*PORTS, externalIPs=["192.0.2.7"]), service(name="other"), pod(container(port(8080, "http")))
    )
    text = render(diagnose(snapshot), "wide", Screen(width=200))
    lines = [line.split() for line in text.splitlines() if line.startswith("web ")]
    assert [("PTS14" in " ".join(line), line[3]) for line in lines] == [(True, "a"), (False, "b")]


def test_what_is_only_in_manifests_is_not_ready() -> None:
    first, second = headless(name="db", ports=[]), headless(name="other", ports=[])
    snapshot = manifests(first, second, template(of="StatefulSet/web"))
    text = render(diagnose(snapshot), "table", Screen(width=200))
    assert [line.split()[2] for line in text.splitlines() if line.startswith(("db ", "other "))] == ["-", "-"]
    alone = render(diagnose(snapshot, asking("db")), "table", Screen(width=200))
    assert "1 template" in alone.splitlines()[0]
    assert "ready" not in alone


WIDE = Screen(width=200)
SILENT = {"status": "Unknown", "message": "Kubelet stopped posting node status."}
HEALTHY = [
    service(name=f"s{number:02}", metadata={"creationTimestamp": "2001-01-02T00:00:00Z"} if number == 3 else {})
    for number in range(25)
]
BROKEN = service(name="zz", selector={"app": "nobody"}, metadata={"creationTimestamp": "2001-01-01T23:59:59Z"})
SYSTEM = service(name="aa", namespace="kube-system", selector={"app": "nobody"})


def overview(**asked: Any) -> list[str]:
    snapshot = cluster(*HEALTHY, BROKEN, SYSTEM, pod())
    given: dict[str, Any] = {"width": 120, "color": False, **asked}
    return render(diagnose(snapshot), "table", Screen(**given)).splitlines()


def first_words(lines: list[str]) -> list[str]:
    return [line.split()[1] for line in lines[1 : lines.index("")]]


def test_problems_come_first_and_those_of_the_system_after_them() -> None:
    assert first_words(overview(everything=True))[:3] == ["zz", "aa", "s00"]


def test_many_healthy_services_are_counted() -> None:
    lines = overview()
    assert "and 25 Services in which nothing was found (--all lists them)" in lines
    assert not any("s00" in line for line in lines)


def test_problems_alone() -> None:
    lines = overview(problems=True)
    assert first_words(lines) == ["zz", "aa"]
    assert not any("--all" in line for line in lines)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param("name", ["aa", "s00", "s01"], id="name"),
        pytest.param("namespace", ["aa", "s00", "s01"], id="namespace"),
        pytest.param("created", ["zz", "s03", "aa"], id="created"),
    ],
)
def test_another_order(order: str, expected: list[str]) -> None:
    assert first_words(overview(everything=True, sort_by=order))[:3] == expected


def test_by_type() -> None:
    kinds = {"a": "NodePort", "b": "LoadBalancer", "c": "ClusterIP", "d": "LoadBalancer"}
    snapshot = cluster(*(service(name=name, type=kind) for name, kind in kinds.items()), pod())
    lines = render(diagnose(snapshot), "table", Screen(width=120, sort_by="type", everything=True)).splitlines()
    assert [line.split()[0] for line in lines[1 : lines.index("")]] == ["c", "b", "d", "a"]


def test_an_error_of_a_system_stands_below_warnings_and_above_what_is_healthy() -> None:
    warned = service(name="zz", type="LoadBalancer", status={})
    snapshot = cluster(SYSTEM, warned, service(name="a"), pod())
    lines = render(diagnose(snapshot), "table", Screen(width=120)).splitlines()
    assert first_words(lines) == ["zz", "aa", "a"]


def test_the_cause_stands_in_words_where_there_is_room() -> None:
    assert any(line.endswith("PTP01 selector matches nothing") for line in overview())
    assert any(line.endswith("broken    PTP01") for line in overview(width=70))


def test_no_name_is_shortened_in_a_pipe() -> None:
    long = "a-service-with-a-name-that-takes-more-columns-than-there-are"
    snapshot = cluster(service(name=long), service(name="b"), pod())
    assert long in render(diagnose(snapshot), "table", Screen(width=60, piped=True))
    assert long not in render(diagnose(snapshot), "table", Screen(width=60))


def test_ports_that_agree_share_a_line() -> None:
    both = service({"name": "a", "port": 80, "nodePort": 30080}, {"name": "b", "port": 81}, type="NodePort")
    lines = render(diagnose(cluster(both, service(name="other"), pod())), "table", Screen(width=120)).splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("web")] == [["web", "80:30080/TCP,81/TCP"]]


def told(text: str) -> list[str]:
    """Of whom each finding is told, in order."""
    return [" ".join(line.split()[1:3]).rstrip(":") for line in text.splitlines() if line.startswith(("error", "warn"))]


def test_findings_stand_in_the_order_of_the_lines() -> None:
    warned = service(name="a", type="LoadBalancer", status={})
    odd = service({"port": 80, "targetPort": "http"}, name="m")
    lines = render(diagnose(cluster(SYSTEM, warned, odd, BROKEN, pod())), "table", Screen(width=120))
    assert first_words(lines.splitlines()) == ["m", "zz", "a", "aa"]
    assert told(lines) == ["PTR01 shop/m", "PTP01 shop/zz", "PTK05 shop/a", "PTP01 kube-system/aa"]


def test_what_is_behind_several_services_says_of_how_many_more() -> None:
    labels = {"app": "x"}
    services = [service(name=name, selector=labels) for name in ("a", "b", "c")]
    lines = render(diagnose(cluster(*services, pod(labels=labels, ready=False), node(ready=SILENT))), "table", WIDE)
    (line,) = (each for each in lines.splitlines() if each.startswith("error"))
    assert line == "error   PTP26 shop/a and 2 more: pods of 3 Services are not ready: node node-0 does not report"
