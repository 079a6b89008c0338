from typing import Any

import msgspec
import pytest

from kubectl_porttrace.errors import NotFoundError, PorttraceError, UnreachableError, UsageError
from kubectl_porttrace.read.login.context import login_of
from kubectl_porttrace.read.login.entries import Cluster, Exec, User
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig

KUBECONFIG = msgspec.convert(
    {
        "current_context": "prod",
        "clusters": {
            "prod": {"server": "https://prod", "certificate-authority-data": "Q0E=", "tls-server-name": "api"},
            "test": {"server": "https://test", "insecure-skip-tls-verify": True},
            "void": {},
        },
        "contexts": {
            "prod": {"cluster": "prod", "user": "ann", "namespace": "shop"},
            "test": {"cluster": "test", "user": "bob"},
            "nobody": {"cluster": "prod"},
            "no-cluster": {"cluster": "gone", "user": "ann"},
            "no-user": {"cluster": "prod", "user": "gone"},
            "void": {"cluster": "void"},
            "blank": {"user": "ann"},
        },
        "users": {
            "ann": {"token": "a", "as": "root", "as-groups": ["x"]},
            "bob": {"exec": {"command": "login"}, "client-certificate-data": "Qg==", "client-key-data": "Qg=="},
        },
    },
    Kubeconfig,
)


def cluster_of(written: dict[str, Any]) -> Cluster:
    return msgspec.convert(written, Cluster)


def user_of(written: dict[str, Any]) -> User:
    return msgspec.convert(written, User)


def test_the_current_context_decides() -> None:
    login = login_of(KUBECONFIG, ConnectionFlags())
    assert (login.context, login.namespace, login.user_name) == ("prod", "shop", "ann")
    assert login.server.url == "https://prod"
    assert login.user.token == "a"  # noqa: S105


def test_flags_choose_context_cluster_and_user() -> None:
    login = login_of(KUBECONFIG, ConnectionFlags(context="test"))
    assert (login.context, login.namespace, login.server.url) == ("test", None, "https://test")
    login = login_of(KUBECONFIG, ConnectionFlags(cluster="test", user="bob"))
    assert (login.context, login.namespace, login.server.url) == ("prod", "shop", "https://test")
    assert login.user.exec == Exec(command="login")


def test_a_context_needs_no_user() -> None:
    assert login_of(KUBECONFIG, ConnectionFlags(context="nobody")).user == User()


@pytest.mark.parametrize(
    ("flags", "cluster"),
    [
        pytest.param(
            {"server": "https://other"},
            {"server": "https://other", "certificate-authority-data": "Q0E="},
            id="another-server-has-another-name",
        ),
        pytest.param(
            {"insecure_skip_tls_verify": True},
            {"server": "https://prod", "insecure-skip-tls-verify": True, "tls-server-name": "api"},
            id="no-verification-drops-the-authority",
        ),
        pytest.param(
            {"certificate_authority": "ca.crt"},
            {"server": "https://prod", "certificate-authority": "ca.crt", "tls-server-name": "api"},
            id="an-authority-drops-the-other",
        ),
        pytest.param(
            {"context": "test", "certificate_authority": "ca.crt"},
            {"server": "https://test", "certificate-authority": "ca.crt"},
            id="an-authority-turns-verification-on",
        ),
        pytest.param(
            {"context": "test", "tls_server_name": "me", "proxy_url": "http://p"},
            {
                "server": "https://test",
                "insecure-skip-tls-verify": True,
                "tls-server-name": "me",
                "proxy-url": "http://p",
            },
            id="server-name-and-proxy",
        ),
    ],
)
def test_flags_of_the_server_are_over_the_kubeconfig(flags: dict[str, Any], cluster: dict[str, Any]) -> None:
    assert login_of(KUBECONFIG, ConnectionFlags(**flags)).cluster == cluster_of(cluster)


@pytest.mark.parametrize(
    ("flags", "user"),
    [
        pytest.param(
            {"context": "test", "token": "t"},
            {"token": "t", "client-certificate-data": "Qg==", "client-key-data": "Qg=="},
            id="a-token-is-the-only-credential-but-a-certificate",
        ),
        pytest.param(
            {"context": "test", "client_certificate": "c", "client_key": "k"},
            {"exec": {"command": "login"}, "client-certificate": "c", "client-key": "k"},
            id="certificate-and-key",
        ),
        pytest.param(
            {"impersonate": "eve"}, {"token": "a", "as": "eve", "as-groups": ["x"]}, id="somebody-else-in-the-groups"
        ),
        pytest.param(
            {"impersonate_groups": ("y",), "impersonate_uid": "7"},
            {"token": "a", "as": "root", "as-groups": ["y"], "as-uid": "7"},
            id="other-groups",
        ),
    ],
)
def test_flags_of_the_user_are_over_the_kubeconfig(flags: dict[str, Any], user: dict[str, Any]) -> None:
    assert login_of(KUBECONFIG, ConnectionFlags(**flags)).user == user_of(user)


def test_a_server_given_by_flag_needs_no_kubeconfig() -> None:
    login = login_of(Kubeconfig(), ConnectionFlags(server="https://host", token="t"))  # noqa: S106
    assert (login.cluster, login.user, login.context) == (Cluster(server="https://host"), User(token="t"), None)  # noqa: S106


def test_a_server_given_by_flag_needs_no_cluster_of_the_context() -> None:
    assert login_of(KUBECONFIG, ConnectionFlags(context="no-cluster", server="https://host")).user.token


@pytest.mark.parametrize(
    ("flags", "error", "words"),
    [
        pytest.param({"context": "prd"}, NotFoundError, ("context", "prd", "prod"), id="context"),
        pytest.param({"context": "zzz"}, NotFoundError, ("zzz", "blank, no-cluster, no-user"), id="far-from-any"),
        pytest.param({"cluster": "tst"}, NotFoundError, ("cluster", "tst", "test"), id="cluster"),
        pytest.param({"user": "an"}, NotFoundError, ("user", "an", "ann"), id="user"),
        pytest.param({"context": "no-cluster"}, NotFoundError, ("cluster", "gone"), id="cluster-of-a-context"),
        pytest.param({"context": "no-user"}, NotFoundError, ("user", "gone"), id="user-of-a-context"),
        pytest.param({"server": "https://[::"}, UnreachableError, ("not a server URL",), id="no-url"),
        pytest.param({"server": "https://host:x"}, UnreachableError, ("not a server URL",), id="port-of-text"),
        pytest.param({"server": "https://"}, UnreachableError, ("not a server URL",), id="no-host"),
        pytest.param({"server": "ftp://host"}, UnreachableError, ("not a server URL",), id="another-scheme"),
        pytest.param({"context": "blank"}, UnreachableError, ("no server",), id="no-cluster"),
        pytest.param({"context": "void"}, UnreachableError, ("no server",), id="no-server"),
        pytest.param(
            {"insecure_skip_tls_verify": True, "certificate_authority": "ca"},
            UsageError,
            ("--certificate-authority", "--insecure-skip-tls-verify"),
            id="contradiction",
        ),
        pytest.param({"context": "test", "impersonate_groups": ("g",)}, UsageError, ("--as",), id="group-of-nobody"),
    ],
)
def test_says_what_is_missing(flags: dict[str, Any], error: type[PorttraceError], words: tuple[str, ...]) -> None:
    with pytest.raises(error) as raised:
        login_of(KUBECONFIG, ConnectionFlags(**flags))
    said = f"{raised.value.message} {raised.value.hint}"
    assert all(word in said for word in words)


def test_says_which_contexts_there_are_where_none_is_current() -> None:
    kubeconfig = Kubeconfig(clusters=KUBECONFIG.clusters, contexts=KUBECONFIG.contexts)
    with pytest.raises(UnreachableError) as raised:
        login_of(kubeconfig, ConnectionFlags())
    assert "and 2 more" in raised.value.hint


def test_groups_of_the_kubeconfig_need_somebody_to_act_as() -> None:
    kubeconfig = Kubeconfig(users={"ann": User(as_groups=("x",))})
    flags = ConnectionFlags(server="https://host", user="ann")
    with pytest.raises(UnreachableError, match="as-groups"):
        login_of(kubeconfig, flags)
    assert login_of(kubeconfig, msgspec.structs.replace(flags, impersonate="eve")).user.as_groups == ("x",)


@pytest.mark.parametrize(
    ("user", "words"),
    [
        pytest.param({"token": "t", "username": "ann", "password": "p"}, "a token and a password", id="two"),
        pytest.param({"exec": {"command": "login"}, "auth-provider": {"name": "oidc"}}, "auth-provider", id="helpers"),
    ],
)
def test_a_user_with_two_ways_to_log_in_is_refused_but_for_a_token_given_by_flag(
    user: dict[str, Any], words: str
) -> None:
    kubeconfig = Kubeconfig(users={"ann": user_of(user)})
    flags = ConnectionFlags(server="https://host", user="ann")
    with pytest.raises(UnreachableError, match=words):
        login_of(kubeconfig, flags)
    assert login_of(kubeconfig, msgspec.structs.replace(flags, token="x")).user == User(token="x")  # noqa: S106
