"""The client that a question is about, and each Service as it would reach it."""

import msgspec

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload_pods import pods_or_template
from kubectl_porttrace.question import Client, Question
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.service import TracedService


class Clients(msgspec.Struct, frozen=True):
    """Who is asked whether it may connect: pods, or addresses; and that it does not exist, where it does not."""

    client: Client
    pods: tuple[Pod, ...] = ()
    not_found: tuple[NotFoundError, ...] = ()

    def to(self, service: TracedService, ports: frozenset[PortKey] | None) -> TracedAccess:
        """A Service as they would reach it."""
        return TracedAccess(service.snapshot, service, self.client.title, self.pods, self.client.network, ports)


def clients_of(snapshot: Snapshot, question: Question) -> Clients | None:
    """Whom a question asks about; None where it asks about nobody, or that does not exist."""
    client = question.client
    if client is None or client.network is not None:
        return Clients(client) if client else None
    namespace = client.namespace or question.namespace or "default"
    if client.workload is None:
        pods = snapshot.pods_in(namespace)
    else:
        pods = pods_or_template(snapshot, client.workload.kind, namespace, client.workload.name)
    living = tuple(pod for pod in pods if not pod.terminal)
    missing = NotFoundError(f'--from: there is no pod of {client.title} in namespace "{namespace}"', "")
    return Clients(client, living, () if living else (missing,))
