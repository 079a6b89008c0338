"""Recorded clusters in which something is otherwise, and what is asked of them."""

import json
from functools import cache
from random import Random
from typing import Any

from kubectl_porttrace.options import OUTPUTS
from tests.fuzz import seeds
from tests.fuzz.gently import changed_gently
from tests.fuzz.shrink import Parts

_ASKED = frozenset({"Service", "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"})
_RECORDINGS = cache(seeds.recordings)


def made_recording(random: Random) -> Parts:
    """A format, a question, and a recorded cluster that may be none any more, but still reads as one."""
    recorded = changed_gently(random, random.choice(_RECORDINGS()))
    there = [f"{item['kind'].lower()}/{_name(item)}" for item in recorded["items"] if item["kind"] in _ASKED]
    target = random.choice([*there, "deploy/web"]) if random.random() < 0.4 else ""
    return random.choice(OUTPUTS).encode(), target.encode(), json.dumps(recorded).encode()


def _name(item: Any) -> str:
    return str(item["metadata"].get("name", ""))
