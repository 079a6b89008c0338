"""Reduce a scenario that shows a disagreement to the least that still shows it, and keep it as a fixture."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from tests.cluster.api import Manifest
from tests.truth.generate import PodPlan, Scenario

FIXTURES = Path(__file__).parent / "regressions"


def shrunk(plan: Scenario, disagrees: Callable[[Scenario], bool]) -> Scenario:
    """Take away part after part for as long as what is left still disagrees."""
    while smaller := next((each for each in _smaller(plan) if disagrees(each)), None):
        plan = smaller
    return plan


def keep(plan: Scenario, what: str) -> Path:
    """Write a scenario among the fixtures, under a name that says what it shows."""
    FIXTURES.mkdir(exist_ok=True)
    file = FIXTURES / f"{what}.json"
    file.write_bytes(msgspec.json.format(msgspec.json.encode(plan), indent=1) + b"\n")
    return file


def kept() -> list[Path]:
    """The fixtures there are."""
    return sorted(FIXTURES.glob("*.json"))


def load(file: Path) -> Scenario:
    """The scenario of a fixture."""
    return msgspec.json.decode(file.read_bytes(), type=Scenario)


def _smaller(plan: Scenario) -> Iterator[Scenario]:
    """The same without one of its parts, the larger parts first."""
    if plan.later is not None:
        yield replace(plan, later=None)
    yield from (replace(plan, pods=pods) for pods in _without_one(plan.pods))
    yield from (replace(plan, others=others) for others in _without_one(plan.others))
    for ports in _without_one(tuple(plan.service["spec"]["ports"]), least=1):
        yield replace(plan, service=_with(plan.service, ("spec", "ports"), list(ports)))
    for place, pod in enumerate(plan.pods):
        for smaller in _smaller_pods(pod):
            yield replace(plan, pods=(*plan.pods[:place], smaller, *plan.pods[place + 1 :]))
    for place, other in enumerate(plan.others):
        for subsets in _without_one(tuple(other.get("subsets", ())), least=1):
            fewer = {**other, "subsets": list(subsets)}
            yield replace(plan, others=(*plan.others[:place], fewer, *plan.others[place + 1 :]))


def _smaller_pods(pod: PodPlan) -> Iterator[PodPlan]:
    spec = pod.manifest["spec"]
    for field, least in (("containers", 1), ("initContainers", 0)):
        containers = tuple(spec.get(field, ()))
        for fewer in _without_one(containers, least=least):
            yield replace(pod, manifest=_with(pod.manifest, ("spec", field), list(fewer)))
        for place, container in enumerate(containers):
            for ports in _without_one(tuple(container.get("ports", ()))):
                changed = [*containers[:place], {**container, "ports": list(ports)}, *containers[place + 1 :]]
                yield replace(pod, manifest=_with(pod.manifest, ("spec", field), changed))


def _without_one(parts: Sequence[Any], least: int = 0) -> Iterator[tuple[Any, ...]]:
    if len(parts) > least:
        yield from ((*parts[:place], *parts[place + 1 :]) for place in range(len(parts)))


def _with(manifest: Manifest, path: tuple[str, str], value: list[Any]) -> Manifest:
    changed = deepcopy(manifest)
    changed[path[0]][path[1]] = value
    return changed
