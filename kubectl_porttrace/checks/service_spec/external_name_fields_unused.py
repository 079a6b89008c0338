"""PTS09: ports, a selector or endpoints on an ExternalName Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS09", "external-name-fields-unused", severity="note", certainty="certain", uses=("endpointslices",))
def external_name_fields_unused(traced: TracedService) -> Iterator[Found]:
    """An ExternalName Service has ports, a selector or EndpointSlices, and nothing uses them.

    Why: type ExternalName is a DNS alias and nothing else. Clients connect to the external host on the port they name
    themselves. No controller acts on the selector, no kube-proxy on ports or endpoints, and no number is translated.

    See: `kubectl get service NAME -o yaml`; `nslookup NAME` in a pod shows the alias.

    Fix: remove them. Where ports are to be translated, use a Service without selector and an EndpointSlice.
    """
    service = traced.service
    if not service.external:
        return
    unused = {
        "spec.ports": count(len(service.spec.ports), "port") if service.spec.ports else "",
        "spec.selector": "a selector" if service.spec.selector else "",
        "": count(len(traced.slices), "EndpointSlice") if traced.slices else "",
    }
    present = {path: words for path, words in unused.items() if words}
    if present:
        yield Found(
            message=f"type ExternalName is only a DNS alias; nothing uses its {some(list(present.values()))}",
            path=next(iter(present)),
            fix=Fix(text=f"remove {some(list(present.values()))}; clients dial the external host on its own port"),
        )
