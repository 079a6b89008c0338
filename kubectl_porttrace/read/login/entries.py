"""What a kubeconfig can say of a cluster, a user and a context, with the types that kubectl gives each field.

Source: `k8s.io/client-go/tools/clientcmd/api/v1/types.go`. Fields that nothing here uses are dropped, as kubectl drops
those it does not know.
"""

from typing import Any

import msgspec

from kubectl_porttrace.read.login.hidden_value import HiddenValue


class Entry(HiddenValue, frozen=True, rename="kebab", omit_defaults=True, kw_only=True):
    """An entry of a kubeconfig. What it holds is not shown: much of it is secret."""


class Extension(Entry, frozen=True):
    """Something a cluster's entry says to one program alone."""

    name: str = ""
    extension: Any = None


class Cluster(Entry, frozen=True):
    """Where an API server is, and how to know it."""

    server: str = ""
    tls_server_name: str = ""
    insecure_skip_tls_verify: bool = False
    certificate_authority: str = ""
    certificate_authority_data: str = ""
    proxy_url: str = ""
    disable_compression: bool = False
    extensions: tuple[Extension, ...] = ()


class Variable(Entry, frozen=True):
    """An environment variable of a credential plugin."""

    name: str = ""
    value: str = ""


class Exec(Entry, frozen=True):
    """A credential plugin: a program that prints credentials."""

    command: str = ""
    args: tuple[str, ...] = ()
    env: tuple[Variable, ...] = ()
    api_version: str = msgspec.field(name="apiVersion", default="")
    install_hint: str = msgspec.field(name="installHint", default="")
    provide_cluster_info: bool = msgspec.field(name="provideClusterInfo", default=False)
    interactive_mode: str = msgspec.field(name="interactiveMode", default="")


class AuthProvider(Entry, frozen=True):
    """An identity provider that old clients had built in."""

    name: str = ""
    config: dict[str, str] = msgspec.field(default_factory=dict)


class User(Entry, frozen=True):
    """Who asks, and what proves it."""

    client_certificate: str = ""
    client_certificate_data: str = ""
    client_key: str = ""
    client_key_data: str = ""
    token: str = ""
    token_file: str = msgspec.field(name="tokenFile", default="")
    username: str = ""
    password: str = ""
    as_: str = msgspec.field(name="as", default="")
    as_uid: str = ""
    as_groups: tuple[str, ...] = ()
    as_user_extra: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    auth_provider: AuthProvider | None = None
    exec: Exec | None = None


class Context(Entry, frozen=True):
    """A cluster, a user of it, and a namespace."""

    cluster: str = ""
    user: str = ""
    namespace: str = ""


class NamedCluster(Entry, frozen=True):
    """A cluster in a kubeconfig's list."""

    name: str
    cluster: Cluster = Cluster()


class NamedUser(Entry, frozen=True):
    """A user in a kubeconfig's list."""

    name: str
    user: User = User()


class NamedContext(Entry, frozen=True):
    """A context in a kubeconfig's list."""

    name: str
    context: Context = Context()


class ConfigFile(Entry, frozen=True):
    """One kubeconfig file."""

    kind: str = "Config"
    current_context: str = ""
    clusters: tuple[NamedCluster, ...] = ()
    contexts: tuple[NamedContext, ...] = ()
    users: tuple[NamedUser, ...] = ()
