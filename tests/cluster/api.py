"""A thin JSON client of the API server: tests make hundreds of requests, and a kubectl each is too slow."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.cluster.connection import Connection

# What an object says of itself, as the API's JSON does.
Manifest = dict[str, Any]

# Kind -> the version of it that the tests use.
_API_VERSIONS = {
    **dict.fromkeys(
        (
            "ConfigMap",
            "Endpoints",
            "Event",
            "Namespace",
            "Node",
            "Pod",
            "ReplicationController",
            "Secret",
            "Service",
            "ServiceAccount",
        ),
        "v1",
    ),
    **dict.fromkeys(("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"), "apps/v1"),
    **dict.fromkeys(("CronJob", "Job"), "batch/v1"),
    **dict.fromkeys(("Ingress", "IngressClass", "NetworkPolicy"), "networking.k8s.io/v1"),
    **dict.fromkeys(("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"), "rbac.authorization.k8s.io/v1"),
    "EndpointSlice": "discovery.k8s.io/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "CustomResourceDefinition": "apiextensions.k8s.io/v1",
}
_CLUSTER_SCOPED = frozenset(
    {
        "Namespace",
        "Node",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "GatewayClass",
        "IngressClass",
    }
)
_IRREGULAR = {
    "BackendTLSPolicy": "backendtlspolicies",
    "Endpoints": "endpoints",
    "NetworkPolicy": "networkpolicies",
    "HTTPProxy": "httpproxies",
}
_TIMEOUT = 180
_JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"


class ApiError(Exception):
    """The API server refused; `status` is HTTP's, `body` the Status object."""

    def __init__(self, status: int, body: Manifest) -> None:
        super().__init__(f"{status}: {body.get('message', body)}")
        self.status = status
        self.body = body


class NotFoundError(ApiError):
    """What was asked for does not exist (any more)."""


def resource_path(kind: str, namespace: str | None = None, name: str | None = None, api_version: str = "") -> str:
    """Return the path of a kind's collection, or of one object; unusual kinds need their `api_version`."""
    version = api_version or _API_VERSIONS[kind]
    root = f"/apis/{version}" if "/" in version else f"/api/{version}"
    scope = "" if kind in _CLUSTER_SCOPED or namespace is None else f"/namespaces/{namespace}"
    plural = _IRREGULAR.get(kind) or kind.lower() + ("es" if kind.endswith("s") else "s")
    return f"{root}{scope}/{plural}" + (f"/{name}" if name else "")


def path_of(manifest: Manifest, namespace: str | None = None) -> str:
    """Return the path of the collection that `manifest` belongs to."""
    scope = manifest["metadata"].get("namespace", namespace)
    return resource_path(manifest["kind"], scope, api_version=manifest["apiVersion"])


class Api:
    """Requests as one user, on one kept connection per thread."""

    def __init__(self, connection: Connection, user: str = "admin") -> None:
        self._address = urlsplit(connection.server).netloc
        self._context = ssl.create_default_context(cafile=connection.certificate_authority)
        self._headers = {
            "Authorization": f"Bearer {connection.tokens[user]}",
            "User-Agent": "porttrace-tests",
        }
        self._kept = threading.local()
        self._opened: list[http.client.HTTPSConnection] = []

    def close(self) -> None:
        """Close every connection; a later request opens its own again."""
        for connection in self._opened:
            connection.close()

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        content_type: str = _JSON,
        accept: str = _JSON,
        **query: str,
    ) -> Manifest:
        """Send one request and return the decoded answer. ApiError where the server refuses."""
        target = path + (f"?{urlencode(query)}" if query else "")
        payload = None if body is None else json.dumps(body)
        headers = self._headers | {"Content-Type": content_type, "Accept": accept}
        status, answer = self._send(method, target, payload, headers)
        if status >= http.client.BAD_REQUEST:
            raise (NotFoundError if status == http.client.NOT_FOUND else ApiError)(status, answer)
        return answer

    def get(self, path: str, **query: str) -> Manifest:
        """Read an object or a list."""
        return self.request("GET", path, **query)

    def create(self, manifest: Manifest, namespace: str | None = None) -> Manifest:
        """Create an object and return it as stored."""
        return self.request("POST", path_of(manifest, namespace), manifest)

    def create_or_replace(self, manifest: Manifest, namespace: str | None = None) -> Manifest:
        """Create an object, or replace the one of its name, whatever controllers write into it meanwhile."""
        deadline = time.monotonic() + _TIMEOUT
        while True:
            try:
                return self.create(manifest, namespace)
            except ApiError as error:
                if error.status != http.client.CONFLICT:
                    raise
            try:
                return self._replace(manifest, f"{path_of(manifest, namespace)}/{manifest['metadata']['name']}")
            except ApiError as error:
                # It was written, or deleted, between our reading and our writing.
                if error.status not in (http.client.CONFLICT, http.client.NOT_FOUND) or time.monotonic() > deadline:
                    raise

    def _replace(self, manifest: Manifest, path: str) -> Manifest:
        stored = self.get(path)["metadata"]["resourceVersion"]
        return self.request("PUT", path, manifest | {"metadata": manifest["metadata"] | {"resourceVersion": stored}})

    def patch(self, path: str, change: object, content_type: str = MERGE_PATCH) -> Manifest:
        """Change an object, or its status where `path` ends in /status."""
        return self.request("PATCH", path, change, content_type)

    def delete(self, path: str, **options: Any) -> Manifest:
        """Delete an object or, with a collection's path, all of them; `options` are those of DeleteOptions."""
        return self.request("DELETE", path, {"apiVersion": "v1", "kind": "DeleteOptions", **options})

    def _send(self, method: str, target: str, payload: str | None, headers: dict[str, str]) -> tuple[int, Manifest]:
        kept = self._connection()
        was_open = kept.sock is not None
        try:
            return _exchange(kept, method, target, payload, headers)
        except (http.client.RemoteDisconnected, ConnectionError, ssl.SSLEOFError):
            if not was_open:
                raise
            # The server had closed the kept connection while it was idle.
            return _exchange(kept, method, target, payload, headers)

    def _connection(self) -> http.client.HTTPSConnection:
        kept: http.client.HTTPSConnection | None = getattr(self._kept, "connection", None)
        if kept is None:
            kept = http.client.HTTPSConnection(self._address, context=self._context, timeout=_TIMEOUT)
            self._kept.connection = kept
            self._opened.append(kept)
        return kept


def _exchange(
    connection: http.client.HTTPSConnection, method: str, target: str, payload: str | None, headers: dict[str, str]
) -> tuple[int, Manifest]:
    """Send a request and read its answer; a connection on which that fails is closed, to be opened anew."""
    try:
        connection.request(method, target, payload, headers)
        response = connection.getresponse()
        text = response.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        raise
    if response.headers.get_content_type() == _JSON:
        return response.status, dict(json.loads(text))
    # The health checks answer in words.
    return response.status, {"message": text.decode("utf-8", "replace")}


def is_forbidden(api: Api, path: str) -> bool:
    """Say whether RBAC refuses to let the user of `api` read `path`."""
    try:
        api.get(path)
    except ApiError as error:
        if error.status != http.client.FORBIDDEN:
            raise
        return True
    return False
