"""An API server alone, into whose store objects are put as they are: any object, with any status, valid or not.

What it answers is what every API server makes of such objects, in JSON and in protobuf. No controller looks at them.
"""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.login.connection import Connection, connect
from kubectl_porttrace.read.login.flags import ConnectionFlags
from tests.cluster import components
from tests.cluster.api import Api, ApiError, Manifest
from tests.cluster.build import Programs
from tests.cluster.connection import Connection as Reached
from tests.cluster.control_plane import prepare
from tests.cluster.processes import Processes, free_ports

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "Endpoints": "services/endpoints",
        "Ingress": "ingress",
        "Node": "minions",
        "Service": "services/specs",
    }
)
"""Where the store has a kind, if not under its plural (`pkg/kubeapiserver/default_storage_factory_builder.go`)."""

_PATIENCE = 300.0


class Store:
    """What the API server keeps its objects in."""

    def __init__(self, port: int, connection: Connection) -> None:
        """Reach etcd at a port of this machine, and the API server with a connection."""
        self._etcd = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.connection = connection

    def put(self, manifest: Manifest) -> None:
        """Store one object under its name; it says its kind and version."""
        self._ask("put", key=_key(manifest), value=json.dumps(_as_kept(manifest)))

    def take(self, manifest: Manifest) -> bool:
        """Store one object if the API server can read it, and say whether it can."""
        self.put(manifest)
        query = Query(manifest["kind"], manifest["metadata"].get("namespace"), manifest["metadata"]["name"])
        if self.connection.get(query.path, {}, query.accept).status == http.client.OK:
            return True
        self._ask("deleterange", key=_key(manifest))
        return False

    def close(self) -> None:
        """Leave both."""
        self._etcd.close()
        self.connection.close()

    def _ask(self, what: str, **values: str) -> None:
        body = {name: base64.b64encode(value.encode()).decode() for name, value in values.items()}
        self._etcd.request("POST", f"/v3/kv/{what}", json.dumps(body))
        answer = self._etcd.getresponse()
        said = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"etcd: {answer.status} {said!r}")


def _key(manifest: Manifest) -> str:
    kind, metadata = KIND_BY_NAME[manifest["kind"]], manifest["metadata"]
    scope = f"{metadata['namespace']}/" if kind.namespaced else ""
    return f"/registry/{PREFIXES.get(kind.name, kind.resource)}/{scope}{metadata['name']}"


def _as_kept(value: Any) -> Any:
    """The same without empty lists: API servers keep objects as protobuf, which does not tell them from none."""
    if isinstance(value, dict):
        return {key: _as_kept(inner) for key, inner in value.items() if inner != []}
    return [_as_kept(inner) for inner in value] if isinstance(value, list) else value


@contextmanager
def served_store(programs: Programs, directory: Path) -> Iterator[Store]:
    """Run one until the end of the block, its files in `directory`."""
    files, ports = components.Files(directory), components.Ports(*free_ports(4))
    processes = Processes()
    connection = prepare(programs, files, ports)
    try:
        processes.start("etcd", directory, programs["etcd"], *components.etcd(ports, files))
        flags = components.kube_apiserver(ports, files)
        processes.start("kube-apiserver", directory, programs["kube-apiserver"], *flags)
        deadline = time.monotonic() + _PATIENCE
        while not (files.certificate_authority.exists() and _is_ready(connection)):
            processes.check_alive()
            assert time.monotonic() < deadline, "the API server did not start"
            time.sleep(0.1)
        flags_to_reach_it = ConnectionFlags(kubeconfig=str(connection.kubeconfig()))
        with closing(Store(ports.etcd_client, connect(flags_to_reach_it, {}))) as store:
            yield store
    finally:
        processes.stop()


def _is_ready(connection: Reached) -> bool:
    with closing(Api(connection)) as api:
        try:
            api.get("/readyz")
        except (ApiError, OSError):
            return False
    return True
