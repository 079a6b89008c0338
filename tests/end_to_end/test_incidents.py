"""Incidents where a careless suggestion does harm, on the real cluster; and suggestions that its API server takes."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import pytest

from tests.cluster.api import ApiError, Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.cluster.published import wait_until_published
from tests.end_to_end.seen import read_report
from tests.incidents.incident import INCIDENTS, Incident

HTTP = container("app", container_port(8080, "http"))
WANTED = {"app": "shop", "tier": "frontend"}
WRITTEN = {"app": "shop", "tier": "frontnd"}


@pytest.fixture
def elsewhere(control_plane: Cluster) -> Iterator[Namespace]:
    """A second namespace."""
    fresh = control_plane.new_namespace("elsewhere")
    yield fresh
    fresh.remove()


@pytest.mark.parametrize("incident", INCIDENTS, ids=str)
def test_the_first_finding_gives_safe_advice(
    incident: Incident, namespace: Namespace, elsewhere: Namespace, porttrace: Porttrace
) -> None:
    incident.make(namespace, elsewhere)
    wait_until_published(namespace)
    result = porttrace(incident.service, "-o", "json", "--fail-on", "warning")
    first = read_report(result, exit_code=3)["findings"][0]
    told = (first["code"], first["fix"]["text"], first["fix"]["command"])
    assert told == (incident.code, incident.fix_in(namespace.name), None)


def misspelt(namespace: Namespace, porttrace: Porttrace, selector: dict[str, str]) -> Manifest:
    """The first finding on a Service whose pods a Deployment with that selector made, with a label mistyped."""
    namespace.apply(
        service("web", service_port(80, "http"), selector=WANTED),
        deployment("web", HTTP, labels=WRITTEN, selector={"matchLabels": selector}),
    )
    namespace.wait_for_pods(1, **WRITTEN)
    wait_until_published(namespace)
    return dict(read_report(porttrace("web", "-o", "json"), exit_code=3)["findings"][0])


def relabel(namespace: Namespace) -> None:
    """Write the wanted label into the template."""
    namespace.patch("Deployment", "web", {"spec": {"template": {"metadata": {"labels": WANTED}}}})


def test_a_template_is_proposed_where_the_api_takes_it(namespace: Namespace, porttrace: Porttrace) -> None:
    finding = misspelt(namespace, porttrace, {"app": "shop"})
    assert finding["fix"]["text"].endswith("or tier=frontend in the template of Deployment/web")
    relabel(namespace)
    namespace.wait_for_endpoints("web", ready=1)


def test_a_template_is_not_proposed_where_the_api_refuses_it(namespace: Namespace, porttrace: Porttrace) -> None:
    finding = misspelt(namespace, porttrace, WRITTEN)
    assert finding["fix"]["text"] == "write tier=frontnd in the selector in place of tier=frontend"
    with pytest.raises(ApiError, match="selector"):
        relabel(namespace)


def test_the_command_does_what_it_says(namespace: Namespace, porttrace: Porttrace) -> None:
    command = shlex.split(misspelt(namespace, porttrace, WRITTEN)["fix"]["command"])
    cluster = porttrace.cluster
    cluster.kubectl(*command[1:], "--dry-run=server")
    cluster.kubectl(*command[1:])
    namespace.wait_for_endpoints("web", ready=1)
    assert read_report(porttrace("web", "-o", "json"), exit_code=0)["services"][0]["verdict"] == "wired"
