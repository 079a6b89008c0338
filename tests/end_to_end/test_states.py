"""Every state of the table, made on a real API server: it is found, and not on a pod that recovered from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace
from tests.cluster.published import wait_until_published
from tests.end_to_end.own_node import nodes_stay
from tests.end_to_end.seen import read_report
from tests.incidents.states.state import State
from tests.incidents.states.table import LINE, PLAYED, REAL


@dataclass(frozen=True)
class Errors:
    """The errors and warnings that a report has on each Service, first line and code."""

    report: Manifest

    def of(self, service: str) -> list[tuple[str, str]]:
        """Those on one Service."""
        return [
            (each["code"], f"{each['severity']} {each['code']}: {each['message']}"[:LINE])
            for each in self.report["findings"]
            if each["severity"] != "note" and service in {subject["name"] for subject in each["subjects"]}
        ]


@pytest.fixture(scope="module")
def errors(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Errors]]:
    """What the command says of every played state, each asked for alone, and of those that recovered."""
    namespace = control_plane.new_namespace("states")
    for state in PLAYED:
        state.put(namespace)
        state.put_recovered(namespace)
    porttrace = Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    wait_until_published(namespace)
    names = [name for state in PLAYED for name in (state.name, state.healthy)]
    with nodes_stay():
        report = read_report(porttrace(*names, "-o", "json"), 3)
    yield {name: Errors(report) for name in names}
    namespace.remove()


@pytest.mark.parametrize("state", PLAYED, ids=str)
def test_fires_on_the_state_and_is_silent_on_its_neighbour(errors: dict[str, Errors], state: State) -> None:
    assert state.code in dict(errors[state.name].of(state.name))
    left = dict(errors[state.healthy].of(state.healthy)).get(state.code, "")
    assert left.startswith("warning ") if state.remains else not left


@pytest.mark.parametrize("state", REAL, ids=str)
def test_the_real_components_write_it_so(state: State, namespace: Namespace, porttrace: Porttrace) -> None:
    state.put(namespace)
    wait_until_published(namespace)
    found = Errors(read_report(porttrace(state.name, "-o", "json"), 3)).of(state.name)
    (line,) = [line for code, line in found if code == state.code]
    assert state.cause in line
