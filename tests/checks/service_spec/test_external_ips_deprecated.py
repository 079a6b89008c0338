from kubectl_porttrace.checks.service_spec.external_ips_deprecated import external_ips_deprecated as check
from tests.build import found, pod, service, traced


def test_stays_silent_without_external_ips() -> None:
    assert found(check, traced(service(), pod())) == []


def test_fires_on_external_ips() -> None:
    assert [issue.path for issue in found(check, traced(service(externalIPs=["192.0.2.7"]), pod()))] == [
        "spec.externalIPs"
    ]
