"""What of that which was followed `--probe` is to try."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.diagnose.followed import Followed
from kubectl_porttrace.question import Question
from kubectl_porttrace.trace.listening.wanted import Probed
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


def probed(followed: Iterable[Followed], question: Question) -> Iterator[Probed]:
    """The Services that were followed, with the ports asked about; of those that reach a workload, with its pods."""
    followed = tuple(followed)
    workloads = [each.subject for each in followed if isinstance(each.subject, TracedWorkload)]
    own = frozenset(pod.key for workload in workloads for pod in workload.pods or ())
    for each in followed:
        traced = each.subject
        if isinstance(traced, TracedService):
            ports = tuple(port for port in traced.ports if each.ports is None or port.key in each.ports)
            by_name = not workloads or traced.name in question.names
            yield Probed(traced, ports, None if by_name else own)
