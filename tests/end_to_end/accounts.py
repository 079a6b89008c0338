"""Users of a test's own, who may do what the test says."""

from __future__ import annotations

from pathlib import Path

from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace


def account(porttrace: Porttrace, namespace: Namespace, *verbs: str) -> tuple[str, Path]:
    """A new user who may do that to everything, and nobody else is; with the kubeconfig."""
    api, group, name = porttrace.cluster.api(), "rbac.authorization.k8s.io", f"{namespace.name}-{'-'.join(verbs)}"
    rule = {"apiGroups": ["*"], "resources": ["*"], "verbs": list(verbs)}
    api.create({"apiVersion": f"{group}/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": [rule]})
    namespace.create({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}})
    subject = {"kind": "ServiceAccount", "name": name, "namespace": namespace.name}
    role = {"apiGroup": group, "kind": "ClusterRole", "name": name}
    binding = {"apiVersion": f"{group}/v1", "kind": "ClusterRoleBinding", "metadata": {"name": name}}
    api.create({**binding, "subjects": [subject], "roleRef": role})
    request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
    token = api.request("POST", namespace.path("ServiceAccount", name) + "/token", request)["status"]["token"]
    user = f"system:serviceaccount:{namespace.name}:{name}"
    porttrace.cluster.connection.tokens[user] = token
    config = porttrace.cluster.kubeconfig(user, namespace.name)
    porttrace.cluster.wait_until_may_read(user, namespace)
    return user, config
