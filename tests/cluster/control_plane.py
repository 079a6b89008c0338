"""A real control plane on this machine: etcd, kube-apiserver, its controllers, its scheduler, and kwok as kubelets."""

from __future__ import annotations

import base64
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import final

from tests.cluster import components
from tests.cluster.api import Api, ApiError, is_forbidden, resource_path
from tests.cluster.build import Programs, find_or_build
from tests.cluster.connection import Connection, write_whole
from tests.cluster.nodes import KWOK_NODES, nodes
from tests.cluster.processes import ClusterError, Processes, free_ports
from tests.cluster.users import COMPONENT, RESTRICTED, new_tokens, roles_and_bindings, token_file

_START_TIMEOUT = 300.0
_STARTS_OF_KWOK = 3
"""It crashes in rare starts: what serves its metrics is set up while its controllers run already."""


@final
class ControlPlane:
    """Runs from `__enter__` to `__exit__`, and not a moment after this process, however it ends."""

    def __init__(
        self,
        directory: Path | None = None,
        programs: Programs | None = None,
        api_server_flags: Sequence[str] = (),
        *,
        service_accounts: bool = False,
    ) -> None:
        """Keep files in `directory`, a temporary one if None; `programs` are found or built if None.

        `api_server_flags` are further flags of the API server. With `service_accounts` pods need one that exists.
        """
        self._directory = directory
        self._programs = programs
        self._api_server_flags = api_server_flags
        self._service_accounts = service_accounts
        self._processes = Processes()
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """How to reach it, while it runs."""
        if self._connection is None:
            raise ClusterError("the control plane is not running")
        return self._connection

    def check_alive(self) -> None:
        """Raise ClusterError if one of its programs ended by itself."""
        self._processes.check_alive()

    def pids(self) -> dict[str, int]:
        """Return the process id of each program that runs."""
        return self._processes.pids()

    @property
    def processes(self) -> Processes:
        """Its programs, for those who want to see what comes of it when one fails."""
        return self._processes

    def __enter__(self) -> ControlPlane:
        """Start it and wait until it answers, its controllers run and its nodes are Ready."""
        programs = self._programs or find_or_build()
        if self._directory is None:
            self._directory = Path(tempfile.mkdtemp(prefix="porttrace-cluster-"))
        self._directory.mkdir(parents=True, exist_ok=True)
        try:
            self._start(programs, components.Files(self._directory), components.Ports(*free_ports(4)))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self.stop()

    def stop(self) -> None:
        """End every program and remove every file."""
        self._processes.stop()
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)
        self._connection = None

    def _start(self, programs: Programs, files: components.Files, ports: components.Ports) -> None:
        connection = prepare(programs, files, ports)
        self._processes.start("etcd", files.directory, programs["etcd"], *components.etcd(ports, files))
        flags = (
            *components.kube_apiserver(ports, files, service_accounts=self._service_accounts),
            *self._api_server_flags,
        )
        self._processes.start("kube-apiserver", files.directory, programs["kube-apiserver"], *flags)
        self._wait(partial(_is_written, files.certificate_authority), "a certificate")
        with closing(Api(connection)) as api:
            self._wait(lambda: _is_ready(api), "the API server")
            self._start_clients(programs, connection, ports)
            for manifest in (*nodes(), *roles_and_bindings()):
                api.create(manifest)
            self._wait(lambda: _is_complete(api), "the controllers and nodes")
            self._wait(partial(_users_are_known, connection), "the rights of the users")
        connection.save()
        self._connection = connection

    def _start_clients(self, programs: Programs, connection: Connection, ports: components.Ports) -> None:
        """Start what talks to the API server, which must be there first or they end."""
        kubeconfig = connection.kubeconfig(COMPONENT)
        flags = {
            "kube-controller-manager": components.kube_controller_manager(kubeconfig),
            "kube-scheduler": components.kube_scheduler(kubeconfig),
            "kwok": components.kwok(kubeconfig, programs.stages, ports),
        }
        for name, its_flags in flags.items():
            starts = _STARTS_OF_KWOK if name == "kwok" else 1
            self._processes.start(name, Path(connection.directory), programs[name], *its_flags, starts=starts)

    def _wait(self, reached: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while not reached():
            self.check_alive()
            if time.monotonic() > deadline:
                raise ClusterError(f"the control plane did not start: waited {_START_TIMEOUT:.0f} s for {what}")
            time.sleep(0.05)


def _is_written(file: Path) -> bool:
    """Say whether a file is there and has an end of PEM: the server makes it before it fills it."""
    return file.exists() and b"-----END" in file.read_bytes()


def prepare(programs: Programs, files: components.Files, ports: components.Ports) -> Connection:
    """Write the files that its programs read, and return how to reach it once they run."""
    tokens = new_tokens()
    write_whole(files.tokens, token_file(tokens))
    write_whole(files.service_account_key, _private_key())
    write_whole(files.audit_policy, components.AUDIT_POLICY)
    return Connection(
        server=f"https://127.0.0.1:{ports.api_server}",
        certificate_authority=str(files.certificate_authority),
        tokens=tokens,
        directory=str(files.directory),
        kubectl=str(programs["kubectl"]),
        audit_log=str(files.audit_log),
    )


def _private_key() -> str:
    """Return a new P-256 key in PEM: RFC 5915's ECPrivateKey is a fixed frame around 32 random bytes."""
    der = bytes.fromhex("30310201010420") + secrets.token_bytes(32) + bytes.fromhex("a00a06082a8648ce3d030107")
    body = base64.b64encode(der).decode()
    return f"-----BEGIN EC PRIVATE KEY-----\n{body}\n-----END EC PRIVATE KEY-----\n"


def _is_ready(api: Api) -> bool:
    try:
        api.get("/readyz")
    except (ApiError, OSError):
        return False
    return True


def _users_are_known(connection: Connection) -> bool:
    """Say whether the authorizer, which watches roles and bindings, knows those of every user."""
    for user in RESTRICTED:
        with closing(Api(connection, user)) as api:
            if is_forbidden(api, resource_path("Service")):
                return False
    return True


def _is_complete(api: Api) -> bool:
    """Say whether what a test may rely on is there: made by post-start hooks, controllers and kwok."""
    try:
        api.get(resource_path("Service", "default", "kubernetes"))
        view = api.get(resource_path("ClusterRole", name="view"))
        api.get(resource_path("ServiceAccount", "default", "default"))
        stored = [api.get(resource_path("Node", name=name)) for name in KWOK_NODES]
    except ApiError:
        return False
    ready = [
        condition
        for node in stored
        for condition in node["status"].get("conditions", [])
        if condition["type"] == "Ready" and condition["status"] == "True"
    ]
    return bool(view.get("rules")) and len(ready) == len(KWOK_NODES)
