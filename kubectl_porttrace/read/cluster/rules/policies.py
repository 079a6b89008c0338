"""NetworkPolicies: not read yet, which is said."""

from collections.abc import Iterator

from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _left_out(_known: Known) -> Iterator[Unread]:
    message = "NetworkPolicies are not read by this version, so a policy may still close a port"
    yield Unread("networkpolicies", None, "not-requested", message)


RULE = Rule(left_out=_left_out)
