"""ServiceImport of the Multi-Cluster Services API: a Service whose endpoints may be in other clusters.

Source: `sigs.k8s.io/mcs-api/pkg/apis/v1beta1/serviceimport.go`; v1alpha1 has the same fields.
"""

from typing import Final

from kubectl_porttrace.model.meta import KubernetesObject, Value
from kubectl_porttrace.model.port_title import port_title

IMPORT_GROUP: Final = "multicluster.x-k8s.io"
SERVICE_IMPORT: Final = "ServiceImport"


class ImportedPort(Value, frozen=True):
    """One item of `spec.ports`."""

    port: int = 0
    name: str = ""
    protocol: str = "TCP"

    @property
    def title(self) -> str:
        """`http 80/TCP`, or `80/TCP` without a name."""
        return port_title(self.name, self.port, self.protocol)


class ServiceImportSpec(Value, frozen=True):
    """`spec` of a ServiceImport."""

    ports: tuple[ImportedPort, ...] = ()


class ServiceImport(KubernetesObject, frozen=True):
    """A ServiceImport: a controller writes it, with the ports of the Services that clusters export by its name."""

    spec: ServiceImportSpec = ServiceImportSpec()
