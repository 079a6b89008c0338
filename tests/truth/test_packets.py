"""Verdicts and backends against real packets through real kube-proxies, for random Services and pods."""

import pytest

from kubectl_porttrace.report.v1 import Report
from tests.cluster.namespace import Namespace
from tests.truth.figures import counted
from tests.truth.generate import scenario
from tests.truth.options import PACKETS, SEED
from tests.truth.packets_backwards import disagreements, pods_disagreeing
from tests.truth.packets_compare import Comparison
from tests.truth.packets_outside import addresses_on_the_wire, publish, published
from tests.truth.packets_placed import LISTENED
from tests.truth.packets_stage import on_stage
from tests.truth.snapshots import read

pytestmark = pytest.mark.cluster

CHUNK = 50


@pytest.mark.parametrize("start", range(0, PACKETS, CHUNK))
@pytest.mark.parametrize(
    "plane", [pytest.param("data_plane", id="nftables"), pytest.param("iptables_data_plane", id="iptables")]
)
def test_packets_go_where_the_report_says(request: pytest.FixtureRequest, plane: str, start: int) -> None:
    numbers = range(start, min(start + CHUNK, PACKETS))
    plans = {number: scenario(SEED, number) for number in numbers}

    def publish_all(namespace: Namespace) -> None:
        for number, plan in plans.items():
            publish(namespace, plan.name, published(SEED, number, plan))

    with (
        counted("packets") as tally,
        on_stage(request.getfixturevalue(plane), list(plans.values()), publish_all) as stage,
    ):
        report, compared = stage.compare(tally)
        snapshot = read(stage.namespace)
        backwards = [
            *disagreements(snapshot, stage.owners, compared),
            *pods_disagreeing(snapshot, stage.owners, stage.plane, LISTENED),
        ]
        tally["disagreements"] += len(backwards)
    assert not backwards, "\n".join(backwards)
    assert not compared.disagreements, "\n".join(compared.disagreements)
    if len(plans) == CHUNK:
        assert _variety(report, compared) >= {"wired", "partial", "broken", "refused"}
        assert _entered(compared) == {"ClusterIP", "NodePort", "ExternalIP", *_balanced(compared)}


def _balanced(compared: Comparison) -> set[str]:
    """The load balancer as a way in; few Services have one, and by chance none of a chunk."""
    services = [trial.service for pairs in compared.outcomes.values() for trial, _ in pairs]
    return {"LoadBalancer"} if any(addresses_on_the_wire(each, "LoadBalancer") for each in services) else set()


def _entered(compared: Comparison) -> set[str]:
    """The ways in that packets took."""
    return {trial.way.entrance for pairs in compared.outcomes.values() for trial, _ in pairs}


def _variety(report: Report, compared: Comparison) -> set[str]:
    """The verdicts and answers that occurred: what did not was not proven."""
    answers = {word for pairs in compared.outcomes.values() for _, outcome in pairs for word in outcome}
    return answers | {port.verdict for service in report.services for port in service.ports}
