"""Which requests a path of an Ingress is for, and which of several paths gets them.

Source: `k8s.io/api/networking/v1/types.go:HTTPIngressPath, PathType`.
"""

from collections.abc import Iterable

from kubectl_porttrace.model.hostnames import WILDCARD, ingress_covers
from kubectl_porttrace.model.reference import Match
from kubectl_porttrace.model.request_paths import elements, path_covers
from kubectl_porttrace.trace.routes.backend import TracedBackend


def taken_over_by(broken: TracedBackend, others: Iterable[TracedBackend]) -> TracedBackend | None:
    """The backend that gets the requests of another one where a controller leaves that out.

    Args:
        broken: the backend that is left out.
        others: the backends of the same Ingress, that one among them.

    Returns:
        The one of the longest path, of the most specific host; what takes requests that no path is for comes last.
        None where nothing gets them.
    """
    wanted = broken.reference.match
    covering = [each for each in others if each is not broken and _covers(each.reference.match, wanted)]
    return max(covering, key=lambda each: _rank(each.reference.match), default=None)


def _covers(other: Match, wanted: Match) -> bool:
    hosts = [(one, host) for one in other.hosts or ("",) for host in wanted.hosts or ("",)]
    if wanted.path is None or not any(ingress_covers(one, host) for one, host in hosts):
        return False
    return other.path is None or path_covers(other.path, other.path_type, wanted.path)


def _rank(match: Match) -> tuple[int, bool, int]:
    host = match.hosts[0] if match.hosts else ""
    specific = 0 if not host else 1 if host.startswith(WILDCARD) else 2
    return specific, match.path_type == "Exact", -1 if match.path is None else len(elements(match.path))
