"""The cluster this runs in, as a pod's service account sees it, in the form of a kubeconfig.

Source: `k8s.io/client-go/rest/config.go:InClusterConfig`, `tools/clientcmd/client_config.go:inClusterClientConfig`.
"""

from collections.abc import Mapping
from pathlib import Path

from kubectl_porttrace.read.login.entries import Cluster, Context, User
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig

SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


def in_cluster(environ: Mapping[str, str], folder: Path = SERVICE_ACCOUNT) -> Kubeconfig | None:
    """A kubeconfig of one nameless context; None where this runs in no pod, or in one without a service account."""
    host, port = environ.get("KUBERNETES_SERVICE_HOST"), environ.get("KUBERNETES_SERVICE_PORT")
    token = folder / "token"
    if not host or not port or not token.is_file():
        return None
    server = f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"
    authority = folder / "ca.crt"
    return Kubeconfig(
        clusters={"": Cluster(server=server, certificate_authority=str(authority) if authority.is_file() else "")},
        contexts={"": Context(namespace=_namespace(environ, folder))},
        users={"": User(token_file=str(token))},
    )


def _namespace(environ: Mapping[str, str], folder: Path) -> str:
    file = folder / "namespace"
    return environ.get("POD_NAMESPACE") or (file.read_text("utf-8").strip() if file.is_file() else "")
