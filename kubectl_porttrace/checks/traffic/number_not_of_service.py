"""PTK13: a number that is dialled at an address of a Service which has no such port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.asked_numbers import CERTAIN, change, reference, way_in_words
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.trace.lookups.address import TracedAddress

_WAYS = {"ClusterIP", "LoadBalancer", "ExternalIP", "Name"}


@check("PTK13", "number-not-of-service", severity="error", certainty="kube-proxy", uses=("nodes", SERVICES_ELSEWHERE))
def number_not_of_service(traced: TracedAddress) -> Iterator[Found]:
    """The address that was asked about belongs to a Service, and the number is none of its ports.

    Why: kube-proxy has a rule for each port of the Service, and for nothing else at its addresses. What is sent to
    another number is refused or gets no answer, however many pods listen on it. A port has one protocol: 53/UDP is not
    opened for TCP. A load balancer, and the machine or the device that has an external IP, may take more than that,
    without a word in the API: there it is only likely.

    See: `kubectl get service NAME -n NAMESPACE -o wide`.

    Fix: dial one of its ports, or add the port to the Service.
    """
    for each in traced.owners:
        service = each.service
        wrong = traced.target.port is not None and not each.leads_to and not each.mistaken
        if service is None or not wrong or each.owner.way not in _WAYS:
            continue
        titles = [port.title for port in service.ports]
        yield Found(
            message=f"{way_in_words(each.owner)} {service.namespace}/{service.name} takes no {traced.number}: it has "
            f"{some(titles, 6) or 'no port'}",
            path="spec.ports",
            object=reference(service),
            fix=Fix(text=f"{change(traced, service)}, or add the port to the Service"),
            severity=None if each.owner.way in CERTAIN else "warning",
            certainty=None if each.owner.way in CERTAIN else "likely",
        )
