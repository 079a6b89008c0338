"""That the guard over a whole run sees what is more than a read, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cluster.audit import AuditLog, writes
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace

OURS = "kubectl-porttrace/0.1.0"


def line(verb: str, agent: str = OURS) -> str:
    event = {"user": {"username": "admin"}, "userAgent": agent, "verb": verb, "requestURI": "/api/v1/pods"}
    return json.dumps(event) + "\n"


class Server:
    """Writes down what it is asked, as the API server does."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def get(self, path: str, **query: str) -> None:
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"requestURI": f"{path}?marker={query['marker']}"}) + "\n")


@pytest.fixture
def log(tmp_path: Path) -> tuple[AuditLog, Callable[[str], object]]:
    path = tmp_path / "audit.log"
    path.write_text(line("delete"), "utf-8")

    def add(text: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return AuditLog(path, Server(path)), add  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", ["create", "update", "patch", "delete", "deletecollection", "connect", ""])
def test_whatever_is_no_read_is_seen(verb: str, log: tuple[AuditLog, Callable[[str], object]]) -> None:
    audit, add = log
    with pytest.raises(AssertionError, match="read only"), audit.only_reads():
        add(line("get") + line(verb))


@pytest.mark.parametrize("subresource", ["proxy", "portforward", "exec", "attach"])
def test_to_connect_is_more_than_a_read(subresource: str, log: tuple[AuditLog, Callable[[str], object]]) -> None:
    audit, add = log
    target = json.dumps({"resource": "pods", "subresource": subresource})
    with pytest.raises(AssertionError, match="read only"), audit.only_reads():
        add(line("get").replace("{", f'{{"objectRef": {target}, ', 1))


def test_reads_are_reads_and_others_may_write(log: tuple[AuditLog, Callable[[str], object]]) -> None:
    audit, add = log
    with audit.only_reads():
        add("".join(map(line, ("get", "list", "watch"))))
        add(line("create", "porttrace-tests") + line("delete", "kubectl/v1.36.3"))


def test_the_tools_requests_are_in_the_log(control_plane: Cluster, namespace: Namespace, porttrace: Porttrace) -> None:
    """Or the guard would look for a name that nobody has."""
    mark = control_plane.audit.mark()
    porttrace("-o", "name")
    with control_plane.audit.path.open(encoding="utf-8") as file:
        file.seek(mark)
        asked = [each for each in file if OURS.partition("/")[0] in each and namespace.name in each]
    assert asked
    assert list(writes(asked)) == []
    assert list(writes(each.replace('"verb":"list"', '"verb":"delete"') for each in asked))
