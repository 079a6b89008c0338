"""What --until waits for."""

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.watch.goal import unmet
from tests.build import asking, cluster, ingress, pod, service
from tests.watch.looks import report


def left(seen: Report, until: str = "wired", fail_on: str = "error", *, routes: bool = False) -> list[str]:
    return list(unmet(seen, until, fail_on, routes=routes))


def test_all_ports_have_to_be_wired() -> None:
    assert left(report(service(), pod())) == []
    assert left(report(service(), service(name="api", selector={"app": "api"}), pod())) == ["shop/api 80 is broken"]


def test_where_there_is_no_service_there_is_one_to_wait_for() -> None:
    assert left(report()) == ["there is no Service"]


def test_a_name_of_outside_is_not_waited_for() -> None:
    outside = service(name="mail", type="ExternalName", externalName="mail.example.com", selector={})
    assert left(report(outside, service(), pod())) == []


@pytest.mark.parametrize(("fail_on", "found"), [("error", False), ("warning", True), ("note", True), ("never", False)])
def test_healthy_is_without_findings_that_count(fail_on: str, found: bool) -> None:  # noqa: FBT001
    seen = report(
        service(externalTrafficPolicy="Local", type="NodePort", ports=[{"port": 80, "nodePort": 30080}]),
        pod(),
        pod(ready=False),
    )
    warned = {each.severity for each in seen.findings}
    assert "error" not in warned
    assert bool(left(seen, "healthy", fail_on)) == (found and bool(warned))
    assert left(seen, "wired", fail_on) == []


def test_a_route_that_was_asked_for_has_to_be_wired_as_well() -> None:
    seen = diagnose(cluster(ingress(81), service(), pod()), asking("ing/shop"))
    assert left(seen, routes=True) == ["shop/ing/shop is broken"]
