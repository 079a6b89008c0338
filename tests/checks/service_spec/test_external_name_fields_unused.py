from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.external_name_fields_unused import external_name_fields_unused as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint_slice, forbidden, found, headless, judged, pod, service, traced


def alias(**spec: Any) -> Service:
    return service(**{"type": "ExternalName", "externalName": "db.example.com", "selector": {}, "ports": [], **spec})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(alias()), id="only-a-name"),
        pytest.param(traced(alias(), unread=[forbidden("endpointslices")]), id="slices-not-read"),
        pytest.param(traced(service(), pod()), id="another-type"),
        pytest.param(traced(headless(), pod()), id="headless"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(alias(ports=[{"port": 80}])), "spec.ports", id="ports"),
        pytest.param(traced(alias(selector={"app": "web"})), "spec.selector", id="selector"),
        pytest.param(traced(alias(), endpoint_slice(())), "", id="slices"),
        pytest.param(traced(alias(ports=[{"port": 80}], selector={"a": "b"})), "spec.ports", id="all-are-one-finding"),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [seen.path for seen in found(check, subject)] == [path]
    assert judged(subject)["PTS09"].severity == "note"
