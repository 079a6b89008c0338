"""What the API server's validation says of names and objects that are still only in files."""

import re
from collections.abc import Iterable

from kubectl_porttrace.trace.port import TracedPort

MAX_PORT_NAME = 15

_CHARACTERS = r"[a-z0-9-]*"
_LETTER = r"[a-z]"


def port_name_faults(name: str) -> tuple[str, ...]:
    """What is wrong with a name by which a port is referred to; empty where nothing is.

    The rule holds for container port names and for names in targetPort, Ingress backends, NetworkPolicies and probes.
    Names of Service ports themselves follow a wider one.

    Source: `k8s.io/apimachinery/pkg/util/validation/validation.go:IsValidPortName`.
    """
    faults = []
    if len(name) > MAX_PORT_NAME:
        faults.append(f"has {len(name)} characters, at most {MAX_PORT_NAME} are allowed")
    if not re.fullmatch(_CHARACTERS, name):
        faults.append("has characters other than a-z, 0-9 and -")
    if not re.search(_LETTER, name):
        faults.append("has no letter a-z")
    if "--" in name:
        faults.append("has two hyphens in a row")
    if name.startswith("-") or name.endswith("-"):
        faults.append("begins or ends with a hyphen")
    return tuple(faults)


def without_backends(ports: Iterable[TracedPort]) -> tuple[TracedPort, ...]:
    """The ports for which even the files hold nothing to route to.

    An object that the API server refuses never gets any traffic, whatever stands behind it in the files. Naming only
    these ports keeps that an error, and lets what follows from it be folded under it.
    """
    return tuple(port for port in ports if not port.usable)
