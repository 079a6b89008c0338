"""Whom the API server calls, and why it does not: asked itself, in both modes of `--enable-aggregator-routing`."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import pytest

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.callers.addresses import Called, NotCalled, by_cluster_ip, by_endpoint
from kubectl_porttrace.trace.callers.availability import unavailable_because
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.cluster.objects import endpoint_slice, service, service_port
from tests.cluster.plugin import Porttrace
from tests.truth.answering import answering
from tests.truth.callers import CASES, Case, condition, refused_creation, status_of_request
from tests.truth.snapshots import read

ROUTING = "--enable-aggregator-routing=true"
REFUSALS = ("not found", "no service port", "no endpoints available", "cannot route", "unsupported service type")
HTTPS = 443


@dataclass
class Stage:
    """A control plane of one mode, with every case on it, and what can be read of them."""

    namespace: Namespace
    snapshot: Snapshot
    routing: bool
    certificates: Path
    porttrace: Porttrace

    @cached_property
    def found(self) -> dict[tuple[str, str], list[str]]:
        """The codes that the command finds, by kind and name of the object, once all conditions are what they stay."""
        for case in CASES:
            self.agree(partial(condition_differs, self, case))
        report = json.loads(self.porttrace("-o", "json").stdout)
        return {(each["kind"], each["name"]): each["findings"] for each in report["routes"]}

    def agree(self, differs: Callable[[], str]) -> None:
        """Wait until nothing differs: the API server watches what a case consists of, and may not have seen all yet."""
        last = [""]

        def agrees() -> bool:
            last[0] = differs()
            return not last[0]

        try:
            self.namespace.wait_for(agrees, "the API server")
        except AssertionError:
            raise AssertionError(last[0]) from None

    def called(self, case: Case) -> Called:
        """What we say that the API server calls."""
        service = self.snapshot.service(self.namespace.name, case.name)
        if service is None:
            return NotCalled(f'service "{case.name}" not found')
        return by_endpoint(self.snapshot, service, HTTPS) if self.routing else by_cluster_ip(service, HTTPS)


@pytest.fixture(scope="module", params=[False, True], ids=["cluster-ip", "endpoints"])
def stage(
    request: pytest.FixtureRequest, programs: Programs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    with ControlPlane(programs=programs, api_server_flags=(ROUTING,) if request.param else ()) as plane:
        cluster = Cluster(plane.connection)
        with closing(cluster):
            namespace = cluster.new_namespace("callers")
            for case in CASES:
                case.make(namespace)
            for case in CASES:
                if case.service is not None and case.service["spec"].get("type") != "ExternalName":
                    namespace.wait_for_endpoints(case.name, int(case.state == "ready"), int(case.state == "unready"))
            home = tmp_path_factory.mktemp("home")
            porttrace = Porttrace(cluster, namespace.name, home)
            certificates = Path(plane.connection.certificate_authority).parent
            yield Stage(namespace, read(namespace), bool(request.param), certificates, porttrace)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_webhook_is_called_where_we_say_or_not_called_for_the_reason_we_say(stage: Stage, case: Case) -> None:
    stage.agree(partial(refusal_differs, stage, case))


def refusal_differs(stage: Stage, case: Case) -> str:
    """What is said to who creates something that the webhook of a case is asked about, where that is not as we say."""
    said, called = refused_creation(stage.namespace, case.name), stage.called(case)
    refused = any(each in said for each in REFUSALS)
    as_we_say = said.endswith(called.message) and refused if isinstance(called, NotCalled) else not refused
    return "" if "failed calling webhook" in said and as_we_say else f"{said!r}, and we say {called}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_api_service_is_asked_where_we_say_or_unavailable_for_the_reason_we_say(stage: Stage, case: Case) -> None:
    stage.agree(partial(condition_differs, stage, case))


def condition_differs(stage: Stage, case: Case) -> str:
    """Where what is reported of the APIService of a case is not what we say; nothing where it is."""
    reported, status = condition(stage.namespace, case), status_of_request(stage.namespace, case)
    service, called = stage.snapshot.service(stage.namespace.name, case.name), stage.called(case)
    reason = unavailable_because(stage.snapshot, service, HTTPS) if service else "ServiceNotFound"
    expected = ("False", 503, reason or "FailedDiscoveryCheck")
    if (reported["status"], status, reported["reason"]) != expected:
        return f"{reported} and {status}, not {expected}"
    if reason is not None:
        return ""
    if isinstance(called, NotCalled):
        return "" if reported["message"] == called.message else f"{reported['message']}, not {called.message}"
    asked = [f"https://{address}/apis/{case.group}/v1" for address in called]
    return "" if any(each in reported["message"] for each in asked) else f"{reported['message']}, none of {asked}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_command_finds_what_the_api_server_meets(stage: Stage, case: Case) -> None:
    webhook = "ValidatingWebhookConfiguration", f"{stage.namespace.name}-{case.name}"
    assert stage.found[webhook] == list(case.webhook_codes)
    assert stage.found["APIService", f"v1.{case.group}"] == list(case.api_service_codes)


def test_the_command_is_silent_of_a_server_that_answers(stage: Stage) -> None:
    """Without the flag the API server dials an address that only kube-proxy, which is not here, would lead on."""
    answers = Case("answers", service("answers", service_port(HTTPS, name="https"), selector={}), None)
    with answering(stage.certificates) as (address, port):
        slice_ = endpoint_slice("answers", "answers", address, ports=({"name": "https", "port": port},))
        stage.namespace.apply(slice_)
        answers.make(stage.namespace)
        statuses = {"True", "False"} if not stage.routing else {"True"}

        def looked() -> tuple[str, list[str]] | None:
            """What is reported and what is found, where the one has not changed while the other was read."""
            status = condition(stage.namespace, answers)["status"]
            if status not in statuses:
                return None
            report = json.loads(stage.porttrace(f"apiservice/v1.{answers.group}", "-o", "json").stdout)
            (route,) = report["routes"]
            return (status, route["findings"]) if condition(stage.namespace, answers)["status"] == status else None

        found = stage.namespace.wait_for(looked, "what is reported")
    assert found in [("True", []), ("False", ["PTA08"])]
