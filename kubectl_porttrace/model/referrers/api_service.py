"""APIService: a group and version of the API that another server answers for."""

from collections.abc import Iterator

from kubectl_porttrace.model.meta import AnnotatedMeta, Condition, KubernetesObject, Value
from kubectl_porttrace.model.reference import Reference, Referrer
from kubectl_porttrace.model.referrers.client_config import ServiceReference, called


class APIServiceSpec(Value, frozen=True):
    """`spec`: without a Service the API server answers itself. The certificate is never kept."""

    service: ServiceReference | None = None
    group: str = ""
    version: str = ""


class APIServiceStatus(Value, frozen=True):
    """`status`: what the aggregator last saw."""

    conditions: tuple[Condition, ...] = ()


class APIService(KubernetesObject, frozen=True):
    """An APIService."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: APIServiceSpec = APIServiceSpec()
    status: APIServiceStatus = APIServiceStatus()

    @property
    def available(self) -> Condition | None:
        """Its condition Available, if reported."""
        return next((each for each in self.status.conditions if each.type == "Available"), None)


def api_service_references(api_service: APIService) -> Iterator[Reference]:
    """The Service of the server that answers, if it is another one."""
    if api_service.spec.service is not None:
        yield called(Referrer("APIService", "", api_service.name), api_service.spec.service, "spec.service")
