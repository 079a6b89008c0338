from typing import Any

import pytest

from kubectl_porttrace.checks.ordered_pods import held_up
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import judged, pod, service, traced, workload

LABELS = {"app": "web"}
DB = ("StatefulSet", "db")


def stateful_set(replicas: int | None = 3, **spec: Any) -> Workload:
    template = {"metadata": {"labels": LABELS}, "spec": {}}
    return workload("StatefulSet", "db", spec={"replicas": replicas, "template": template, **spec})


def member(ordinal: int, **fields: Any) -> Pod:
    return pod(name=f"db-{ordinal}", owner=DB, **fields)


def lines(subject: TracedService) -> list[str]:
    return list(held_up(subject, subject.pods or ()))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), stateful_set(2), member(0), member(1, ready=False)), id="all-are-there"),
        pytest.param(traced(service(), stateful_set(), member(0)), id="about-to-be-made"),
        pytest.param(traced(service(), stateful_set(), member(1, ready=False)), id="the-first-is-missing"),
        pytest.param(
            traced(service(), stateful_set(podManagementPolicy="Parallel"), member(0, ready=False)), id="all-at-once"
        ),
        pytest.param(traced(service(), stateful_set(None), member(0, ready=False)), id="one-by-default"),
        pytest.param(
            traced(
                service(selector={**LABELS, "role": "primary"}),
                stateful_set(),
                member(0, ready=False, labels={**LABELS, "role": "primary"}),
            ),
            id="not-all-of-its-pods-are-selected",
        ),
        pytest.param(traced(service(), member(0, ready=False)), id="not-read"),
        pytest.param(traced(service(), pod(ready=False)), id="bare-pod"),
    ],
)
def test_says_nothing(subject: TracedService) -> None:
    assert lines(subject) == []


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        pytest.param(
            traced(service(), stateful_set(), member(0, ready=False)),
            "StatefulSet/db has 1 of 3 wanted pods: db-0 must be ready before db-1 is made",
            id="the-first",
        ),
        pytest.param(
            traced(service(), stateful_set(podManagementPolicy="OrderedReady"), member(0), member(1, ready=False)),
            "StatefulSet/db has 2 of 3 wanted pods: db-1 must be ready before db-2 is made",
            id="the-second",
        ),
        pytest.param(
            traced(service(), stateful_set(), member(0, terminating=True)),
            "StatefulSet/db has 1 of 3 wanted pods: db-0 must be ready before db-1 is made",
            id="being-deleted",
        ),
        pytest.param(
            traced(service(), stateful_set(2, ordinals={"start": 5}), member(5, ready=False)),
            "StatefulSet/db has 1 of 2 wanted pods: db-5 must be ready before db-6 is made",
            id="ordinals-begin-elsewhere",
        ),
    ],
)
def test_says_what_it_waits_for(subject: TracedService, line: str) -> None:
    assert lines(subject) == [line]


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        pytest.param(traced(service(), stateful_set(), member(0, ready=False)), "PTP07", id="none-ready"),
        pytest.param(traced(service(), stateful_set(), member(0), member(1, ready=False)), "PTP08", id="some-ready"),
        pytest.param(traced(service(), stateful_set(), member(0, ready=False, ips=())), "PTP06", id="no-address"),
    ],
)
def test_is_among_the_evidence(subject: TracedService, code: str) -> None:
    assert "wanted pods" in judged(subject)[code].evidence[-1]
