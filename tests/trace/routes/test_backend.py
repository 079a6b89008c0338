"""What becomes of requests at one backend of a route."""

from typing import Any

import pytest

from tests.build import ingress, pod, service, traced_route
from tests.build.policies import policy

OTHER: dict[str, Any] = {"ingress": [{"ports": [{"port": 9}]}]}


@pytest.mark.parametrize(
    ("labels", "verdict"),
    [
        pytest.param({"app": "web"}, "broken", id="all-pods"),
        pytest.param({"app": "web", "tier": "old"}, "partial", id="some-pods"),
        pytest.param({"app": "api"}, "wired", id="no-pod"),
    ],
)
def test_what_policies_close_to_everybody_is_closed_to_a_route(labels: dict[str, str], verdict: str) -> None:
    closing = policy(podSelector={"matchLabels": labels}, **OTHER)
    pods = pod(labels={"app": "web", "tier": "old"}), pod(labels={"app": "web"})
    subject = traced_route(ingress(80), service(), *pods, closing)
    assert (subject.verdict.word, subject.backends[0].verdict.word) == (verdict, verdict)
