from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.unready_addresses_published import unready_addresses_published as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, in_files, judged, pod, service, template, traced

PUBLISH: dict[str, Any] = {"publishNotReadyAddresses": True}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="not-set"),
        pytest.param(traced(headless(**PUBLISH), pod()), id="headless"),
        pytest.param(traced(service(**PUBLISH, selector={})), id="no-controller-reads-it"),
        pytest.param(traced(service(**PUBLISH, type="ExternalName", externalName="x.example")), id="external-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        pytest.param(traced(service(**PUBLISH), pod(name="up")), (), id="all-ready"),
        pytest.param(
            traced(service(**PUBLISH), pod(name="up"), pod(name="sick", ready=False)), ("sick",), id="unready"
        ),
        pytest.param(traced(service(**PUBLISH), pod(name="leaving", terminating=True)), ("leaving",), id="terminating"),
        pytest.param(in_files(service(**PUBLISH), template()), (), id="in-files"),
    ],
)
def test_fires(subject: TracedService, named: tuple[str, ...]) -> None:
    [seen] = found(check, subject)
    assert seen.path == "spec.publishNotReadyAddresses"
    assert len(seen.evidence) == bool(named)
    assert all(name in seen.evidence[0] for name in named)
    assert "up" not in "".join(seen.evidence).split(": ")[-1]
    assert judged(subject)["PTS22"].severity == "warning"


def test_names_addresses_whose_pods_were_not_read() -> None:
    sick = pod(ready=False, ips=["10.1.1.1"])
    whole = traced(service(**PUBLISH), sick)
    assert whole.slices is not None
    alone = traced(service(**PUBLISH), *whole.slices)
    assert "10.1.1.1" in found(check, alone)[0].evidence[0]
