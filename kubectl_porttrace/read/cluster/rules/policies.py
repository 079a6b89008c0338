"""NetworkPolicies, with the Services; and namespaces, for their labels, where a policy chooses peers by them."""

from collections.abc import Iterator

from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _policies(question: Question) -> Iterator[Query]:
    yield Query("NetworkPolicy", question.namespace)


def _namespaces(known: Known) -> Iterator[Query]:
    """All of them: a selector of namespaces may choose any, and labels are all that is asked for."""
    if any(map(_chooses_namespaces, known.snapshot.all_of(NetworkPolicy))):
        yield Query("Namespace", None, metadata_only=True)


def _chooses_namespaces(policy: NetworkPolicy) -> bool:
    rules = (*policy.spec.ingress, *(policy.spec.egress or ()))
    return any(peer.namespace_selector is not None for rule in rules for peer in rule.peers)


RULE = Rule(first=_policies, further=_namespaces)
