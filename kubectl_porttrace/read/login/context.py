"""The cluster, the user and the namespace: what the kubeconfig says, overridden by the flags of the command line.

Source: `k8s.io/client-go/tools/clientcmd/client_config.go:DirectClientConfig`.
"""

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from kubectl_porttrace.errors import NotFoundError, UnreachableError, UsageError
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.kubeconfig import Entry, Kubeconfig, Section

_OTHER_CREDENTIALS = ("token", "tokenFile", "auth-provider", "exec", "username", "password")
SHOWN = 5


@dataclass(frozen=True)
class Login:
    """Cluster and user as a kubeconfig would write them, overridden by the flags; `namespace` is the context's."""

    cluster: Entry
    user: Entry = field(repr=False)
    context: str | None = None
    user_name: str = ""
    namespace: str | None = None


def login_of(kubeconfig: Kubeconfig, flags: ConnectionFlags) -> Login:
    """Choose context, cluster and user, and override them by the flags.

    Raises:
        NotFoundError: a context, cluster or user that the kubeconfig does not have.
        UnreachableError: nothing says which cluster to ask.
        UsageError: flags that contradict each other.
    """
    name, context = _context(kubeconfig, flags)
    cluster_name = flags.cluster or str(context.get("cluster") or "")
    user_name = flags.user or str(context.get("user") or "")
    known = cluster_name in kubeconfig.clusters or not flags.server
    cluster = _overridden_cluster(_named("cluster", kubeconfig.clusters, cluster_name if known else ""), flags)
    user = _named("user", kubeconfig.users, user_name)
    if not cluster.get("server"):
        raise UnreachableError(
            "the kubeconfig names no server to ask", "pass --context NAME or --server URL; kubectl config get-contexts"
        )
    return Login(
        cluster=cluster,
        user=_overridden_user(user, flags),
        context=name or None,
        user_name=user_name,
        namespace=str(context.get("namespace") or "") or None,
    )


def impersonation(user: Entry) -> tuple[tuple[str, str], ...]:
    """The headers that ask the API server to act as another user; every group has a header of its own."""
    headers: list[tuple[str, Any]] = []
    if user.get("as"):
        headers.append(("Impersonate-User", user["as"]))
    if user.get("as-uid"):
        headers.append(("Impersonate-Uid", user["as-uid"]))
    headers += [("Impersonate-Group", group) for group in user.get("as-groups", ())]
    for key, values in user.get("as-user-extra", {}).items():
        headers += [(f"Impersonate-Extra-{key}", value) for value in values]
    return tuple((name, str(value)) for name, value in headers)


def _context(kubeconfig: Kubeconfig, flags: ConnectionFlags) -> tuple[str, Entry]:
    name = flags.context or kubeconfig.current_context
    if name in kubeconfig.contexts:
        return name, kubeconfig.contexts[name]
    if name:
        raise _missing("context", name, kubeconfig.contexts)
    if flags.server or flags.cluster or not kubeconfig.contexts:
        return "", {}
    raise UnreachableError(
        "the kubeconfig has no current context", f"pass --context NAME, of: {_listed(kubeconfig.contexts)}"
    )


def _named(what: str, section: Section, name: str) -> Entry:
    if name and name not in section:
        raise _missing(what, name, section)
    return section.get(name, {})


def _missing(what: str, name: str, section: Section) -> NotFoundError:
    near = get_close_matches(name, section, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"it has: {_listed(section)}" if section else ""
    return NotFoundError(f'the kubeconfig has no {what} "{name}"', hint)


def _listed(section: Section) -> str:
    names = sorted(section)
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _overridden_cluster(cluster: Entry, flags: ConnectionFlags) -> Entry:
    """A certificate authority given by flag turns verification on; no verification drops the kubeconfig's authority."""
    if flags.insecure_skip_tls_verify and flags.certificate_authority:
        raise UsageError(
            "--certificate-authority cannot be used with --insecure-skip-tls-verify", "leave one of them out"
        )
    merged = dict(cluster)
    if flags.insecure_skip_tls_verify or flags.certificate_authority:
        for key in ("certificate-authority", "certificate-authority-data", "insecure-skip-tls-verify"):
            merged.pop(key, None)
    if flags.server or flags.tls_server_name:
        merged.pop("tls-server-name", None)
    given = {
        "server": flags.server,
        "certificate-authority": flags.certificate_authority,
        "insecure-skip-tls-verify": flags.insecure_skip_tls_verify,
        "tls-server-name": flags.tls_server_name,
        "proxy-url": flags.proxy_url,
    }
    merged |= {key: value for key, value in given.items() if value}
    if "server" in merged:
        merged["server"] = _url(str(merged["server"]), secure=any("certificate" in key for key in merged))
    return merged


def _url(server: str, *, secure: bool) -> str:
    """A server without a scheme is http, unless there is a certificate to check it by (`DefaultServerURL`)."""
    url = server if "://" in server else f"{'https' if secure else 'http'}://{server}"
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise UnreachableError(f'"{server}" is no URL of a server', "check server in the kubeconfig, or --server")
    return url


def _overridden_user(user: Entry, flags: ConnectionFlags) -> Entry:
    """A token given by flag replaces all other credentials but a client certificate, which the server checks first."""
    merged = dict(user)
    if flags.token:
        for key in _OTHER_CREDENTIALS:
            merged.pop(key, None)
    if flags.client_certificate:
        merged.pop("client-certificate-data", None)
    if flags.client_key:
        merged.pop("client-key-data", None)
    if flags.impersonate:
        for key in ("as-uid", "as-groups", "as-user-extra"):
            merged.pop(key, None)
    elif (flags.impersonate_groups or flags.impersonate_uid) and "as" not in merged:
        raise UsageError("--as-group and --as-uid need --as", "pass --as USER as well")
    given = {
        "token": flags.token,
        "client-certificate": flags.client_certificate,
        "client-key": flags.client_key,
        "as": flags.impersonate,
        "as-uid": flags.impersonate_uid,
        "as-groups": list(flags.impersonate_groups),
    }
    return merged | {key: value for key, value in given.items() if value}
