"""Record the incidents and the states of pods anew, or those named, on what `make cluster` left running.

`python -m tests.incidents.record [NAME ...]`. What is kept is what the command itself saves, with the namespaces called
shop and staging.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cluster.cluster import Cluster
from tests.cluster.connection import Connection
from tests.cluster.fixtures import REUSE
from tests.cluster.plugin import Porttrace
from tests.incidents.incident import INCIDENTS, RECORDED, Incident
from tests.incidents.overlooked import OVERLOOKED, Overlooked
from tests.incidents.states.state import State
from tests.incidents.states.table import STATES


def record(cluster: Cluster, incident: Incident) -> None:
    """Make an incident, save what the command reads of it, and remove it again."""
    shop, staging = cluster.new_namespace("incident"), cluster.new_namespace("incident")
    try:
        incident.make(shop, staging)
        with TemporaryDirectory() as home:
            Porttrace(cluster, shop.name, Path(home))(incident.service, "--save", "saved.json")
            saved = (Path(home) / "saved.json").read_text("utf-8")
        named = saved.replace(shop.name, "shop").replace(staging.name, "staging")
        (RECORDED / f"{incident.name}.json").write_text(named, "utf-8")
    finally:
        shop.remove()
        staging.remove()


def record_overlooked(cluster: Cluster, overlooked: Overlooked) -> None:
    """Make one that is easily overlooked, save what the command reads of it as its user, and remove it again."""
    shop = cluster.new_namespace("overlooked")
    try:
        overlooked.make(shop)
        with TemporaryDirectory() as home:
            program = Porttrace(cluster, shop.name, Path(home))
            program(overlooked.service, "--save", "saved.json", user=overlooked.user)
            saved = (Path(home) / "saved.json").read_text("utf-8")
        (RECORDED / f"{overlooked.name}.json").write_text(saved.replace(shop.name, "shop"), "utf-8")
    finally:
        shop.remove()


def record_state(cluster: Cluster, state: State) -> None:
    """Make a row of the table, save what the command reads of it, and remove it again."""
    shop = cluster.new_namespace("state")
    try:
        state.put(shop)
        with TemporaryDirectory() as home:
            Porttrace(cluster, shop.name, Path(home))(state.name, "--save", "saved.json")
            saved = (Path(home) / "saved.json").read_text("utf-8")
        (RECORDED / "states" / f"{state.name}.json").write_text(saved.replace(shop.name, "shop"), "utf-8")
    finally:
        shop.remove()


def main() -> None:
    """Record those named, or all."""
    cluster = Cluster(Connection.load(Path(os.environ[REUSE])))
    for state in STATES:
        if state.name in sys.argv[1:] or not sys.argv[1:]:
            record_state(cluster, state)
    for incident in INCIDENTS:
        if incident.name in sys.argv[1:] or not sys.argv[1:]:
            record(cluster, incident)
    for overlooked in OVERLOOKED:
        if overlooked.name in sys.argv[1:] or not sys.argv[1:]:
            record_overlooked(cluster, overlooked)
    cluster.close()


if __name__ == "__main__":
    main()
