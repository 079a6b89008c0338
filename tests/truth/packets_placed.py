"""Put a scenario on the data plane: its pods and addresses become those of namespaces that answer."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.cluster.nodes import HAND_NODES
from tests.dataplane.data_plane import DataPlane
from tests.dataplane.network import Place
from tests.truth.generate import NUMBERS, PodPlan, Scenario

LISTENED = (*NUMBERS, 81, 1234, 5353, 9999, 15000)
"""What every pod answers on, over TCP and UDP, whatever it declares: so a wrong number answers too, and is seen."""

# The addresses of those that are no pods in what a scenario writes by hand.
_NOBODY = re.compile(r"192\.0\.2\.\d+")


@dataclass(frozen=True)
class Placed:
    """A scenario on the data plane; `places` says who stands for each pod's name and each address in it."""

    scenario: Scenario
    places: dict[str, Place]


def place(plane: DataPlane, plan: Scenario) -> Placed:
    """Give every pod, and every address that is no pod's, a namespace on the data plane."""
    written = json.dumps(plan.others)
    nobody = sorted(set(_NOBODY.findall(written)))
    nodes = [_node(each) for each in plan.pods] + [number % len(HAND_NODES) for number, _ in enumerate(nobody)]
    places = plane.pods(nodes, LISTENED)
    pods = [each.manifest["metadata"]["name"] for each in plan.pods]
    standing = dict(zip([*pods, *nobody], places, strict=True))
    moved = tuple(_moved(each, there) for each, there in zip(plan.pods, places, strict=False))
    others = json.loads(_NOBODY.sub(lambda found: standing[found[0]].ipv4, written))
    return Placed(replace(plan, pods=moved, others=tuple(others)), standing)


def give_back(plane: DataPlane, placed: Sequence[Placed]) -> None:
    """Free the namespaces of scenarios that are over."""
    plane.give_back([each for one in placed for each in one.places.values()])


def _node(plan: PodPlan) -> int:
    """The node whose network a pod is in; one of no node, or of a node that is gone, still has to be somewhere."""
    name = plan.manifest["spec"].get("nodeName")
    return HAND_NODES.index(name) if name in HAND_NODES else 0


def _moved(plan: PodPlan, there: Place) -> PodPlan:
    ips: dict[bool, Any] = {False: there.ipv4, True: there.ipv6}
    return replace(plan, ips=tuple(ips[":" in ip] for ip in plan.ips))
