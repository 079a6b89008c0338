"""`-f FILES --over-cluster`: what the files would make of the cluster, and what differs from what runs."""

import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from functools import cached_property

from msgspec.structs import replace

from kubectl_porttrace.compare.narrowed import narrowed
from kubectl_porttrace.compare.reports import compare
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.errors import NotFoundError, PorttraceError, UnreadableError
from kubectl_porttrace.located import located
from kubectl_porttrace.model.kinds import KIND_BY_NAME, KINDS, kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.options import SCREENS, Options
from kubectl_porttrace.overlay.laid_over import Overlay, laid_over
from kubectl_porttrace.question import Question, WorkloadTarget
from kubectl_porttrace.read.files.manifests import snapshot_of
from kubectl_porttrace.read.files.paths import files_behind
from kubectl_porttrace.render import writer
from kubectl_porttrace.report.v1 import ObjectReference, Report
from kubectl_porttrace.sessions.cluster import ClusterSession
from kubectl_porttrace.target import workload_kind
from kubectl_porttrace.wording import count

ASSUMED = "foreseen, and assumed to become ready"


class OverlaySession(ClusterSession):
    """A cluster with files laid over it; the files are read first, for what is wrong with them is told at once."""

    def __init__(self, options: Options) -> None:
        """Read the files and connect.

        Raises:
            PorttraceError: the files cannot be read, or hold a recording; or the cluster is not to be found.
        """
        super().__init__(options)
        self._default = options.namespace or self.connection.namespace
        stdin = None if sys.stdin is None else sys.stdin.buffer
        files = tuple(files_behind(options.files, recursive=options.recursive, stdin=stdin))
        self._files = snapshot_of(files, options.files, namespace=self._default)
        self._kept = files if self.marking.places else ()
        if self._files.recorded:
            raise UnreadableError(
                f"{', '.join(options.files)}: what a cluster holds, and not manifests to apply to one",
                "--over-cluster takes what kubectl apply -f would take",
            )
        self._live: Snapshot | None = None
        self._overlay: Overlay | None = None

    @cached_property
    def question(self) -> Question:
        """What is asked: of all Services where the files are, unless some are named."""
        asked = super().question
        return asked if asked.targets else replace(asked, namespace=self._where)

    @property
    def live(self) -> bool:
        """Slices are waited for, unless all namespaces are looked at."""
        return self._where is not None

    @property
    def compares(self) -> bool:
        """It always is compared with the cluster as it is."""
        return True

    def read(self) -> Snapshot:
        """Read the cluster and lay the files over it.

        Raises:
            PorttraceError: the cluster cannot be read, or the API server would refuse what the files hold.
        """
        self._live = self._all_of_cluster()
        self._overlay = laid_over(self._live, self._files)
        for (kind, namespace, name), why in self._overlay.refused[:1]:
            where = f"{namespace}/{name}" if namespace else name
            raise PorttraceError(
                f"the API server would refuse {KIND_BY_NAME[kind].name} {where}: {why}",
                "leave the field as it is, or delete the object first",
            )
        return self._overlay.snapshot

    def compared(self, report: Report) -> Report:
        """The report on the cluster as it would be, with what differs from what it is."""
        if self._live is None or self._overlay is None:
            raise AssertionError("what was read last is compared")
        before = diagnose(self._live, self.question, self.ignored)
        comparison = compare(before, report, self._live.source.context or self._live.source.server or "the cluster")
        pods = self._overlay.new_pods
        said = (f"{count(pods, 'pod')} of the files {'is' if pods == 1 else 'are'} {ASSUMED}",) if pods else ()
        return replace(report, comparison=replace(comparison, not_compared=(*comparison.not_compared, *said)))

    def _prepare(self) -> None:
        super()._prepare()
        if self.options.output in SCREENS:
            # What there would be stands above what differs.
            writer(self.options.output)

    def _located(self, report: Report) -> Report:
        return located(report, self._kept, namespace=self._default) if self._kept else report

    def shown(self, report: Report) -> Report:
        """What the files hold, and what they change; all that was asked for where something was named."""
        if self.options.targets:
            return report
        return narrowed(report, frozenset(self._held()))

    def _held(self) -> Iterator[ObjectReference]:
        for kind, namespace, name in self._overlay.held if self._overlay else ():
            yield ObjectReference(kind=KIND_BY_NAME[kind].name, namespace=namespace or None, name=name)

    @cached_property
    def _where(self) -> str | None:
        """The one namespace of the files and of the Services that they name; None for more than one."""
        if self.options.all_namespaces:
            return None
        namespaces = {each.namespace for each in _objects(self._files) if each.namespace}
        for each in _objects(self._files):
            namespaces.update(one.service_namespace for one in kind_of(each).references_in(each))
        return namespaces.pop() if len(namespaces) == 1 else None

    def _all_of_cluster(self) -> Snapshot:
        """All Services there with what they need; and the workloads of the files, in full."""
        whole = self._read(Question(self._where, routes=self.options.routes, advice=self.options.advice))
        found = {(type(each), getattr(each, "kind", ""), *each.key): each for each in _objects(whole)}
        for namespace, targets in self._workloads().items():
            more = self._read(Question(namespace, targets, routes=False))
            found |= {(type(each), getattr(each, "kind", ""), *each.key): each for each in _objects(more)}
        return replace(whole, objects=by_type(found.values()))

    def _workloads(self) -> dict[str, tuple[WorkloadTarget, ...]]:
        """The workloads of the files by namespace."""
        targets: dict[str, tuple[WorkloadTarget, ...]] = {}
        for each in self._files.workloads:
            if workload_kind(each.kind) is not None:
                targets[each.namespace] = (*targets.get(each.namespace, ()), WorkloadTarget(each.kind, each.name))
        return targets

    def _read(self, question: Question) -> Snapshot:
        """What the cluster has; nothing in a namespace that the files are yet to make."""
        try:
            return self.read_for(question)
        except NotFoundError:
            namespace = question.namespace or ""
            return Snapshot(
                self.source,
                datetime.now(timezone.utc),
                complete_namespaces=frozenset({namespace}),
                listed=frozenset((kind.known_as, namespace) for kind in KINDS if kind.namespaced),
            )


def _objects(snapshot: Snapshot) -> Iterator[KubernetesObject]:
    for objects in snapshot.objects.values():
        yield from objects
