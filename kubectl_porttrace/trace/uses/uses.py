"""All that uses the ports of a Service, as far as it was read; and what was not, and may use them as well."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kinds import REFERRING
from kubectl_porttrace.model.other_policies import CLUSTER_POLICY_KINDS, OTHER_POLICIES
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.unread import ALIASES, KINDS_OF_API, POLICIES_ELSEWHERE
from kubectl_porttrace.trace.policies.beside import undecided_by
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.uses.dependent import Dependent
from kubectl_porttrace.trace.uses.others import of_aliases, of_annotations, of_endpoints, of_probes
from kubectl_porttrace.trace.uses.policies import of_policies
from kubectl_porttrace.trace.uses.references import of_references

_READERS = (of_references, of_aliases, of_endpoints, of_annotations, of_policies, of_probes)

_KINDS = (*REFERRING, *CLUSTER_POLICY_KINDS, *OTHER_POLICIES)
_DECIDING = frozenset(
    {
        *(name for kind in _KINDS for name in (kind.known_as, f"{kind.known_as} in other namespaces")),
        "networkpolicies",
        "pods",
        "endpointslices",
        KINDS_OF_API,
        POLICIES_ELSEWHERE,
        ALIASES,
    }
)


def dependents_of(traced: TracedService) -> Mapping[PortKey, tuple[Dependent, ...]]:
    """What uses each port of a Service, each place once, in the order in which a person looks for it."""
    return grouped(dict.fromkeys(use for read in _READERS for use in read(traced)))


def not_read_of(traced: TracedService) -> tuple[str, ...]:
    """What may use the ports as well: resources that were not read, and policies whose rules are not evaluated."""
    return tuple(dict.fromkeys(_not_read(traced)))


def _not_read(traced: TracedService) -> Iterator[str]:
    snapshot = traced.snapshot
    for unread in snapshot.unread:
        if (
            unread.resource in _DECIDING
            and unread.reason != "not-served"
            and unread.namespace in {None, traced.namespace}
        ):
            yield unread.resource
    if not snapshot.holds_all("networkpolicies") and snapshot.was_read("networkpolicies"):
        yield POLICIES_ELSEWHERE
    if not snapshot.holds_all("services") and not snapshot.holds_all(ALIASES):
        yield ALIASES
    beside = dict.fromkeys(
        title for alike in traced.alike_pods for title in undecided_by(snapshot, alike[0]) if "/" in title
    )
    yield from (f"the rules of {title}" for title in beside)
