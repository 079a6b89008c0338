"""What to say of a name in the cluster's DNS that no Service has: the nearest one that there is."""

from collections.abc import Iterator

from kubectl_porttrace.diagnose.near_names import near_names
from kubectl_porttrace.model.dns_name import DOMAIN, DnsName, is_of_cluster
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.trace.routes.service_names import has_services, namespaces_of
from kubectl_porttrace.wording import some

_PARTS = 2
"""So many has a name such as `web.shop`, and `web.svc`, which lacks the namespace."""


def hint_of_name(snapshot: Snapshot, target: AddressTarget) -> str:
    """The name that is probably meant, or why there is none such."""
    meant = list(dict.fromkeys(_meant(snapshot, target)))
    if meant:
        return f"did you mean {some(meant)}?"
    for name in target.names[-1:] if is_of_cluster(target.host) else ():
        if has_services(snapshot, name.namespace):
            return f"namespace {name.namespace} has no Service {name.service}"
        return f"no Service is known in namespace {name.namespace}: kubectl get namespaces shows those there are"
    if is_of_cluster(target.host):
        return f"a name of the cluster is SERVICE.NAMESPACE.svc, or that and .{DOMAIN}"
    return f"names of load balancers and nodes are known, and those of the cluster by the domain {DOMAIN}; no name is \
looked up in DNS"


def _meant(snapshot: Snapshot, target: AddressTarget) -> Iterator[str]:
    """The names of Services that there are: without the dot at the end, in the right order, of another namespace."""
    labels = target.host.removesuffix(f".{DOMAIN}").split(".")
    if target.absolute and len(labels) == _PARTS and _there(snapshot, *labels):
        yield target.host
    if "svc" in labels and labels[-1] != "svc":
        before = labels[: labels.index("svc")]
        if len(before) > 1 and _there(snapshot, *before[-2:]):
            yield f"{'.'.join(before)}.svc"
    if len(labels) == _PARTS and labels[-1] == "svc":
        yield from (f"{labels[0]}.{namespace}.svc" for namespace in namespaces_of(snapshot, labels[0]))
    whole_first = sorted(target.names, key=lambda name: bool(name.endpoint))
    swapped = (name for name in whole_first if _there(snapshot, name.namespace, name.service))
    yield from (f"{name.namespace}.{name.service}.svc" for name in swapped)
    for name in whole_first:
        yield from _near(snapshot, name)


def _near(snapshot: Snapshot, name: DnsName) -> Iterator[str]:
    before = name.text.removesuffix(name.of_service)
    if not has_services(snapshot, name.namespace):
        spaces = {service.namespace for service in snapshot.services if service.name == name.service}
        yield from (f"{before}{name.service}.{each}.svc" for each in near_names(name.namespace, spaces, 1))
    yield from (f"{before}{name.service}.{each}.svc" for each in namespaces_of(snapshot, name.service))
    here = [service.name for service in snapshot.services if service.namespace == name.namespace]
    yield from (f"{before}{each}.{name.namespace}.svc" for each in near_names(name.service, here, 1))


def _there(snapshot: Snapshot, service: str, namespace: str) -> bool:
    return snapshot.service(namespace, service) is not None
