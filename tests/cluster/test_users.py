"""Who is refused what, and what the audit log says of it."""

from __future__ import annotations

import pytest

from tests.cluster.api import Api, ApiError, resource_path
from tests.cluster.audit import READ_VERBS
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.users import READ_RESOURCES

KINDS = {
    "services": "Service",
    "endpoints": "Endpoints",
    "pods": "Pod",
    "nodes": "Node",
    "events": "Event",
    "namespaces": "Namespace",
    "endpointslices": "EndpointSlice",
    "deployments": "Deployment",
    "replicasets": "ReplicaSet",
    "statefulsets": "StatefulSet",
    "daemonsets": "DaemonSet",
}


def _status(api: Api, path: str) -> int:
    try:
        api.get(path)
    except ApiError as error:
        return error.status
    return 200


def _refused(api: Api, namespace: str | None = None) -> set[str]:
    """Return the resources whose list is answered with 403."""
    statuses = {resource: _status(api, resource_path(KINDS[resource], namespace)) for resource in READ_RESOURCES}
    assert set(statuses.values()) <= {200, 403}
    return {resource for resource, status in statuses.items() if status == 403}


@pytest.mark.parametrize(
    ("user", "refused"),
    [
        ("admin", set()),
        ("reader", set()),
        ("no-pods", {"pods"}),
        ("no-slices", {"endpointslices"}),
        ("no-nodes", {"nodes"}),
        ("view-only", {"nodes"}),
        ("namespaced-view", set(READ_RESOURCES)),
        ("nothing", set(READ_RESOURCES)),
    ],
)
def test_user_is_refused_what_its_name_says(control_plane: Cluster, user: str, refused: set[str]) -> None:
    assert _refused(control_plane.api(user)) == refused


def test_namespaced_view_reads_where_it_is_bound(control_plane: Cluster, namespace: Namespace) -> None:
    api = control_plane.api("namespaced-view")
    assert _refused(api, namespace.name) == set(READ_RESOURCES)
    control_plane.allow_view(namespace.name)
    namespace.wait_for(lambda: "services" not in _refused(api, namespace.name), "the binding")
    assert _refused(api, namespace.name) == {"nodes", "namespaces"}


def test_readers_may_not_write(control_plane: Cluster, namespace: Namespace) -> None:
    for user in ("reader", "no-pods", "no-slices", "no-nodes", "view-only", "nothing"):
        with pytest.raises(ApiError, match="403"):
            control_plane.api(user).delete(namespace.path("Pod"))


def test_audit_log_shows_each_request_once(control_plane: Cluster, namespace: Namespace) -> None:
    mark = control_plane.audit.mark()
    control_plane.kubectl("get", "services", namespace=namespace.name, user="reader")
    control_plane.kubectl("get", "pods", namespace=namespace.name, user="no-pods", check=False)
    control_plane.api().get("/version")
    (listed,) = [each for each in control_plane.audit.since(mark, user="reader") if each.resource]
    assert (listed.verb, listed.resource, listed.namespace, listed.code) == ("list", "services", namespace.name, 200)
    assert listed.user_agent.startswith("kubectl/")
    (refused,) = [each for each in control_plane.audit.since(mark, user="no-pods") if each.resource]
    assert (refused.verb, refused.resource, refused.code) == ("list", "pods", 403)
    everything = control_plane.audit.since(mark, user_agent="kubectl/")
    assert {each.verb for each in everything} <= READ_VERBS
    assert {each.user for each in everything} == {"reader", "no-pods"}
