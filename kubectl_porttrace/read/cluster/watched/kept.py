"""The objects of one query, as they are now."""

from collections.abc import Iterable
from datetime import datetime
from time import monotonic

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.interning import Interner
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.watched.events import DELETED, WatchEvent

LINGER = 3.0
"""Seconds for which a pod that is gone is remembered: slices hear of it a moment later."""

_FRESH_PARTS = 2000
"""So many objects may change before what they have in common is forgotten: old parts would stay for ever."""


class Kept:
    """The objects of one query: read once, then changed by what a watch tells."""

    def __init__(self, result: QueryResult) -> None:
        """Begin with what was read."""
        self.query = result.query
        self.resource_version = ""
        self._objects: dict[tuple[str, str], KubernetesObject] = {}
        self._unread: Unread | None = None
        self._gone: dict[tuple[str, str], tuple[float, KubernetesObject]] = {}
        self._sorted: tuple[KubernetesObject, ...] | None = None
        self._interner = Interner()
        self._interned = 0
        self.replace(result)

    @property
    def unread(self) -> Unread | None:
        """Why it could not be read."""
        return self._unread

    @property
    def objects(self) -> tuple[KubernetesObject, ...]:
        """The objects in the order in which a server lists them."""
        if self._sorted is None:
            self._sorted = tuple(sorted(self._objects.values(), key=_place))
        return self._sorted

    def replace(self, result: QueryResult) -> bool:
        """Take what was read anew, and say whether it differs."""
        objects = {each.key: each for each in result.objects}
        differs = objects != self._objects or result.unread != self._unread
        self._remember(each for key, each in self._objects.items() if key not in objects)
        self._objects, self._unread, self._sorted = objects, result.unread, None
        self.resource_version = result.resource_version
        return differs

    def apply(self, event: WatchEvent) -> bool:
        """Take what a watch tells, and say whether anything of it is new."""
        self.resource_version = event.resource_version or self.resource_version
        told = event.object
        if told is None:
            return False
        if event.type == DELETED:
            known = self._objects.pop(told.key, None)
            self._remember([known] if known is not None else [])
            self._sorted = None
            return known is not None
        if self._objects.get(told.key) == told:
            return False
        self._intern(told)
        self._objects[told.key] = told
        self._gone.pop(told.key, None)
        self._sorted = None
        return True

    def result(self, query: Query, date: datetime, named: frozenset[tuple[str, str, str]] = frozenset()) -> QueryResult:
        """The answer to the query, as if it had been asked now.

        Args:
            query: the query, as it is asked.
            date: the server's clock.
            named: the pods that slices name, by namespace, name and UID: of these it has such as went a moment ago.
        """
        lingering = tuple(each for each in self.lingering() if (*each.key, each.metadata.uid) in named)
        objects = (*self.objects, *lingering) if lingering else self.objects
        return QueryResult(query, objects, self._unread, date, self.resource_version)

    def lingering(self) -> tuple[KubernetesObject, ...]:
        """The objects that went in the last seconds, and have not come again."""
        now = monotonic()
        self._gone = {key: (at, each) for key, (at, each) in self._gone.items() if now - at < LINGER}
        return tuple(each for key, (_, each) in self._gone.items() if key not in self._objects)

    def _remember(self, gone: Iterable[KubernetesObject]) -> None:
        if self.query.kind == "Pod":
            self._gone |= {each.key: (monotonic(), each) for each in gone}

    def _intern(self, told: KubernetesObject) -> None:
        self._interned += 1
        if self._interned > _FRESH_PARTS + len(self._objects):
            self._interner, self._interned = Interner(), 0
        self._interner.intern([told])


def _place(item: KubernetesObject) -> str:
    """Where etcd has it among its kind: by namespace and name, in one string."""
    return f"{item.namespace}/{item.name}"
