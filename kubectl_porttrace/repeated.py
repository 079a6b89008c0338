"""The flags of a run that a further command needs as well: they say what is read, as whom, and how it is judged."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kubectl_porttrace.demos import SHOP
from kubectl_porttrace.read.login.server_url import without_user

SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "client": "--from",
        "no_routes": "--no-routes",
        "filename": "-f",
        "recursive": "-R",
        "complete": "--complete",
        "over_cluster": "--over-cluster",
        "demo": "--demo",
        "probe": "--probe",
        "ignore": "--ignore",
        "baseline": "--baseline",
        "advice": "--advice",
        "kubeconfig": "--kubeconfig",
        "context": "--context",
        "cluster": "--cluster",
        "user": "--user",
        "impersonate": "--as",
        "impersonate_group": "--as-group",
        "impersonate_uid": "--as-uid",
        "token": "--token",
        "server": "--server",
        "certificate_authority": "--certificate-authority",
        "client_certificate": "--client-certificate",
        "client_key": "--client-key",
        "insecure_skip_tls_verify": "--insecure-skip-tls-verify",
        "tls_server_name": "--tls-server-name",
        "proxy_url": "--proxy-url",
        "request_timeout": "--request-timeout",
    }
)
"""The flag that each value stands for, in the order in which they are repeated."""


def repeated(values: Mapping[str, object]) -> tuple[str, ...]:
    """The words of the flags that were given, to be quoted for a shell.

    Args:
        values: what each flag was given, by the names of `Flags`; None, False or empty where it was not.

    Returns:
        The flags with their values. A token is not repeated, and neither is the user that is written into a URL: what
        is printed is read by others.
    """
    return tuple(word for name, flag in SPELLINGS.items() for word in _words(name, flag, values[name]))


def _words(name: str, flag: str, value: object) -> Iterator[str]:
    if value is True:
        yield flag
    elif isinstance(value, list):
        for each in value:
            yield from (flag, each)
    elif isinstance(value, str) and value:
        yield from _with_value(name, flag, value)


def _with_value(name: str, flag: str, value: str) -> tuple[str, ...]:
    """A flag and its value, which stands behind an equals sign where the flag needs none."""
    if name == "demo" and value == SHOP:
        return (flag,)
    return (f"{flag}={value}",) if name in {"probe", "demo"} else (flag, _shown(name, value))


def _shown(name: str, value: str) -> str:
    if name == "token":
        return "TOKEN"
    return without_user(value) if name in {"server", "proxy_url"} else value
