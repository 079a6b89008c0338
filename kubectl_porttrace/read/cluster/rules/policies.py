"""NetworkPolicies, with the Services; namespaces, where a policy chooses peers by their labels; and other policies."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.other_policies import (
    CALICO_KINDS,
    CILIUM_NODE,
    CLUSTER_POLICY_KINDS,
    DECIDING_POLICIES,
    ISTIO_KINDS,
    OTHER_POLICIES,
    POLICY_ENDPOINT,
    STORED_CALICO_KINDS,
)
from kubectl_porttrace.model.pod_choice import ROOT_NAMESPACE, OtherPolicy
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.question import Client, Question
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _policies(question: Question) -> Iterator[Query]:
    if not _asked_here(question):
        return
    yield Query("NetworkPolicy", question.namespace)
    yield DISCOVERY  # for policies of other kinds, whoever names the Services
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
    snapshot = known.snapshot
    cluster_wide = any(map(snapshot.of_kind, CLUSTER_POLICY_KINDS))
    others = (each for kind in OTHER_POLICIES for each in snapshot.of_kind(kind) if isinstance(each, OtherPolicy))
    asked = any(choice.namespaces != LabelSelector() for each in others for choice in each.choices)
    if cluster_wide or asked or any(map(_chooses_namespaces, snapshot.all_of(NetworkPolicy))):
        yield Query("Namespace", None, metadata_only=True)


def _cluster_wide(known: Known) -> Iterator[Query]:
    """The policies around NetworkPolicies: they decide whether or not there are any of these."""
    yield from _served(known, CLUSTER_POLICY_KINDS, None)


def _others(known: Known) -> Iterator[Query]:
    """Policies of kinds that are not judged: which pods they select is in their specs."""
    namespaces = {known.question.namespace, *_namespace_of_client(known.question)}
    stored = STORED_CALICO_KINDS if not any(map(known.version, CALICO_KINDS)) else ()
    kinds = [kind for kind in OTHER_POLICIES if kind not in STORED_CALICO_KINDS or kind in stored]
    for namespace in sorted(namespaces, key=str):
        yield from _served(known, kinds, namespace)
    if None not in namespaces:
        yield from _served(known, ISTIO_KINDS, ROOT_NAMESPACE)


def _served(known: Known, kinds: Iterable[Kind], namespace: str | None) -> Iterator[Query]:
    for kind in kinds:
        version = known.version(kind)
        if version is not None:
            yield asked_for(kind, namespace if kind.namespaced else None, version)


def _namespace_of_client(question: Question) -> Iterator[str]:
    client = question.client
    if client is not None and client.network is None and client.namespace is not None:
        yield client.namespace


def _enforcers(known: Known) -> Iterator[Query]:
    """What shows who enforces NetworkPolicies, where that may make a difference."""
    policies = known.snapshot.all_of(NetworkPolicy)
    version = known.version(POLICY_ENDPOINT)
    if version is not None and policies:
        yield replace(asked_for(POLICY_ENDPOINT, known.question.namespace, version), metadata_only=True)
    nodes = sorted({pod.spec.node_name for pod in known.snapshot.pods if pod.spec.node_name})
    version = known.version(CILIUM_NODE)
    differs = any(map(_names_addresses, policies)) or any(map(_translates_sctp, known.services))
    if version is not None and nodes and differs:
        yield replace(asked_for(CILIUM_NODE, None, version), name=nodes[0], metadata_only=True)


def _further(known: Known) -> Iterator[Query]:
    if not _asked_here(known.question):
        return
    yield from _namespaces(known)
    yield from _cluster_wide(known)
    yield from _others(known)
    yield from _enforcers(known)


def _asked_here(question: Question) -> bool:
    """Whether pods of the question's own namespace are asked about, or a client is."""
    return question.asks_of_namespace or question.client is not None


def _names_addresses(policy: NetworkPolicy) -> bool:
    rules = (*policy.spec.ingress, *(policy.spec.egress or ()))
    return any(peer.ip_block is not None for rule in rules for peer in rule.peers)


def _translates_sctp(service: Service) -> bool:
    return any(port.protocol == "SCTP" and port.target_port not in {0, port.port} for port in service.spec.ports)


def _chooses_namespaces(policy: NetworkPolicy) -> bool:
    rules = (*policy.spec.ingress, *(policy.spec.egress or ()))
    return any(peer.namespace_selector is not None for rule in rules for peer in rule.peers)


def _left_out(known: Known) -> Iterator[Unread]:
    """Where the server does not say what it has, there may be policies of every kind."""
    refused = known.not_said
    if refused is not None:
        for kind in (*CLUSTER_POLICY_KINDS, *DECIDING_POLICIES):
            yield Unread(kind.known_as, None, refused.reason, refused.message)


RULE = Rule(first=_policies, further=_further, left_out=_left_out)
