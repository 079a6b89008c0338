"""How what the API server itself calls names a Service port."""

from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.reference import ByNumber, DefaultPort, PortChoice, Reference, Referrer

DEFAULT_PORT = 443
"""The port that is called where none is written (`SetDefaults_ServiceReference` of admissionregistration, apiextensions
and apiregistration)."""


class ServiceReference(Value, frozen=True):
    """`clientConfig.service` of a webhook, `spec.service` of an APIService; the port is 0 where it is left out."""

    namespace: str = ""
    name: str = ""
    port: int = 0

    @property
    def choice(self) -> PortChoice:
        """The port, as a reference names it."""
        return ByNumber(self.port) if self.port else DefaultPort(DEFAULT_PORT)


class WebhookClientConfig(Value, frozen=True):
    """Where the API server calls a webhook: a Service, or else a URL. The certificate beside it is never kept."""

    service: ServiceReference | None = None


def called(referrer: Referrer, service: ServiceReference, path: str) -> Reference:
    """The reference of what the API server calls.

    To what address depends on `--enable-aggregator-routing`, which is not in the API.

    Args:
        referrer: the object.
        service: what it names.
        path: the field path of `service`.
    """
    return Reference(
        referrer=referrer,
        path=path,
        service_namespace=service.namespace,
        service_name=service.name,
        port=service.choice,
        port_path="port" if service.port else "",
        role="control-plane",
        dials="unknown",
        consumer="kube-apiserver",
    )
