"""Usable backends and verdicts against kube-proxy's own choice, over a whole universe of slices."""

from collections.abc import Mapping
from contextlib import closing

import msgspec
import pytest

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.service import trace_service
from kubectl_porttrace.trace.verdict import Verdict, nodes_without_local
from tests.build import cluster, node
from tests.truth.figures import counted
from tests.truth.oracle import Oracle, find_or_build_oracle
from tests.truth.routes import NODES, Case, cases

pytestmark = pytest.mark.cluster


class Routes(msgspec.Struct, frozen=True):
    """What kube-proxy uses for one Service port on one node."""

    cluster: tuple[str, ...]
    local: tuple[str, ...]
    any: bool


Answer = Mapping[str, Mapping[str, Routes]]

EMPTY = Routes((), (), any=False)


def address(backend: Backend) -> str:
    return f"{backend.ip}:{backend.port}"


def on_each_node(service: Service, answer: Answer) -> dict[str, Routes]:
    (port,) = service.spec.ports
    return {name: answer[name].get(f"{port.name}/{port.protocol}", EMPTY) for name in NODES}


def expected_verdict(service: Service, routes: Mapping[str, Routes]) -> Verdict:
    """The verdict that follows from what kube-proxy would do on every node, for traffic from inside and outside."""
    paths = []
    for policy in (service.spec.internal_traffic_policy, service.spec.external_traffic_policy):
        served = [bool(each.local if policy == "Local" else each.cluster) for each in routes.values()]
        paths.append(Verdict.WIRED if all(served) else Verdict.PARTIAL if any(served) else Verdict.BROKEN)
    if set(paths) == {Verdict.BROKEN}:
        # A pod that dials the port of its own node is spared policy Local.
        return Verdict.PARTIAL if any(each.cluster for each in routes.values()) else Verdict.BROKEN
    return Verdict.WIRED if set(paths) == {Verdict.WIRED} else Verdict.PARTIAL


def compare(case: Case, answer: Answer) -> None:
    """Hold our trace of a case against kube-proxy's answer; pytest shows the case where they differ."""
    service, slices = case.objects()
    (port,) = trace_service(cluster(service, *slices, *map(node, NODES), published=False), service).ports
    routes = on_each_node(service, answer)
    contradicted = any(backend.contradicted for backend in port.backends)
    if contradicted:
        assert port.verdict is Verdict.UNKNOWN
        return
    usable = {address(backend) for backend in port.usable}
    if "Cluster" in {service.spec.internal_traffic_policy, service.spec.external_traffic_policy}:
        # A node may prefer some of them by topology hints, never others, and never none.
        assert usable == {each for route in routes.values() for each in route.cluster}
        assert all(bool(route.cluster) == bool(usable) for route in routes.values())
    if "Local" in {service.spec.internal_traffic_policy, service.spec.external_traffic_policy}:
        assert nodes_without_local(port.backends, NODES) == tuple(n for n in NODES if not routes[n].local)
    assert port.verdict is expected_verdict(service, routes)


def test_routes_are_kube_proxys_on_every_state() -> None:
    with counted("upstream functions") as tally, closing(Oracle(find_or_build_oracle())) as oracle:
        for case, line in zip(cases(), oracle.answers(each.question for each in cases()), strict=True):
            answer = msgspec.json.decode(line, type=dict[str, dict[str, Routes]])
            tally["services"] += 1
            tally["cases"] += len(NODES)
            compare(case, answer)
    assert tally["cases"] > 100_000
