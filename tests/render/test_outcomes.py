from typing import Any

import pytest

from kubectl_porttrace.render.outcomes import OutcomeGroup, PodOutcome, outcomes_of, state_of
from kubectl_porttrace.report.v1 import BackendTrace, PortTrace, UnresolvedPod


def backend(pod: str | None = "web-1", owner: str | None = "Deployment/web", **fields: Any) -> BackendTrace:
    given: dict[str, Any] = {
        "ip": "10.0.0.1",
        "port": 8080,
        "ready": True,
        "serving": True,
        "terminating": False,
        "usable": True,
        "node": None,
        "zone": None,
        "endpoint_slice": None,
        "container": "app",
        "container_kind": "container",
        "container_port_name": None,
        "declared": True,
        "network_policy": "unknown",
        **fields,
    }
    return BackendTrace(pod=pod, owner=owner, **given)


def unresolved(pod: str, owner: str = "Deployment/web", **fields: Any) -> UnresolvedPod:
    return UnresolvedPod(pod=pod, owner=owner, finding=None, **fields)


def port(*backends: BackendTrace, left_out: tuple[UnresolvedPod, ...] = ()) -> PortTrace:
    return PortTrace(
        name="http",
        protocol="TCP",
        port=80,
        node_port=None,
        target_port="http",
        app_protocol=None,
        verdict="wired",
        backends=backends,
        unresolved=left_out,
        findings=(),
    )


def told(groups: tuple[OutcomeGroup, ...]) -> list[tuple[tuple[str, ...], int, str | None]]:
    return [(group.owners, len(group.members), group.replica_set) for group in groups]


OLD: dict[str, Any] = {"replica_set": "web-1", "revision": 1}
NEW: dict[str, Any] = {"replica_set": "web-2", "revision": 2}


def test_pods_with_one_outcome_share_a_row() -> None:
    assert told(outcomes_of(port(backend("a"), backend("b"), backend("c")))) == [(("Deployment/web",), 3, None)]


def test_a_pod_with_two_addresses_counts_once() -> None:
    assert told(outcomes_of(port(backend("a"), backend("a", ip="fd00::1")))) == [(("Deployment/web",), 1, None)]


def test_revisions_with_one_outcome_share_a_row() -> None:
    assert told(outcomes_of(port(backend("a", **OLD), backend("b", **NEW)))) == [(("Deployment/web",), 2, None)]


def test_revisions_that_differ_stand_apart() -> None:
    groups = outcomes_of(port(backend("a", **OLD), left_out=(unresolved("b", **NEW), unresolved("c", **NEW))))
    assert told(groups) == [(("Deployment/web",), 1, "web-1"), (("Deployment/web",), 2, "web-2")]
    assert [group.outcome.number for group in groups] == [8080, None]
    assert [group.revision for group in groups] == [1, 2]


def test_pods_of_one_revision_that_differ_are_told_by_their_workload() -> None:
    groups = outcomes_of(port(backend("a", **OLD), backend("b", ready=False, usable=False, **OLD)))
    assert told(groups) == [(("Deployment/web",), 1, None), (("Deployment/web",), 1, None)]
    assert [group.outcome.state for group in groups] == ["", "not ready"]


def test_what_gets_traffic_comes_first_and_the_larger_first() -> None:
    groups = outcomes_of(
        port(
            backend("a", ready=False, usable=False),
            backend("b", "StatefulSet/db"),
            backend("c", "StatefulSet/db"),
            backend("d", "DaemonSet/agent"),
            left_out=(unresolved("e"),),
        )
    )
    assert [group.owners[0] for group in groups] == [
        "StatefulSet/db",
        "DaemonSet/agent",
        "Deployment/web",
        "Deployment/web",
    ]


def test_pods_without_owner_share_a_row() -> None:
    assert told(outcomes_of(port(backend("a", "Pod/a"), backend("b", "Pod/b")))) == [(("Pod/a", "Pod/b"), 2, None)]


@pytest.mark.parametrize(("number", "rows"), [(4, 4), (5, 1)])
def test_many_workloads_share_a_row(number: int, rows: int) -> None:
    groups = outcomes_of(port(*(backend(f"x-{n}", f"Job/job-{n}") for n in range(number))))
    assert (len(groups), sum(len(group.members) for group in groups)) == (rows, number)


def test_addresses_that_are_no_pods_share_a_row_and_name_no_container() -> None:
    (group,) = outcomes_of(
        port(*(backend(None, None, ip=f"192.0.2.{n}", container=None, container_kind=None) for n in (1, 2)))
    )
    assert group == OutcomeGroup(PodOutcome(number=8080, of_pod=False), (), ("192.0.2.1", "192.0.2.2"))


def test_templates_stand_for_pods() -> None:
    groups = outcomes_of(port(backend("web", ip=None), left_out=(unresolved("db-0", "StatefulSet/db"),)), foreseen=True)
    assert [group.template for group in groups] == [True, True]


def test_a_pod_named_after_its_owner_is_no_template() -> None:
    (group,) = outcomes_of(port(left_out=(unresolved("web", "ReplicaSet/web"),)))
    assert not group.template


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        pytest.param({}, "", id="ready"),
        pytest.param({"ready": False, "usable": False}, "not ready", id="not-ready"),
        pytest.param({"serving": False}, "not ready, published", id="published-though-not-ready"),
        pytest.param({"usable": False}, "not routable", id="ready-and-not-usable"),
        pytest.param({"ready": False, "terminating": True, "usable": False}, "terminating", id="terminating"),
        pytest.param({"ready": False, "terminating": True}, "terminating, still used", id="fallback"),
    ],
)
def test_state(fields: dict[str, Any], state: str) -> None:
    assert state_of(backend(**fields)) == state


def test_what_is_known_to_listen_tells_pods_apart() -> None:
    groups = outcomes_of(port(backend("a", listening="yes"), backend("b"), backend("c", listening="no")))
    assert [group.outcome.remarks for group in groups] == [", listening", "", ", nothing listens"]


def test_a_pod_with_one_known_address_is_one_member() -> None:
    groups = outcomes_of(port(backend("a", listening="yes"), backend("a", ip="fd00::1")))
    assert [(group.members, group.outcome.listening) for group in groups] == [(("a",), "listening")]


def test_a_pod_whose_addresses_differ_is_told_by_each() -> None:
    groups = outcomes_of(port(backend("a", listening="yes"), backend("a", ip="fd00::1", listening="no")))
    assert [group.outcome.listening for group in groups] == ["listening", "nothing listens"]


def test_the_state_comes_before_what_listens() -> None:
    (group,) = outcomes_of(port(backend("a", ready=False, usable=False, listening="loopback")))
    assert group.outcome.remarks == ", not ready, only loopback listens"


def test_on_the_network_of_the_host_it_is_the_node_that_listens() -> None:
    (group,) = outcomes_of(port(backend("a", listening="yes", host_network=True)))
    assert group.outcome.listening == "listening on the node"
