"""kubectl's flags that choose the cluster and the user, and how to connect."""

import re

import msgspec

from kubectl_porttrace.errors import UsageError

LONGEST = 2**63 / 1e9
"""Seconds: Go's longest duration."""

LONGEST_WAIT = 1e6
_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION = r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)"


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


def parse_timeout(written: str, flag: str = "--request-timeout") -> float:
    """The seconds of a `--request-timeout`, or another flag, as kubectl takes it: `0`, `5`, `5s`, `1m30s`.

    Raises:
        UsageError: anything else.

    Source: `k8s.io/client-go/tools/clientcmd/config.go:ParseTimeout`.
    """
    if written.isascii() and written.isdecimal():
        seconds = float(written[:20])
    elif parts := _duration(written):
        seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    else:
        seconds = LONGEST + 1
    if seconds > LONGEST:
        zero = "0 sets no limit" if flag == "--request-timeout" else "0 looks once"
        raise UsageError(f'{flag} "{written}" is not a duration', f"give seconds or a unit: 5, 5s, 1m30s; {zero}")
    # No clock of the system takes more than a few weeks, and no request.
    return min(seconds, LONGEST_WAIT)


def _duration(written: str) -> list[tuple[str, str]]:
    parts = re.findall(_DURATION, written)
    return parts if "".join(number + unit for number, unit in parts) == written else []
