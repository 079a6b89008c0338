"""PTS12: a Service that kube-proxy is told to leave alone."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import SERVICE_PROXY_NAME
from kubectl_porttrace.trace.service import TracedService


@check("PTS12", "hidden-from-kube-proxy", severity="warning", certainty="kube-proxy")
def hidden_from_kube_proxy(traced: TracedService) -> Iterator[Found]:
    """The Service carries the label service.kubernetes.io/service-proxy-name, and kube-proxy does not serve it.

    Why: the label hands a Service over to another proxy, the one it names. kube-proxy leaves out every Service that
    has the label, whatever its value, an empty one included. Without that other proxy nothing serves the cluster IP.

    See: `kubectl get service NAME --show-labels`.

    Fix: remove the label, unless the cluster runs the proxy it names.
    """
    service = traced.service
    # kube-proxy has no part in these anyway.
    if not service.hidden_from_kube_proxy or service.headless or service.external:
        return
    value = service.metadata.labels[SERVICE_PROXY_NAME]
    named = f"proxy {value}" if value else "no proxy, its value is empty"
    yield Found(
        message=f"kube-proxy ignores this Service: label {SERVICE_PROXY_NAME} names {named}",
        path=f"metadata.labels[{SERVICE_PROXY_NAME}]",
        fix=Fix(text="remove the label, unless the cluster runs the proxy it names"),
        ports=traced.ports,
    )
