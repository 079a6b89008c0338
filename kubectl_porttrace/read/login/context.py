"""The cluster, the user and the namespace: what the kubeconfig says, overridden by the flags of the command line.

Source: `k8s.io/client-go/tools/clientcmd/client_config.go:DirectClientConfig`.
"""

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from kubectl_porttrace.errors import NotFoundError, UnreachableError, UsageError
from kubectl_porttrace.read.login.entries import Cluster, Context, User
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.hidden_value import HiddenValue
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig
from kubectl_porttrace.read.login.server_url import ServerURL, server_url

_COMPARED = 253
"""So many letters of a name are compared: the effort grows with their square."""

SHOWN = 5

Section = TypeVar("Section", Cluster, User)


class Login(HiddenValue, frozen=True):
    """Cluster and user as a kubeconfig would write them, overridden by the flags; `namespace` is the context's."""

    cluster: Cluster
    server: ServerURL
    user: User
    context: str | None = None
    user_name: str = ""
    namespace: str | None = None


def login_of(kubeconfig: Kubeconfig, flags: ConnectionFlags) -> Login:
    """Choose context, cluster and user, and override them by the flags.

    Raises:
        NotFoundError: a context, cluster or user that the kubeconfig does not have.
        UnreachableError: nothing says which cluster to ask, or whom to act as.
        UsageError: flags that contradict each other.
    """
    name, context = _context(kubeconfig, flags)
    cluster_name = flags.cluster or context.cluster
    user_name = flags.user or context.user
    known = cluster_name in kubeconfig.clusters or not flags.server
    chosen = _named("cluster", kubeconfig.clusters, cluster_name if known else "")
    cluster = _overridden_cluster(chosen or Cluster(), flags)
    user = _named("user", kubeconfig.users, user_name) or User()
    if not cluster.server:
        raise UnreachableError(
            "the kubeconfig names no server to ask", "pass --context NAME or --server URL; kubectl config get-contexts"
        )
    certified = bool(cluster.certificate_authority or cluster.certificate_authority_data or user.client_certificate)
    return Login(
        cluster=cluster,
        server=server_url(cluster.server, certified=certified),
        user=_overridden_user(user, user_name, flags),
        context=name or None,
        user_name=user_name,
        namespace=context.namespace or None,
    )


def _context(kubeconfig: Kubeconfig, flags: ConnectionFlags) -> tuple[str, Context]:
    name = flags.context or kubeconfig.current_context
    if name in kubeconfig.contexts:
        return name, kubeconfig.contexts[name]
    if name:
        raise _missing("context", name, kubeconfig.contexts)
    if flags.server or flags.cluster or not kubeconfig.contexts:
        return "", Context()
    raise UnreachableError(
        "the kubeconfig has no current context", f"pass --context NAME, of: {_listed(kubeconfig.contexts)}"
    )


def _named(what: str, section: Mapping[str, Section], name: str) -> Section | None:
    if name and name not in section:
        raise _missing(what, name, section)
    return section.get(name)


def _missing(what: str, name: str, section: Mapping[str, object]) -> NotFoundError:
    from difflib import get_close_matches  # most names are found

    near = get_close_matches(name[:_COMPARED], [each for each in section if len(each) <= _COMPARED], n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"it has: {_listed(section)}" if section else ""
    return NotFoundError(f'the kubeconfig has no {what} "{name}"', hint)


def _listed(section: Mapping[str, object]) -> str:
    names = sorted(section)
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _overridden_cluster(cluster: Cluster, flags: ConnectionFlags) -> Cluster:
    """A certificate authority given by flag turns verification on; no verification drops the kubeconfig's authority."""
    if flags.insecure_skip_tls_verify and flags.certificate_authority:
        raise UsageError(
            "--certificate-authority cannot be used with --insecure-skip-tls-verify", "use only one of them"
        )
    if flags.insecure_skip_tls_verify or flags.certificate_authority:
        cluster = replace(
            cluster,
            certificate_authority=flags.certificate_authority or "",
            certificate_authority_data="",
            insecure_skip_tls_verify=flags.insecure_skip_tls_verify,
        )
    if flags.server or flags.tls_server_name:
        cluster = replace(cluster, tls_server_name=flags.tls_server_name or "")
    return replace(cluster, server=flags.server or cluster.server, proxy_url=flags.proxy_url or cluster.proxy_url)


def _overridden_user(user: User, name: str, flags: ConnectionFlags) -> User:
    """A token given by flag is the only credential, but for a client certificate, which the server looks at first."""
    if flags.token:
        user = replace(user, token=flags.token, token_file="", auth_provider=None, exec=None, username="", password="")
    if flags.client_certificate:
        user = replace(user, client_certificate=flags.client_certificate, client_certificate_data="")
    if flags.client_key:
        user = replace(user, client_key=flags.client_key, client_key_data="")
    # What a flag does not say stays as the kubeconfig has it: `--as` alone keeps its groups (`getAuthInfo`).
    user = replace(
        user,
        as_=flags.impersonate or user.as_,
        as_uid=flags.impersonate_uid or user.as_uid,
        as_groups=flags.impersonate_groups or user.as_groups,
    )
    both = _contradiction(user)
    if both:
        raise UnreachableError(f'the user "{name}" of the kubeconfig has {both}', "keep one of the two")
    if (user.as_groups or user.as_uid or user.as_user_extra) and not user.as_:
        if flags.impersonate_groups or flags.impersonate_uid:
            raise UsageError("--as-group and --as-uid need --as", "pass --as USER as well")
        raise UnreachableError(
            f'the user "{name}" of the kubeconfig has as-groups, as-uid or as-user-extra without the field "as"',
            'set the field "as" in the kubeconfig, or pass --as USER',
        )
    return user


def _contradiction(user: User) -> str:
    """Two ways to log in of which kubectl takes neither (`clientcmd/validation.go:validateAuthInfo`)."""
    if user.token and (user.username or user.password):
        return "a token and a password"
    return "an exec plugin and an auth-provider" if user.exec and user.auth_provider else ""
