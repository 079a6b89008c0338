"""The credentials by which the API server authenticates a request: a token, a password, or a client certificate.

Source: `k8s.io/client-go/tools/clientcmd/client_config.go:ClientConfig`, `getUserIdentificationPartialConfig`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

import msgspec

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.client import connection_parts, loader_parts
from kubectl_porttrace.read.login.context import Login
from kubectl_porttrace.read.login.entries import User
from kubectl_porttrace.read.login.hidden_value import HiddenValue
from kubectl_porttrace.read.login.pem import Pem, pem_of
from kubectl_porttrace.read.login.server_url import basic

Save = Callable[[Mapping[str, str]], None]
"""Called with what an identity provider's entry holds now."""


class Credentials(HiddenValue, frozen=True):
    """The value of the header `Authorization`, and a client certificate with its key; None for what there is not."""

    authorization: str | None = None
    certificate: Pem | None = None
    key: Pem | None = None


def credentials_of(login: Login, save: Save, messages: TextIO | None = None) -> Credentials:
    """Take them from the user of a login, or from the credential plugin or identity provider that the user names.

    A server that is asked without encryption gets none of them, but for what its own URL says.

    Args:
        login: the user, and the cluster to log in to.
        save: called where an identity provider renewed what the user's entry holds.
        messages: where a plugin's messages go.

    Raises:
        UnreachableError: they are incomplete, or the plugin failed.
    """
    user = login.user
    if not login.server.secure:
        return Credentials(login.server.authorization)
    if login.server.authorization is not None:
        return _with_certificate(login.server.authorization, user)
    if user.auth_provider is not None:
        return _with_certificate(_from_provider(login, save), user)
    authorization = _token(login) or _password(user)
    # A plugin is asked where nothing else says who asks (`plugin/pkg/client/auth/exec/exec.go:RoundTrip`).
    if authorization is None and user.exec is not None:
        # Only those who need one pay for what runs plugins.
        from kubectl_porttrace.read.login.plugin import credential_of

        given = credential_of(user.exec, login, messages)
        held = _with_certificate(f"Bearer {given.token}" if given.token else None, user)
        if not given.client_certificate_data:
            return held
        return Credentials(
            held.authorization,
            Pem("client-certificate", content=given.client_certificate_data.encode()),
            Pem("client-key", content=given.client_key_data.encode()),
        )
    return _with_certificate(authorization, user)


def one_line(said: object) -> str:
    """Whatever was said, on one line."""
    return " ".join(str(said).split())


def _with_certificate(authorization: str | None, user: User) -> Credentials:
    return Credentials(
        authorization,
        pem_of("client-certificate", user.client_certificate, user.client_certificate_data),
        pem_of("client-key", user.client_key, user.client_key_data),
    )


def _token(login: Login) -> str | None:
    """The file goes first: it is the one that is kept fresh (`transport.NewBearerAuthWithRefreshRoundTripper`)."""
    token = login.user.token.strip()
    if login.user.token_file:
        try:
            token = Path(login.user.token_file).read_text("utf-8").strip() or token
        except (OSError, ValueError) as error:
            if not token:
                reason = (getattr(error, "strerror", None) or "it is not text").lower()
                raise UnreachableError(
                    f'the tokenFile "{login.user.token_file}" of user "{login.user_name}" cannot be read: {reason}',
                    "kubectl config view --minify shows what the kubeconfig says",
                ) from None
    return f"Bearer {token}" if token else None


def _password(user: User) -> str | None:
    return basic(user.username, user.password) if user.username and user.password else None


def _from_provider(login: Login, save: Save) -> str | None:
    """An identity provider built into old clients (`gcp`, `oidc`), which may have to be asked for a new token."""
    configuration = connection_parts()[0]()
    user: dict[str, Any] = msgspec.to_builtins(login.user)
    user["auth-provider"].setdefault("config", {})
    whole = {
        "current-context": "it",
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        "clusters": [{"name": "it", "cluster": {"server": login.server.url}}],
        "users": [{"name": "it", "user": user}],
    }
    renewed: list[bool] = []
    try:
        loader_parts()(whole, config_persister=lambda: renewed.append(True)).load_and_set(configuration)
    except Exception as error:  # noqa: BLE001 - each of the libraries that talk to providers has exceptions of its own
        # What such an exception says may be what the provider was told, so its words are not repeated.
        raise UnreachableError(
            f'the identity provider of user "{login.user_name}" gave no token: {type(error).__name__}',
            "log in again, then retry",
        ) from None
    if renewed:
        save(user["auth-provider"]["config"])
    authorization: str | None = configuration.api_key.get("BearerToken")
    return authorization
