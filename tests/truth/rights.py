"""Users of the real RBAC authorizer: one for every subset of what may be refused."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from types import MappingProxyType

from kubectl_porttrace.model.kinds import KINDS, REFERRING
from tests.cluster.api import Manifest, resource_path
from tests.cluster.cluster import Cluster

WORKLOADS = ("deployments", "replicasets", "statefulsets", "daemonsets", "jobs")
PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pods": ("pods",),
        "slices": ("endpointslices",),
        "endpoints": ("endpoints",),
        "nodes": ("nodes",),
        "events": ("events",),
        "workloads": WORKLOADS,
        "policies": ("networkpolicies",),
        "referring": tuple(dict.fromkeys(kind.resource for kind in REFERRING)),
    }
)
"""What is given or refused together."""

_PARTED = frozenset(resource for part in PARTS.values() for resource in part)
EVERYBODY = tuple(dict.fromkeys(kind.resource for kind in KINDS if kind.resource not in _PARTED))
"""What is given to everybody: Services, and what is looked up by name alone."""

_GROUP = "rbac.authorization.k8s.io"


@contextmanager
def users(cluster: Cluster) -> Iterator[Mapping[str, frozenset[str]]]:
    """The users, to be impersonated, each with the resources that are refused to it; the roles end with the block."""
    prefix = f"subset-{secrets.token_hex(4)}"
    refusals = [frozenset(some) for size in range(len(PARTS) + 1) for some in combinations(PARTS, size)]
    names = {f"{prefix}:{number}": parts for number, parts in enumerate(refusals)}
    made = [
        each
        for part in ("everybody", *PARTS)
        for each in _given(f"{prefix}-{part}", part, [name for name, refused in names.items() if part not in refused])
    ]
    try:
        for each in made:
            cluster.api().create(each)
        yield {name: frozenset(each for part in parts for each in PARTS[part]) for name, parts in names.items()}
    finally:
        for each in made:
            cluster.api().delete(resource_path(each["kind"], name=each["metadata"]["name"]))


def _given(name: str, part: str, to: Sequence[str]) -> tuple[Manifest, Manifest]:
    """A ClusterRole with the rights of a part, and the binding that gives it to some users."""
    rules = [{"apiGroups": ["*"], "resources": PARTS.get(part, EVERYBODY), "verbs": ["get", "list"]}]
    subjects = [{"apiGroup": _GROUP, "kind": "User", "name": user} for user in to]
    role = {"apiGroup": _GROUP, "kind": "ClusterRole", "name": name}
    head = {"apiVersion": f"{_GROUP}/v1", "metadata": {"name": name}}
    return {**head, "kind": "ClusterRole", "rules": rules}, {
        **head,
        "kind": "ClusterRoleBinding",
        "roleRef": role,
        "subjects": subjects,
    }
