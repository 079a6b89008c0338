"""A running test cluster, as tests and scripts use it."""

from __future__ import annotations

import os
import secrets
import subprocess
from functools import cached_property
from pathlib import Path

from tests.cluster.api import Api, is_forbidden
from tests.cluster.audit import AuditLog
from tests.cluster.connection import Connection
from tests.cluster.namespace import Namespace
from tests.cluster.users import cluster_binding, role_name, view_binding


class Cluster:
    """The control plane behind `connection`; namespaces keep its tests apart."""

    def __init__(self, connection: Connection) -> None:
        """Use the control plane that `connection` leads to; another process may run it."""
        self.connection = connection
        self._apis: dict[str, Api] = {}

    def api(self, user: str = "admin") -> Api:
        """Return the JSON client of one of users.USERS."""
        if user not in self._apis:
            self._apis[user] = Api(self.connection, user)
        return self._apis[user]

    def close(self) -> None:
        """Close the connections of this process; the control plane runs on."""
        for api in self._apis.values():
            api.close()

    def kubeconfig(self, user: str = "admin", namespace: str = "default") -> Path:
        """Return a kubeconfig of `user` whose current namespace is `namespace`."""
        return self.connection.kubeconfig(user, namespace)

    def kubectl(
        self, *args: str, user: str = "admin", namespace: str = "default", stdin: str = "", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run kubectl as `user`; AssertionError with its stderr where it fails, unless `check` is off."""
        command = [self.connection.kubectl, "--kubeconfig", str(self.kubeconfig(user, namespace)), *args]
        environment = {"HOME": self.connection.directory, "PATH": os.environ.get("PATH", os.defpath)}
        result = subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, check=False)
        if check and result.returncode != 0:
            raise AssertionError(f"kubectl {' '.join(args)}: {result.stderr}")
        return result

    @cached_property
    def audit(self) -> AuditLog:
        """The log of every request."""
        return AuditLog(Path(self.connection.audit_log), self.api())

    def new_namespace(self, prefix: str = "test") -> Namespace:
        """Create a namespace of a name nobody used."""
        name = f"{prefix}-{secrets.token_hex(4)}"
        self.api().create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        return Namespace(self.api(), name)

    def allow_view(self, namespace: str, user: str = "namespaced-view") -> None:
        """Let `user` view one namespace, by RoleBinding; returns when the authorizer, which watches them, knows."""
        self.api().create_or_replace(view_binding(namespace, user))
        self.wait_until_may_read(user, Namespace(self.api(), namespace))

    def own_user(self, namespace: Namespace, like: str = "reader") -> str:
        """Return a new user of the rights of `like`, for the audit log to tell its requests from other tests'.

        A ServiceAccount of `namespace`; `like` is a user that USERS gives a role of its own.
        """
        name = f"like-{like}"
        user = f"system:serviceaccount:{namespace.name}:{name}"
        namespace.create({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}})
        self.api().create(cluster_binding(user, role_name(like)))
        request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}
        answer = self.api().request("POST", namespace.path("ServiceAccount", name) + "/token", request)
        self.connection.tokens[user] = answer["status"]["token"]
        self.wait_until_may_read(user, namespace)
        return user

    def wait_until_may_read(self, user: str, namespace: Namespace) -> None:
        """Wait until the authorizer, which watches roles and bindings, lets `user` list the Services of a namespace."""
        services = namespace.path("Service")
        namespace.wait_for(lambda: not is_forbidden(self.api(user), services), f"the rights of {user}")
