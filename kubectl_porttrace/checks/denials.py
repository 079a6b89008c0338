"""Backends that NetworkPolicies close to every peer, and the rules that come nearest to admitting somebody."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import msgspec

from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.network_policy import NetworkPolicy, NetworkPolicyPort
from kubectl_porttrace.model.other_policies import DECIDING_POLICIES
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.rules import named_numbers
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.policies.standing import denied_to_pods
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

DECIDING = tuple(kind.known_as for kind in DECIDING_POLICIES)
"""What leaves open what NetworkPolicies decide, unless there is none of it."""

POLICIES = (
    "networkpolicies",
    "clusternetworkpolicies",
    "adminnetworkpolicies",
    *DECIDING,
)
"""What has to be read for it to be known what NetworkPolicies close."""

BASELINE = "baselineadminnetworkpolicies"
"""What has to be read as well for it to be known what is closed where NetworkPolicies close nothing."""


class NearPort(msgspec.Struct, frozen=True):
    """A port of an ingress rule that a policy has, by its place."""

    policy: NetworkPolicy
    rule: int
    place: int

    @property
    def port(self) -> NetworkPolicyPort:
        """What it says."""
        return self.policy.spec.ingress[self.rule].ports[self.place]

    @property
    def path(self) -> str:
        """Its field path."""
        return f"spec.ingress[{self.rule}].ports[{self.place}]"


class Denial(msgspec.Struct, frozen=True):
    """Pods that the same policies close on the same number, and the Service ports behind which they are.

    `whole` says that these ports have no other usable backend.
    """

    policies: tuple[NetworkPolicy, ...]
    protocol: str
    number: int
    whole: bool
    ports: tuple[TracedPort, ...]
    pods: tuple[Pod, ...]

    @property
    def title(self) -> str:
        """What they are closed on: `8080/TCP`."""
        return f"{self.number}/{self.protocol}"

    @property
    def admitted(self) -> tuple[NearPort, ...]:
        """All ports that the ingress rules of these policies name."""
        return tuple(
            NearPort(policy, rule, place)
            for policy in self.policies
            for rule, each in enumerate(policy.spec.ingress)
            for place in range(len(each.ports))
        )

    @property
    def on_service_port(self) -> tuple[NearPort, ...]:
        """Those that name the number of the Service port, where the pods have another."""
        numbers = {port.spec.port for port in self.ports} - {self.number}
        return self._near(lambda port: port.protocol == self.protocol and any(_holds(port, each) for each in numbers))

    @property
    def of_another_protocol(self) -> tuple[NearPort, ...]:
        """Those that name the number with another protocol."""
        return self._near(lambda port: port.protocol != self.protocol and _holds(port, self.number))

    @property
    def by_missing_name(self) -> tuple[NearPort, ...]:
        """Those that name a port by a name which none of the pods has with that protocol."""
        return self._near(lambda port: isinstance(port.port, str) and not any(_has(pod, port) for pod in self.pods))

    def _near(self, chosen: Callable[[NetworkPolicyPort], bool]) -> tuple[NearPort, ...]:
        return tuple(each for each in self.admitted if chosen(each.port))


def denials(traced: TracedService) -> tuple[Denial, ...]:
    """What policies close behind the ports of a Service, one for each number and set of policies."""
    return traced.once(_denials)


def isolated(traced: TracedService, denial: Denial) -> str:
    """Who is isolated by what, in words: `3 pods of Deployment/web are isolated by netpol/web`."""
    verb = "is" if len(denial.pods) == 1 or all(pod.is_template for pod in denial.pods) else "are"
    return f"{by_workload(traced, denial.pods)} {verb} isolated by {titles(denial.policies)}"


def titles(policies: Iterable[NetworkPolicy]) -> str:
    """Policies as kubectl takes them: `netpol/a, netpol/b and 3 more`."""
    return some([policy.title for policy in policies])


def what_is_admitted(denial: Denial) -> tuple[str, ...]:
    """What the rules of each policy admit: `netpol/web admits 80/TCP, 443/TCP`, `netpol/deny admits nothing`."""
    said = []
    for policy in denial.policies:
        ports = list(dict.fromkeys(port.title for rule in policy.spec.ingress for port in rule.ports))
        said.append(f"{policy.title} admits {some(ports, shown=6) if ports else 'nothing'}")
    return tuple(said[:5])


def reference(policy: NetworkPolicy) -> ObjectReference:
    """The policy as the object to change."""
    return ObjectReference(kind="NetworkPolicy", namespace=policy.namespace, name=policy.name)


def _denials(traced: TracedService) -> tuple[Denial, ...]:
    groups: defaultdict[tuple[object, ...], list[tuple[TracedPort, Pod]]] = defaultdict(list)
    for port, pod, number in _closed(traced):
        policies = isolation_of(traced.snapshot, pod, "Ingress").policies
        names = tuple(policy.name for policy in policies)
        groups[names, port.spec.protocol, number, not port.reachable].append((port, pod))
    return tuple(map(_denial, (traced,) * len(groups), groups.keys(), groups.values()))


def _denial(traced: TracedService, key: tuple[object, ...], members: list[tuple[TracedPort, Pod]]) -> Denial:
    pods = tuple({pod.key: pod for _, pod in members}.values())
    return Denial(
        policies=isolation_of(traced.snapshot, pods[0], "Ingress").policies,
        protocol=members[0][0].spec.protocol,
        number=int(str(key[2])),
        whole=bool(key[3]),
        ports=tuple({port.key: port for port, _ in members}.values()),
        pods=pods,
    )


def _closed(traced: TracedService) -> Iterator[tuple[TracedPort, Pod, int]]:
    for port in traced.ports:
        for backend in port.usable:
            if backend.closed and backend.pod is not None and not _before(traced, port, backend.pod, backend.port):
                yield port, backend.pod, backend.port


def _before(traced: TracedService, port: TracedPort, pod: Pod, number: int) -> bool:
    """Whether a cluster-wide policy denies it before NetworkPolicies are looked at, which is told by itself."""
    return denied_to_pods(traced.snapshot, pod, port.spec.protocol, number) is not None


def _holds(port: NetworkPolicyPort, number: int) -> bool:
    return isinstance(port.port, int) and port.port <= number <= (port.end_port or port.port)


def _has(pod: Pod, port: NetworkPolicyPort) -> bool:
    return bool(named_numbers(pod, str(port.port), port.protocol))
