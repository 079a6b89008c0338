"""Who may do what on the test cluster: one user per way of being refused something."""

from __future__ import annotations

import secrets

from tests.cluster.api import Manifest

# Everything porttrace reads of the core of a cluster: resource -> API group.
READ_RESOURCES = {
    "services": "",
    "endpoints": "",
    "pods": "",
    "nodes": "",
    "events": "",
    "namespaces": "",
    "endpointslices": "discovery.k8s.io",
    "deployments": "apps",
    "replicasets": "apps",
    "statefulsets": "apps",
    "daemonsets": "apps",
    "jobs": "batch",
    "cronjobs": "batch",
    "secrets": "",
    "configmaps": "",
    "horizontalpodautoscalers": "autoscaling",
    "networkpolicies": "networking.k8s.io",
    "ingresses": "networking.k8s.io",
    "ingressclasses": "networking.k8s.io",
    "mutatingwebhookconfigurations": "admissionregistration.k8s.io",
    "validatingwebhookconfigurations": "admissionregistration.k8s.io",
    "apiservices": "apiregistration.k8s.io",
    "customresourcedefinitions": "apiextensions.k8s.io",
}
# User -> the resources of READ_RESOURCES that are refused to it.
_REFUSED: dict[str, frozenset[str]] = {
    "reader": frozenset(),
    "no-pods": frozenset({"pods"}),
    "no-slices": frozenset({"endpointslices"}),
    "no-nodes": frozenset({"nodes"}),
}
# The control plane's own programs, told apart from the tests' admin so that the audit log leaves them out.
COMPONENT = "porttrace-test-component"
# `namespaced-view` may read only where a test binds it (Cluster.allow_view); `nothing` may nothing anywhere.
USERS = ("admin", COMPONENT, *_REFUSED, "view-only", "namespaced-view", "nothing")
RESTRICTED = (*_REFUSED, "view-only")
"""Those who may list Services everywhere, by a role and its binding."""


def new_tokens() -> dict[str, str]:
    """Return a fresh token per user."""
    return {user: secrets.token_hex(16) for user in USERS}


def token_file(tokens: dict[str, str]) -> str:
    """Return the lines of kube-apiserver's --token-auth-file: token, user, uid, groups."""
    masters = {"admin", COMPONENT}
    lines = [
        f"{token},{user},{user}" + (",system:masters" if user in masters else "") for user, token in tokens.items()
    ]
    return "\n".join(lines) + "\n"


def roles_and_bindings() -> list[Manifest]:
    """Return the objects that give each user what it may do."""
    roles = [_role(user, refused) for user, refused in _REFUSED.items()]
    bindings = [cluster_binding(user, role_name(user)) for user in _REFUSED]
    return [*roles, *bindings, cluster_binding("view-only", "view")]


def view_binding(namespace: str, user: str = "namespaced-view") -> Manifest:
    """Return the RoleBinding that lets `user` view one namespace."""
    binding = cluster_binding(user, "view")
    return binding | {"kind": "RoleBinding", "metadata": {"name": f"view-{user}", "namespace": namespace}}


def cluster_binding(user: str, role: str) -> Manifest:
    """Return the binding that gives `user` the rights of a ClusterRole everywhere."""
    group = "rbac.authorization.k8s.io"
    return {
        "apiVersion": f"{group}/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": f"porttrace-test:{user}:{role}"},
        "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": role},
        "subjects": [{"apiGroup": group, "kind": "User", "name": user}],
    }


def role_name(user: str) -> str:
    """Return the ClusterRole of one of the users that have their own."""
    return f"porttrace-test:{user}"


def _role(user: str, refused: frozenset[str]) -> Manifest:
    groups = sorted({READ_RESOURCES[name] for name in READ_RESOURCES})
    rules = [
        {
            "apiGroups": [group],
            "resources": [name for name, its in READ_RESOURCES.items() if its == group and name not in refused],
            "verbs": ["get", "list"],
        }
        for group in groups
    ]
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": role_name(user)},
        "rules": [rule for rule in rules if rule["resources"]],
    }
