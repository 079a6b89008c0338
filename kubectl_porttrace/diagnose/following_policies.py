"""The NetworkPolicies that a question is about: all of where it asks about everything, else those that select pods."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question
from kubectl_porttrace.trace.service import TracedService

if TYPE_CHECKING:  # there may be no policy
    from kubectl_porttrace.trace.policies.policy import TracedPolicy


class Concerned:
    """The policies that select a pod of what is followed, gathered as it is walked."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        """Take what was read and what was asked."""
        self._snapshot = snapshot
        self._question = question
        self._found: dict[tuple[str, str], NetworkPolicy] = {}

    def note(self, subject: object) -> None:
        """Gather the policies that select a pod of a subject."""
        if self._everything or not self._snapshot.all_of(NetworkPolicy):
            return
        from kubectl_porttrace.trace.policies.selecting import selecting_policies

        for pod in _pods(subject):
            self._found.update((policy.key, policy) for policy in selecting_policies(self._snapshot, pod))

    def policies(self) -> "Iterator[TracedPolicy]":
        """Each once, by namespace and name."""
        chosen = self._found
        if self._everything:
            here = (each for each in self._snapshot.all_of(NetworkPolicy) if self._is_here(each))
            chosen = {each.key: each for each in here}
        for key in sorted(chosen):
            from kubectl_porttrace.trace.policies.policy import TracedPolicy

            yield TracedPolicy(self._snapshot, chosen[key])

    @property
    def _everything(self) -> bool:
        return self._question.whole and not self._question.labels

    def _is_here(self, policy: NetworkPolicy) -> bool:
        return self._question.namespace in {None, policy.namespace}


def _pods(subject: object) -> Iterator[Pod]:
    if isinstance(subject, TracedService):
        yield from subject.pods or ()
        yield from (backend.pod for port in subject.ports for backend in port.backends if backend.pod)
        return
    from kubectl_porttrace.trace.workloads.workload import TracedWorkload

    if isinstance(subject, TracedWorkload):
        yield from subject.shapes
