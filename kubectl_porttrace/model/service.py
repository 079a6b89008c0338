"""The Service and its ports."""

import msgspec

from kubectl_porttrace.model.meta import Condition, KubernetesObject, Value
from kubectl_porttrace.model.port_title import port_title
from kubectl_porttrace.model.service_meta import ServiceMeta

SERVICE_PROXY_NAME = "service.kubernetes.io/service-proxy-name"
SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"
TOPOLOGY_MODE = "service.kubernetes.io/topology-mode"
TOPOLOGY_AWARE_HINTS = "service.kubernetes.io/topology-aware-hints"

BALANCER_FINALIZER = "service.kubernetes.io/load-balancer-cleanup"
"""What a cloud's service controller puts on a Service before it makes a load balancer for it, and takes off after it
has removed that (`k8s.io/cloud-provider/controllers/service/controller.go:addFinalizer`)."""

SERVICE_LB_NAMESPACE = "kube-system"
"""Where K3s and RKE2 make the pods of their load balancers, unless told another (`--servicelb-namespace`)."""

ALLOW_SHARED_IP = "metallb.io/allow-shared-ip"
OLD_ALLOW_SHARED_IP = "metallb.universe.tf/allow-shared-ip"
CILIUM_SHARING_KEY = "lbipam.cilium.io/sharing-key"
AWS_TARGET_TYPE = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type"
GKE_NEG = "cloud.google.com/neg"
NEG_STATUS = "cloud.google.com/neg-status"
BACKEND_CONFIG = "cloud.google.com/backend-config"
APP_PROTOCOLS = "cloud.google.com/app-protocols"
NAMING_PORTS = frozenset({GKE_NEG, BACKEND_CONFIG, APP_PROTOCOLS})
"""The annotations of GKE that name ports."""
IDLED_AT = "idling.alpha.openshift.io/idled-at"
PROMETHEUS_PORT = "prometheus.io/port"
PROMETHEUS_SCRAPE = "prometheus.io/scrape"


class PortKey(msgspec.Struct, frozen=True, order=True):
    """What names a Service port: its Service, and its place in `spec.ports`."""

    namespace: str
    service: str
    index: int


class ServicePort(Value, frozen=True):
    """One item of `spec.ports`, after the API server's defaulting."""

    port: int
    name: str = ""
    protocol: str = "TCP"
    target_port: int | str = 0
    node_port: int = 0
    app_protocol: str | None = None

    @property
    def target(self) -> int | str:
        """`targetPort` with its default: `port`, where it is 0 or empty (SetDefaults_Service)."""
        return self.target_port or self.port

    @property
    def title(self) -> str:
        """`http 80/TCP`, or `80/TCP` without a name."""
        return port_title(self.name, self.port, self.protocol)


class LoadBalancerPortStatus(Value, frozen=True):
    """What a provider says of one port of its load balancer; nothing in the cluster reads it."""

    port: int = 0
    protocol: str = "TCP"
    error: str | None = None


class LoadBalancerIngress(Value, frozen=True):
    """An address at which a load balancer offers the Service."""

    ip: str = ""
    hostname: str = ""
    ip_mode: str | None = None
    ports: tuple[LoadBalancerPortStatus, ...] = ()

    @property
    def is_vip(self) -> bool:
        """Whether kube-proxy itself takes what is sent to the address (`pkg/proxy/util/utils.go:IsVIPMode`)."""
        return bool(self.ip) and self.ip_mode in {None, "VIP"}


class LoadBalancerStatus(Value, frozen=True):
    """`status.loadBalancer`."""

    ingress: tuple[LoadBalancerIngress, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address and host name."""
        return tuple(written for each in self.ingress for written in (each.ip, each.hostname) if written)


class ServiceStatus(Value, frozen=True):
    """`status` of a Service."""

    load_balancer: LoadBalancerStatus = LoadBalancerStatus()
    conditions: tuple[Condition, ...] = ()


class ServiceSpec(Value, frozen=True):
    """`spec` of a Service."""

    type: str = "ClusterIP"
    ports: tuple[ServicePort, ...] = ()
    selector: dict[str, str] = msgspec.field(default_factory=dict)
    cluster_ip: str = msgspec.field(name="clusterIP", default="")
    cluster_ips: tuple[str, ...] = msgspec.field(name="clusterIPs", default=())
    ip_families: tuple[str, ...] = ()
    ip_family_policy: str | None = None
    external_name: str = ""
    external_ips: tuple[str, ...] = msgspec.field(name="externalIPs", default=())
    external_traffic_policy: str = ""
    internal_traffic_policy: str = ""
    session_affinity: str = "None"
    publish_not_ready_addresses: bool = False
    health_check_node_port: int = 0
    allocate_load_balancer_node_ports: bool | None = None
    load_balancer_class: str | None = None
    load_balancer_ip: str = msgspec.field(name="loadBalancerIP", default="")
    load_balancer_source_ranges: tuple[str, ...] = ()
    traffic_distribution: str | None = None


CLUSTER_DOMAIN = ".cluster.local"
"""The cluster's own domain, unless it was set up with another."""


class Service(KubernetesObject, frozen=True):
    """A Service."""

    metadata: ServiceMeta = ServiceMeta()
    spec: ServiceSpec = ServiceSpec()
    status: ServiceStatus = ServiceStatus()

    @property
    def external(self) -> bool:
        """Type ExternalName: DNS alone, no proxy and no endpoints controller acts on it."""
        return self.spec.type == "ExternalName"

    @property
    def alias_of(self) -> tuple[str, str] | None:
        """Namespace and name of the Service that an ExternalName stands for: `web.shop.svc.cluster.local`, or `.svc`.

        None for another host. Parts before the Service's name, as of a pod or a port, do not matter.
        """
        host = self.spec.external_name.casefold().removesuffix(".").removesuffix(CLUSTER_DOMAIN)
        parts = host.removesuffix(".svc").split(".")
        if not self.external or not host.endswith(".svc") or len(parts) < 2:  # noqa: PLR2004 - name and namespace
            return None
        return parts[-1], parts[-2]

    @property
    def is_api_server(self) -> bool:
        """Whether it is `default/kubernetes`, for which the API server itself writes the endpoints.

        Source: `pkg/controlplane/controller/kubernetesservice/controller.go:UpdateKubernetesService`.
        """
        return self.key == ("default", "kubernetes")

    @property
    def headless(self) -> bool:
        """`clusterIP: None`: clients get the pods' addresses from DNS and no proxy translates ports."""
        return not self.external and (self.spec.cluster_ip == "None" or "None" in self.spec.cluster_ips)

    @property
    def selects(self) -> bool:
        """Whether an endpoints controller manages its slices: a selector, and not ExternalName."""
        return bool(self.spec.selector) and not self.external

    @property
    def idled(self) -> bool:
        """Whether OpenShift scaled its workloads to zero, and scales them up when a request to its address comes.

        The OpenShift router then sends to the cluster IP (`openshift/router/pkg/router/template/plugin.go:
        createRouterEndpoints`); what holds the request until a pod is there is not in the API.
        """
        return bool(self.metadata.annotations.get(IDLED_AT)) and bool(self.cluster_ips)

    @property
    def cluster_ips(self) -> tuple[str, ...]:
        """The addresses a proxy serves; empty when headless, ExternalName or not yet allocated."""
        spec = self.spec
        listed = spec.cluster_ips or ((spec.cluster_ip,) if spec.cluster_ip else ())
        return () if self.headless or self.external else listed

    @property
    def externally_accessible(self) -> bool:
        """As `pkg/api/v1/service/util.go:ExternallyAccessible`: NodePort, LoadBalancer, or external IPs."""
        spec = self.spec
        return spec.type in {"NodePort", "LoadBalancer"} or (spec.type == "ClusterIP" and bool(spec.external_ips))

    def opens_outside(self, port: ServicePort) -> bool:
        """Whether kube-proxy programs a way from outside for one port: a node port, a virtual or an external address.

        A load balancer that delivers to pods itself may have none. A node port still to be allocated counts.

        Source: `pkg/proxy/serviceport.go:ExternallyAccessible`.
        """
        spec = self.spec
        balanced = spec.type == "LoadBalancer"
        allocated = spec.type == "NodePort" or (balanced and spec.allocate_load_balancer_node_ports is not False)
        virtual = balanced and any(ingress.is_vip for ingress in self.status.load_balancer.ingress)
        return self.externally_accessible and bool(port.node_port or allocated or virtual or spec.external_ips)

    @property
    def topology_aware(self) -> bool:
        """Whether an annotation asks for hints by zone, which wins over trafficDistribution.

        Source: `k8s.io/endpointslice/utils.go:hintsEnabled`.
        """
        annotations = self.metadata.annotations
        return annotations.get(TOPOLOGY_AWARE_HINTS, annotations.get(TOPOLOGY_MODE)) in {"Auto", "auto"}

    @property
    def pending_balancer(self) -> bool:
        """Whether it is of type LoadBalancer, and no address of a load balancer is published."""
        return self.spec.type == "LoadBalancer" and not self.status.load_balancer.ingress

    @property
    def taken_by_cloud(self) -> bool:
        """Whether a cloud's service controller has begun to make a load balancer."""
        return BALANCER_FINALIZER in self.metadata.finalizers

    def node_port_writers(self, port: ServicePort) -> tuple[str, ...]:
        """Who wrote a port's node port, by the names of managers; nobody where the API server chose the number.

        What the API server allocates is nobody's field: managers are noted before (`managedfields.FieldManager`).
        """
        key = f'k:{{"port":{port.port},"protocol":"{port.protocol}"}}'
        written = ((entry, entry.fields_v1.spec.ports.get(key)) for entry in self.metadata.managed_fields)
        return tuple(
            entry.manager or "somebody" for entry, fields in written if fields and fields.node_port is not None
        )

    @property
    def hidden_from_kube_proxy(self) -> bool:
        """kube-proxy's watch leaves out Services with this label, whatever its value."""
        return SERVICE_PROXY_NAME in self.metadata.labels


def service_lb_labels(service: Service) -> dict[str, str]:
    """The labels of the pods that K3s and RKE2 make for a load balancer (`pkg/cloudprovider/servicelb.go`)."""
    return {
        "svccontroller.k3s.cattle.io/svcname": service.name,
        "svccontroller.k3s.cattle.io/svcnamespace": service.namespace,
    }
