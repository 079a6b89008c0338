import pytest

from kubectl_porttrace.client import parse_client
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.question import Client, WorkloadTarget

DB = WorkloadTarget("StatefulSet", "db")


@pytest.mark.parametrize(
    ("written", "client"),
    [
        pytest.param("pod/web-0", Client("pod/web-0", WorkloadTarget("Pod", "web-0")), id="pod"),
        pytest.param("deploy/web", Client("deploy/web", WorkloadTarget("Deployment", "web")), id="workload"),
        pytest.param("ops/sts/db", Client("ops/sts/db", DB, "ops"), id="of-another-namespace"),
        pytest.param("ns/ops", Client("ns/ops", namespace="ops"), id="namespace"),
        pytest.param("10.0.0.7", Client("10.0.0.7", network="10.0.0.7"), id="address"),
        pytest.param("10.0.0.0/8", Client("10.0.0.0/8", network="10.0.0.0/8"), id="network"),
        pytest.param("fd00::/8", Client("fd00::/8", network="fd00::/8"), id="of-the-other-family"),
        pytest.param("outside", Client("outside", network=""), id="outside"),
    ],
)
def test_understands(written: str, client: Client) -> None:
    assert parse_client(written) == client


@pytest.mark.parametrize(
    "written",
    ["web", "svc/web", "ing/web", "ns/", "ns/A", "10.0.0.0/99", "a/b/c/d", "A/pod/web", "pod/", "pod/web:80", "/"],
)
def test_refuses(written: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_client(written)
    assert "outside" in refused.value.hint
