"""Whom the API server calls, and why it does not: asked itself, in both modes of `--enable-aggregator-routing`."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.callers.addresses import Called, Refusal, by_cluster_ip, by_endpoint
from kubectl_porttrace.trace.callers.availability import unavailable_because
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.truth.callers import CASES, Case, condition, refused_creation, status_of_request
from tests.truth.snapshots import read

ROUTING = "--enable-aggregator-routing=true"
HTTPS = 443


@dataclass(frozen=True)
class Stage:
    """A control plane of one mode, with every case on it, and what can be read of them."""

    namespace: Namespace
    snapshot: Snapshot
    routing: bool

    def called(self, case: Case) -> Called:
        """What we say that the API server calls."""
        service = self.snapshot.service(self.namespace.name, case.name)
        if service is None:
            return Refusal(f'service "{case.name}" not found')
        return by_endpoint(self.snapshot, service, HTTPS) if self.routing else by_cluster_ip(service, HTTPS)


@pytest.fixture(scope="module", params=[False, True], ids=["cluster-ip", "endpoints"])
def stage(request: pytest.FixtureRequest, programs: Programs) -> Iterator[Stage]:
    with ControlPlane(programs=programs, api_server_flags=(ROUTING,) if request.param else ()) as plane:
        cluster = Cluster(plane.connection)
        with closing(cluster):
            namespace = cluster.new_namespace("callers")
            for case in CASES:
                case.make(namespace)
            for case in CASES:
                if case.service is not None and case.service["spec"].get("type") != "ExternalName":
                    namespace.wait_for_endpoints(case.name, int(case.state == "ready"), int(case.state == "unready"))
            yield Stage(namespace, read(namespace), bool(request.param))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_webhook_is_called_where_we_say_or_not_called_for_the_reason_we_say(stage: Stage, case: Case) -> None:
    said, called = refused_creation(stage.namespace, case.name), stage.called(case)
    assert "failed calling webhook" in said
    refusals = ("not found", "no service port", "no endpoints available", "cannot route", "unsupported service type")
    assert any(each in said for each in refusals) is isinstance(called, Refusal)
    if isinstance(called, Refusal):
        assert said.endswith(called.message)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_api_service_is_asked_where_we_say_or_unavailable_for_the_reason_we_say(stage: Stage, case: Case) -> None:
    reported = condition(stage.namespace, case)
    assert (reported["status"], status_of_request(stage.namespace, case)) == ("False", 503)
    service, called = stage.snapshot.service(stage.namespace.name, case.name), stage.called(case)
    reason = unavailable_because(stage.snapshot, service, HTTPS) if service else "ServiceNotFound"
    assert reported["reason"] == (reason or "FailedDiscoveryCheck")
    if reason is not None:
        return
    if isinstance(called, Refusal):
        assert reported["message"] == called.message
    else:
        assert any(f"https://{address}/apis/{case.group}/v1" in reported["message"] for address in called)
