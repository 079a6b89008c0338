"""The header of one Service: what it is, in a line or as few as it takes."""

from collections.abc import Iterator

from kubectl_porttrace.render.outcomes import of_templates, workloads_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import flow
from kubectl_porttrace.report.v1 import PodCount, ServiceTrace
from kubectl_porttrace.wording import count

OUTSIDE = ("LoadBalancer", "ExternalIP")
"""The kinds of entrance that have an address outside the cluster's own."""


def header(service: ServiceTrace, screen: Screen) -> list[str]:
    """`shop/web: broken   NodePort 10.96.59.185   selector app=web   2 of 3 pods ready`, continued below."""
    lines = flow([_title(service), *pieces_of(service)], screen.width, rest="  ")
    verdict = screen.paint(service.verdict, service.verdict)
    end = f": {service.verdict}"
    return [
        lines[0].replace(end, f": {verdict}", 1),
        *lines[1:],
    ]


def _title(service: ServiceTrace) -> str:
    return f"{service.namespace}/{service.name}: {service.verdict}"


def pieces_of(service: ServiceTrace) -> Iterator[str]:
    """What the header says behind the name, piece by piece: `NodePort 10.96.59.185`, `selector app=web`."""
    yield _type(service)
    yield from _outside(service)
    if service.external_name is None or service.selector:
        yield _selector(service)
    if service.pods is not None and of_templates(service):
        workloads = workloads_of(service)
        yield count(len(workloads), "workload") if workloads else count(service.pods.matched, "template")
    elif service.pods is not None:
        yield ready_of(service.pods)
    elif service.selector and service.verdict != "external":
        yield "pods not read"
    for field, policy in (
        ("internalTrafficPolicy", service.internal_traffic_policy),
        ("externalTrafficPolicy", service.external_traffic_policy),
    ):
        if policy == "Local":
            yield f"{field} Local"


def ready_of(pods: PodCount) -> str:
    """How many of the pods that have not ended are ready."""
    if pods.ended and not pods.living:
        return "no pod left"
    return f"{pods.ready} of {pods.living} pods ready"


def _type(service: ServiceTrace) -> str:
    if service.type == "ExternalName":
        return f"ExternalName {service.external_name or 'without a name'}"
    if service.headless:
        return "headless"
    return " ".join([service.type, ",".join(service.cluster_ips)]).rstrip()


def _outside(service: ServiceTrace) -> Iterator[str]:
    addresses = dict.fromkeys(
        entrance.address for entrance in service.entrances if entrance.kind in OUTSIDE and entrance.address
    )
    if addresses:
        yield "external " + ",".join(addresses)
    elif service.type == "LoadBalancer":
        yield "external <pending>"


def _selector(service: ServiceTrace) -> str:
    if not service.selector:
        return "no selector"
    return "selector " + ",".join(f"{key}={value}" for key, value in service.selector.items())
