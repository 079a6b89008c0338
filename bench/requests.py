"""What `porttrace -A` asks the API server for, taken from its own rules, for the floor to read the same lists."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from kubectl_porttrace.question import EVERYTHING
from kubectl_porttrace.read.cluster.queries import first_queries
from kubectl_porttrace.read.cluster.query import Query


@dataclass(frozen=True)
class Request:
    """The first page of one list; the whole of it without its limit."""

    path: str
    parameters: dict[str, str]
    accept: str

    @classmethod
    def of(cls, query: Query) -> "Request":
        """Return what is asked for a query."""
        return cls(query.path, dict(query.parameters), query.accept)

    @property
    def whole(self) -> str:
        """The path and query that get all of it in one answer."""
        rest = {key: value for key, value in self.parameters.items() if key != "limit"}
        return self.path + (f"?{urlencode(rest)}" if rest else "")


def cluster_requests() -> tuple[Request, ...]:
    """Return the lists that every trace of a whole cluster reads."""
    return tuple(Request.of(query) for query in first_queries(EVERYTHING))


def write_requests(path: Path) -> None:
    """Write them for `bench/floor.py`, which imports nothing of porttrace."""
    path.write_text(json.dumps([asdict(each) for each in cluster_requests()]), "utf-8")


def one_by_one(requests: tuple[Request, ...]) -> str:
    """Return the shell script in which kubectl gets them one after the other, each in one answer."""
    return "; ".join(f"kubectl get --raw '{each.whole}'" for each in requests)


def all_at_once(requests: tuple[Request, ...]) -> str:
    """Return the shell script in which as many kubectls as there are lists get them at the same time."""
    return " & ".join(f"kubectl get --raw '{each.whole}'" for each in requests) + " & wait"
