"""The credentials by which the API server authenticates a request: a token, a password, or a client certificate.

Source: `k8s.io/client-go/tools/clientcmd/client_config.go:getUserIdentificationPartialConfig`,
`k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go`.
"""

import shutil
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.client import connection_parts, loader_parts, plugin_parts
from kubectl_porttrace.read.login.context import Login
from kubectl_porttrace.read.login.kubeconfig import Entry
from kubectl_porttrace.read.login.pem import Pem, pem_of

# What is raised where a value of the kubeconfig has the wrong type.
UNUSABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Credentials:
    """The value of the header `Authorization`, and a client certificate with its key; None for what there is not."""

    authorization: str | None = field(default=None, repr=False)
    certificate: Pem | None = field(default=None, repr=False)
    key: Pem | None = field(default=None, repr=False)


def credentials_of(login: Login, save: Callable[[], None]) -> Credentials:
    """Take them from the user of a login, or from the credential plugin or identity provider that the user names.

    Args:
        login: the user, and the cluster to log in to.
        save: called where an identity provider renewed what the user's entry holds.

    Raises:
        UnreachableError: they are incomplete, or the plugin failed.
    """
    user = login.user
    try:
        if "auth-provider" in user:
            return _with_certificate(_from_provider(login, save), user)
        authorization = _token(user)
        if authorization is None and "exec" in user:
            return _from_plugin(login)
        return _with_certificate(authorization or _password(user), user)
    except UNUSABLE as error:
        raise unusable(error) from error


def unusable(error: object) -> UnreachableError:
    """A kubeconfig that cannot be used, with the reason."""
    return UnreachableError(
        f"the kubeconfig cannot be used: {one_line(error)}", "kubectl config view --minify shows what it says"
    )


def one_line(said: object) -> str:
    """Whatever was said, on one line."""
    return " ".join(str(said).split())


def _with_certificate(authorization: str | None, user: Entry) -> Credentials:
    return Credentials(authorization, pem_of(user, "client-certificate"), pem_of(user, "client-key"))


def _token(user: Entry) -> str | None:
    """The file is preferred: it is the one that is renewed (`transport.NewBearerAuthWithRefreshRoundTripper`)."""
    token = user.get("token")
    if user.get("tokenFile"):
        try:
            token = Path(user["tokenFile"]).read_text("utf-8").strip() or token
        except OSError:
            if not token:
                raise
    return f"Bearer {str(token).strip()}" if token else None


def _password(user: Entry) -> str | None:
    if "username" not in user or "password" not in user:
        return None
    return "Basic " + b64encode(f"{user['username']}:{user['password']}".encode()).decode("ascii")


def _from_provider(login: Login, save: Callable[[], None]) -> str | None:
    """An identity provider built into old clients (`gcp`, `oidc`), which may have to be asked for a new token."""
    configuration = connection_parts()[0]()
    whole = {
        "current-context": "it",
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        "clusters": [{"name": "it", "cluster": {"server": login.cluster["server"]}}],
        "users": [{"name": "it", "user": login.user}],
    }
    try:
        loader_parts()(whole, config_persister=save).load_and_set(configuration)
    except Exception as error:  # each of the libraries that talk to providers has exceptions of its own
        raise UnreachableError(
            f'the identity provider of user "{login.user_name}" gave no token: {one_line(error)}',
            "log in again, then retry",
        ) from error
    authorization: str | None = configuration.api_key.get("BearerToken")
    return authorization


def _from_plugin(login: Login) -> Credentials:
    provider, failure = plugin_parts()
    _check_installed(login)
    try:
        status: dict[str, Any] = provider(_PluginEntry(login.user["exec"]), "", _PluginEntry(login.cluster)).run()
    except (failure, *UNUSABLE) as error:
        raise _plugin_failed(login, one_line(error).removeprefix("exec: ")) from error
    token, certificate = status.get("token"), status.get("clientCertificateData")
    if not token and not certificate:
        raise _plugin_failed(login, "it gave no credentials")
    given = _with_certificate(f"Bearer {token}" if token else None, login.user)
    if not certificate:
        return given
    return Credentials(
        given.authorization,
        Pem("client-certificate", content=str(certificate).encode()),
        Pem("client-key", content=str(status.get("clientKeyData", "")).encode()),
    )


class _PluginEntry(dict[str, Any]):
    """An entry of a kubeconfig with the attributes that the client's `ExecProvider` reads of it."""

    @property
    def value(self) -> dict[str, Any]:
        return self

    def safe_get(self, key: str) -> Any:  # noqa: ANN401 - whatever was written
        return self.get(key)


def _check_installed(login: Login) -> None:
    plugin = login.user["exec"]
    command = str(plugin.get("command", ""))
    if shutil.which(command) is None:
        hint = plugin.get("installHint")
        raise UnreachableError(
            f'the credential plugin "{command}" of user "{login.user_name}" is not installed',
            one_line(hint) if hint else "install it, or put it on the PATH",
        )


def _plugin_failed(login: Login, why: str) -> UnreachableError:
    command = login.user["exec"].get("command", "")
    return UnreachableError(
        f'the credential plugin "{command}" of user "{login.user_name}" failed: {why}', "log in again, then retry"
    )
