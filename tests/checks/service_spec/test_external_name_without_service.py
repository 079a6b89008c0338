from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.external_name_without_service import external_name_without_service as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, in_files, serious, service, traced

MISSING = frozenset({("front", "cart")})


def alias(host: str = "cart.front.svc.cluster.local", missing: Any = MISSING) -> TracedService:
    return traced(service(type="ExternalName", externalName=host), missing_services=missing)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(alias(missing=frozenset()), id="it-exists-or-was-not-asked-for"),
        pytest.param(alias("cart.example.com"), id="another-host"),
        pytest.param(alias("cart.shop.svc.cluster.local"), id="of-another-namespace"),
        pytest.param(traced(service(), missing_services=MISSING), id="no-external-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("host", ["cart.front.svc.cluster.local", "cart.front.svc.cluster.local.", "cart.front.svc"])
def test_fires(host: str) -> None:
    (issue,) = found(check, alias(host))
    assert issue.path == "spec.externalName"
    assert "Service cart in namespace front does not exist" in issue.message
    assert serious(alias(host)) == {"PTS24": "warning"}


def test_is_not_decided_from_files_that_hold_no_such_service() -> None:
    assert serious(in_files(service(type="ExternalName", externalName="cart.front.svc.cluster.local"))) == {}


def test_is_found_behind_further_names_and_corrected_in_the_last() -> None:
    first = service(type="ExternalName", externalName="next.shop.svc")
    last = service(name="next", type="ExternalName", externalName="cart.front.svc")
    (issue,) = found(check, traced(first, last, missing_services=MISSING))
    assert issue.object is not None
    assert issue.object.name == "next"
    assert issue.evidence == ("shop/web leads to next.shop.svc",)
