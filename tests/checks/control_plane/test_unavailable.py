from kubectl_porttrace.checks.control_plane.unavailable import unavailable
from tests.build import found, judged, pod, service, traced_route
from tests.build.callers import HTTPS, api_service

DOWN = {"status": "False", "reason": "FailedDiscoveryCheck", "message": "no response from https://10.96.0.10:443/apis"}


def test_fires_with_what_the_api_server_reports() -> None:
    traced = traced_route(api_service(condition=DOWN), service(HTTPS), pod(name="web-0"))
    (finding,) = found(unavailable, traced)
    assert finding.message.endswith("(FailedDiscoveryCheck): no response from https://10.96.0.10:443/apis")
    assert "that is :9443 on pod web-0" in finding.evidence[0]
    assert judged(traced)["PTA08"].severity == "error"


def test_stays_silent_where_it_is_available() -> None:
    passed = api_service(condition={"status": "True", "reason": "Passed"})
    assert found(unavailable, traced_route(passed, service(HTTPS), pod())) == []


def test_stays_silent_where_nothing_is_reported() -> None:
    assert found(unavailable, traced_route(api_service(), service(HTTPS), pod())) == []


def test_follows_from_our_own_cause() -> None:
    missing = {"status": "False", "reason": "ServiceNotFound", "message": 'service/web in "shop" is not present'}
    roots = judged(traced_route(api_service(condition=missing)))
    assert [each.code for each in roots["PTA01"].consequences] == ["PTA08"]
    assert set(roots) == {"PTA01"}
