"""Thousands of policies in a namespace: the work grows as they do, and no faster; counted in calls."""

from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.snapshot import Snapshot
from tests.build import cluster, pod, policy, service
from tests.diagnose.counting import calls_of


def of_every_pod(number: int) -> NetworkPolicy:
    return policy(f"p{number}", podSelector={}, ingress=[{"ports": [{"port": 9000 + number % 100}]}])


def of_one_pod(number: int) -> NetworkPolicy:
    return policy(f"p{number}", podSelector={"matchLabels": {"app": f"of-{number}"}}, ingress=[{}])


def by_expressions(number: int) -> NetworkPolicy:
    chosen: dict[str, Any] = {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": [f"of-{number}"]}]}
    return policy(f"p{number}", podSelector=chosen, egress=[{"to": [{"podSelector": chosen}]}])


@pytest.mark.parametrize("made", [of_every_pod, of_one_pod, by_expressions], ids=lambda it: it.__name__)
def test_twice_the_policies_take_twice_the_work(made: Any) -> None:
    def some(count: int) -> Snapshot:
        pods = [pod(labels={"app": "web", "statefulset.kubernetes.io/pod-name": f"web-{n}"}) for n in range(20)]
        everything = [service(), *pods, *(made(number) for number in range(count))]
        return cluster(*everything, complete_namespaces=frozenset({"shop"}))

    calls_of(lambda: diagnose(some(5)))
    once, twice = (calls_of(lambda count=count: diagnose(some(count))) for count in (150, 300))  # type: ignore[misc]
    assert twice < 2.2 * once


def test_five_thousand_policies_are_judged() -> None:
    everything = [service(), pod(), *(of_every_pod(number) for number in range(5000))]
    report = diagnose(cluster(*everything))
    assert report.services[0].verdict == "broken"
    (error,) = (each for each in report.findings if each.severity == "error")
    assert error.code == "PTN01"
    assert "and 4997 more" in error.message
