"""kubectl's flags that choose the cluster and the user, and how to connect."""

import re

import msgspec

from kubectl_porttrace.errors import UsageError

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")


class ConnectionFlags(msgspec.Struct, frozen=True):
    """kubectl's connection flags; None or empty where not given.

    `request_timeout` is in seconds; 0 means to wait for ever.
    """

    kubeconfig: str | None = None
    context: str | None = None
    cluster: str | None = None
    user: str | None = None
    impersonate: str | None = None
    impersonate_groups: tuple[str, ...] = ()
    impersonate_uid: str | None = None
    token: str | None = None
    server: str | None = None
    certificate_authority: str | None = None
    client_certificate: str | None = None
    client_key: str | None = None
    insecure_skip_tls_verify: bool = False
    tls_server_name: str | None = None
    proxy_url: str | None = None
    request_timeout: float | None = None

    @property
    def given(self) -> bool:
        """Whether any of them was given."""
        return self != ConnectionFlags()


def parse_timeout(written: str) -> float:
    """The seconds of a `--request-timeout` as kubectl takes it: `0`, `5`, `5s`, `1m30s`.

    Raises:
        UsageError: anything else.

    Source: `k8s.io/client-go/tools/clientcmd/config.go:ParseTimeout`.
    """
    if written.isascii() and written.isdecimal():
        return float(written)
    parts = _DURATION.findall(written)
    if not parts or "".join(number + unit for number, unit in parts) != written:
        raise UsageError(
            f'--request-timeout "{written}" is no length of time',
            "give seconds or a unit: 5, 5s, 1m30s; 0 sets no limit",
        )
    return sum(float(number) * _UNITS[unit] for number, unit in parts)
