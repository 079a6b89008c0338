"""The recorded clusters that come along: what each one shows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kubectl_porttrace.errors import UsageError

SHOP: Final = "shop"
"""The one behind `--demo` alone."""

LIST: Final = "list"
"""What `--demo` takes in place of a name, to show them all."""

DEMOS: Final[Mapping[str, str]] = MappingProxyType(
    {
        SHOP: "an online shop, most of it healthy, some of it with the usual faults",
        "ingress-503": "an Ingress answers 503: it names a port that the Service does not have",
        "not-ready": "a Service has no backend: its pods run and are not ready",
        "policy-blocks": "connections time out: a NetworkPolicy admits the Service's port and not the pods'",
        "webhook-timeout": "no pod can be created: a webhook is called on a port that its Service does not have",
        "wrong-port": "a Service has no endpoint: its targetPort is a name that no container port has",
    }
)
"""What each shows, by its name."""


def told() -> str:
    """Every demo with its sentence, a line each."""
    width = max(map(len, DEMOS))
    return "".join(f"{name:<{width}}   {sentence}\n" for name, sentence in DEMOS.items())


def no_such_demo(name: str) -> UsageError:
    """That there is no demo of a name, and which one may be meant."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), DEMOS, n=1)
    listed = "kubectl porttrace --demo=list names them all"
    return UsageError(f'there is no demo "{name}"', f"did you mean {near[0]}? {listed}" if near else listed)
