"""NetworkPolicies, with the Services; namespaces, where a policy chooses peers by their labels; and other policies."""

from collections.abc import Iterator

from msgspec.structs import replace

from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.other_policies import OTHER_POLICIES
from kubectl_porttrace.question import Client, Question
from kubectl_porttrace.read.cluster.discovery import asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _policies(question: Question) -> Iterator[Query]:
    yield Query("NetworkPolicy", question.namespace)
    if question.client is not None and question.client.network is None:
        yield from _client(question, question.client)


def _client(question: Question, client: Client) -> Iterator[Query]:
    """The client's pods, and the policies that may hold them back, where these are of another namespace."""
    namespace = client.namespace or question.namespace
    if namespace != question.namespace:
        yield Query("NetworkPolicy", namespace)
    if client.workload is not None and client.workload.kind == "Pod":
        yield Query("Pod", namespace, name=client.workload.name)
        return
    yield Query("Pod", namespace)
    if client.workload is not None:
        yield Query(client.workload.kind, namespace, name=client.workload.name)


def _namespaces(known: Known) -> Iterator[Query]:
    """All of them: a selector of namespaces may choose any, and labels are all that is asked for."""
    if any(map(_chooses_namespaces, known.snapshot.all_of(NetworkPolicy))):
        yield Query("Namespace", None, metadata_only=True)


def _others(known: Known) -> Iterator[Query]:
    """Policies that may admit what NetworkPolicies do not, where there are both; that they are there is enough."""
    if not known.snapshot.all_of(NetworkPolicy):
        return
    for kind in OTHER_POLICIES:
        version = known.version(kind)
        if version is not None:
            namespace = known.question.namespace if kind.namespaced else None
            yield replace(asked_for(kind, namespace, version), metadata_only=True)


def _further(known: Known) -> Iterator[Query]:
    yield from _namespaces(known)
    yield from _others(known)


def _chooses_namespaces(policy: NetworkPolicy) -> bool:
    rules = (*policy.spec.ingress, *(policy.spec.egress or ()))
    return any(peer.namespace_selector is not None for rule in rules for peer in rule.peers)


RULE = Rule(first=_policies, further=_further)
