"""What a run asks the API server for, counted."""

from __future__ import annotations

from collections import Counter

from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace


def own_reader(porttrace: Porttrace) -> str:
    """A new user of the namespace, who may read; others of the run are at work at the same time, as `reader` too."""
    return porttrace.cluster.own_user(Namespace(porttrace.cluster.api(), porttrace.namespace))


def requests_of(porttrace: Porttrace, user: str, *words: str) -> Counter[str]:
    """How often each verb was asked for of each resource, in one run as a user whom no other test is."""
    # Not by KUBECONFIG: it is a list with colons in between, and the user's name, which is in the path, has colons.
    config = porttrace.cluster.kubeconfig(user, porttrace.namespace)
    mark = porttrace.cluster.audit.mark()
    result = porttrace(*words, "-o", "json", "--kubeconfig", str(config))
    assert result.returncode in {0, 3, 4}, result.stderr
    return Counter(f"{each.verb} {each.resource}" for each in porttrace.cluster.audit.since(mark, user))
