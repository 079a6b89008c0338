"""The objects of all that is tested elsewhere: recordings, manifests, what the tests of checks build, random truth."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import yaml

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.model.kinds import KIND_BY_NAME, kind_of
from kubectl_porttrace.read.cluster.query import PACKED_KINDS
from tests.checks.cases import judged_by
from tests.cluster.api import Manifest
from tests.cluster.pod_status import pod_status
from tests.truth.generate import scenario
from tests.truth.policy_worlds import every_policy, random_worlds
from tests.truth.shops import healthy

ROOT = Path(__file__).parents[4]
CORPUS = ROOT.parent / "shared" / "corpus"


def storable(objects: Iterable[Any]) -> Iterator[Manifest]:
    """Those of a kind that is read as protobuf, each under a name of its own."""
    for number, each in enumerate(objects):
        if not isinstance(each, dict) or each.get("kind") not in PACKED_KINDS:
            continue
        kind = KIND_BY_NAME[each["kind"]]
        if each.get("apiVersion", kind.api_version) == kind.api_version:
            metadata = each.get("metadata") or {}
            place = {"namespace": metadata.get("namespace") or "default"} if kind.namespaced else {}
            named = {**metadata, **place, "name": f"known-{number}"}
            yield {**each, "apiVersion": kind.api_version, "metadata": named}


def recorded() -> Iterator[Manifest]:
    """The objects of recordings."""
    folders = ("tests/incidents/recorded", "kubectl_porttrace/read/demo")
    for path in sorted(each for folder in folders for each in (ROOT / folder).glob("*.json")):
        yield from json.loads(path.read_text("utf-8"))["items"]


def written(folder: Path) -> Iterator[Manifest]:
    """The objects of manifests, the lists among them taken apart."""
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        try:
            documents = list(yaml.load_all(path.read_text("utf-8"), yaml.CSafeLoader))
        except (yaml.YAMLError, UnicodeError):  # a template
            continue
        for each in documents:
            yield from each["items"] if isinstance(each, dict) and each.get("kind") == "List" else [each]


def judged() -> Iterator[Manifest]:
    """What the tests of checks build."""
    seen: set[bytes] = set()
    for check in all_checks().values():
        for subject in judged_by(check):
            for each in chain.from_iterable(subject.snapshot.objects.values()):
                body = msgspec.json.encode(each)
                if body not in seen:
                    seen.add(body)
                    yield {**json.loads(body), "kind": kind_of(each).name}


def generated() -> Iterator[Manifest]:
    """What the random proofs make of their seeds."""
    for number in range(150):
        made = scenario(1, number)
        yield from (made.service, *made.others)
        for plan in made.pods:
            yield {**plan.manifest, "status": pod_status(plan.manifest, plan.state, plan.ips)}
    random = Random(1)  # noqa: S311 - no secret
    for app in chain.from_iterable(healthy(random) for _ in range(50)):
        yield from (app.service, *app.manifests(), *app.bare_pods(), *app.others)
    worlds = chain(islice(every_policy(), 0, None, 50), islice(random_worlds(random), 200))
    for world in worlds:
        yield from map(dict, chain(world.namespaces, world.pods, world.policies))
