"""The flags that make Kubernetes' own programs a control plane on loopback; see the reasons beside each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.cluster.nodes import KWOK_LABEL
from tests.cluster.users import COMPONENT

# Both families, so that a Service may ask for PreferDualStack; without asking it gets IPv4 only.
SERVICE_RANGE = "10.96.0.0/16,fd00:10:96::/112"
KWOK_POD_RANGE = "10.244.0.0/16"
_CONTROLLERS = (
    "endpointslice-controller",
    "endpoints-controller",
    "endpointslice-mirroring-controller",
    "replicaset-controller",
    "replicationcontroller-controller",
    "deployment-controller",
    "statefulset-controller",
    "daemonset-controller",
    "job-controller",
    "namespace-controller",
    "serviceaccount-controller",
    "garbage-collector-controller",
    # Fills the ClusterRole `view`, which is empty without it.
    "clusterrole-aggregation-controller",
)
_FAST_CLIENT = ("--kube-api-qps=1000", "--kube-api-burst=2000")
# Every request of everyone but the control plane's own programs, when it has been answered.
AUDIT_POLICY = f"""\
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  users: [{COMPONENT}, "system:apiserver"]
- level: Metadata
"""


@dataclass(frozen=True)
class Ports:
    """The loopback ports of one control plane."""

    etcd_client: int
    etcd_peer: int
    api_server: int
    kwok: int


@dataclass(frozen=True)
class Files:
    """The files of one control plane, all in its folder."""

    directory: Path

    @property
    def tokens(self) -> Path:
        return self.directory / "tokens.csv"

    @property
    def service_account_key(self) -> Path:
        return self.directory / "service-account.pem"

    @property
    def audit_policy(self) -> Path:
        return self.directory / "audit-policy.yaml"

    @property
    def audit_log(self) -> Path:
        return self.directory / "audit.log"

    @property
    def certificates(self) -> Path:
        return self.directory / "certificates"

    @property
    def certificate_authority(self) -> Path:
        """The server signs its certificate itself, so it is its own authority."""
        return self.certificates / "apiserver.crt"


def etcd(ports: Ports, files: Files) -> list[str]:
    """A single member that does not wait for the disk: its data is thrown away."""
    client, peer = f"http://127.0.0.1:{ports.etcd_client}", f"http://127.0.0.1:{ports.etcd_peer}"
    return [
        f"--data-dir={files.directory / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        "--unsafe-no-fsync",
        "--quota-backend-bytes=4294967296",
        "--log-level=warn",
    ]


def kube_apiserver(ports: Ports, files: Files, *, service_accounts: bool = False) -> list[str]:
    """Real authentication by token, real RBAC, an audit log; admission less what needs a kubelet."""
    return [
        f"--etcd-servers=http://127.0.0.1:{ports.etcd_client}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        f"--secure-port={ports.api_server}",
        f"--cert-dir={files.certificates}",
        f"--token-auth-file={files.tokens}",
        "--authorization-mode=RBAC",
        f"--service-account-key-file={files.service_account_key}",
        f"--service-account-signing-key-file={files.service_account_key}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-cluster-ip-range={SERVICE_RANGE}",
        # Nodes would stay tainted, and pods would need service accounts.
        f"--disable-admission-plugins=TaintNodesByCondition{'' if service_accounts else ',ServiceAccount'}",
        # Loopback is no address for the endpoints of default/kubernetes.
        "--endpoint-reconciler-type=none",
        "--allow-privileged=true",
        f"--audit-policy-file={files.audit_policy}",
        f"--audit-log-path={files.audit_log}",
        "--audit-log-maxsize=4096",
    ]


def kube_controller_manager(kubeconfig: Path) -> list[str]:
    """The real endpoint and workload controllers, and what they need; no node controllers, for no kubelet reports."""
    return [
        f"--kubeconfig={kubeconfig}",
        "--leader-elect=false",
        "--secure-port=0",
        f"--controllers={','.join(_CONTROLLERS)}",
        *_FAST_CLIENT,
    ]


def kube_scheduler(kubeconfig: Path) -> list[str]:
    """The real scheduler."""
    return [f"--kubeconfig={kubeconfig}", "--leader-elect=false", "--secure-port=0", *_FAST_CLIENT]


def kwok(kubeconfig: Path, stages: Path, ports: Ports) -> list[str]:
    """Kubelets for the nodes that carry the label; the others' pods are left to the tests."""
    return [
        f"--kubeconfig={kubeconfig}",
        f"--config={stages}",
        f"--manage-nodes-with-label-selector={KWOK_LABEL}=true",
        f"--cidr={KWOK_POD_RANGE}",
        "--node-ip=127.0.0.1",
        f"--node-port={ports.kwok}",
        f"--server-address=127.0.0.1:{ports.kwok}",
    ]
