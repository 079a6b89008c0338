"""Who is refused what, and what the audit log says of it."""

from __future__ import annotations

import pytest

from kubectl_porttrace.model.kinds import KINDS
from tests.cluster.api import Api, ApiError, is_forbidden
from tests.cluster.audit import READ_VERBS
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.users import READ_RESOURCES

KIND_OF = {kind.resource: kind for kind in KINDS if kind.built_in}
IN_NO_NAMESPACE = {
    *("nodes", "ingressclasses", "mutatingwebhookconfigurations", "validatingwebhookconfigurations"),
    *("apiservices", "customresourcedefinitions"),
}
"""What the ClusterRole `view` gives nobody, for it is in no namespace."""


def _path(resource: str, namespace: str | None) -> str:
    kind = KIND_OF[resource]
    root = "apis" if "/" in kind.api_version else "api"
    scope = f"namespaces/{namespace}/" if namespace and kind.namespaced else ""
    return f"/{root}/{kind.api_version}/{scope}{resource}"


def _refused(api: Api, namespace: str | None = None) -> set[str]:
    """Return the resources whose list is answered with 403."""
    return {each for each in READ_RESOURCES if is_forbidden(api, _path(each, namespace))}


@pytest.mark.parametrize(
    ("user", "refused"),
    [
        ("admin", set()),
        ("reader", set()),
        ("no-pods", {"pods"}),
        ("no-slices", {"endpointslices"}),
        ("no-nodes", {"nodes"}),
        ("view-only", {*IN_NO_NAMESPACE, "secrets"}),
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
    assert _refused(api, namespace.name) == {*IN_NO_NAMESPACE, "namespaces", "secrets"}


def test_readers_may_not_write(control_plane: Cluster, namespace: Namespace) -> None:
    for user in ("reader", "no-pods", "no-slices", "no-nodes", "view-only", "nothing"):
        with pytest.raises(ApiError, match="403"):
            control_plane.api(user).delete(namespace.path("Pod"))


def test_own_user_has_the_rights_of_another(control_plane: Cluster, namespace: Namespace) -> None:
    assert _refused(control_plane.api(control_plane.own_user(namespace, like="no-pods"))) == {"pods"}


def test_audit_log_shows_each_request_once(control_plane: Cluster, namespace: Namespace) -> None:
    reader = control_plane.own_user(namespace)
    mark = control_plane.audit.mark()
    control_plane.kubectl("get", "services", namespace=namespace.name, user=reader)
    control_plane.kubectl("get", "serviceaccounts", namespace=namespace.name, user=reader, check=False)
    control_plane.api().get("/version")
    entries = control_plane.audit.since(mark, user=reader)
    assert {each.verb for each in entries} <= READ_VERBS
    assert [(each.verb, each.resource, each.namespace, each.code) for each in entries if each.resource] == [
        ("list", "services", namespace.name, 200),
        ("list", "serviceaccounts", namespace.name, 403),
    ]
    assert control_plane.audit.since(mark, user=reader, user_agent="kubectl/") == entries
    assert control_plane.audit.since(mark, user=reader, user_agent="another") == ()
