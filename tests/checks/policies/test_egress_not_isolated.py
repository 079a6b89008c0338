from typing import Any

import pytest

from kubectl_porttrace.checks.policies.egress_not_isolated import egress_not_isolated as check
from kubectl_porttrace.model.network_policy import NetworkPolicy
from tests.build import found, judged, policy, policy_in_files


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(policy("no-egress", egress=[], policyTypes=["Egress"]), id="says-its-types"),
        pytest.param(policy("no-egress", egress=[{}]), id="has-rules"),
        pytest.param(policy("no-egress"), id="no-list"),
        pytest.param(policy("web", egress=[]), id="no-word-of-egress"),
    ],
)
def test_stays_silent(written: NetworkPolicy) -> None:
    assert found(check, policy_in_files(written)) == []


@pytest.mark.parametrize(("rules", "told"), [pytest.param([], True, id="closed"), pytest.param([{}], False, id="open")])
def test_fires(rules: list[dict[str, Any]], *, told: bool) -> None:
    subject = policy_in_files(policy("no-egress", egress=[], ingress=rules))
    (only,) = found(check, subject)
    assert only.path == "spec.policyTypes"
    assert ("nothing may come in" in only.message) is told
    assert judged(subject)["PTN07"].severity == "warning"
