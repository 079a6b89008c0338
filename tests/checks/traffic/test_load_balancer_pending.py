from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.load_balancer_pending import load_balancer_pending as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    LONG_AGO,
    NOW,
    event,
    forbidden,
    found,
    headless,
    in_files,
    judged,
    pod,
    problems,
    service,
    traced,
)

TAKEN = {"finalizers": ["service.kubernetes.io/load-balancer-cleanup"]}


def waiting(**more: Any) -> Service:
    return service(**{"type": "LoadBalancer", "status": {}, **more})


def written(moment: Any) -> Any:
    return {"managedFields": [{"time": moment, "manager": "kubectl"}]}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(type="LoadBalancer"), pod()), id="published"),
        pytest.param(traced(service(type="NodePort"), pod()), id="none-is-wanted"),
        pytest.param(traced(headless(), pod()), id="headless"),
        pytest.param(
            traced(waiting(metadata={"creationTimestamp": NOW - timedelta(minutes=10)}), pod()), id="still-in-time"
        ),
        pytest.param(traced(waiting(metadata=written(NOW - timedelta(minutes=1))), pod()), id="made-one-a-moment-ago"),
        pytest.param(traced(waiting(metadata={"deletionTimestamp": LONG_AGO}), pod()), id="being-deleted"),
        pytest.param(traced(waiting(loadBalancerClass="metal"), pod()), id="of-a-class"),
        pytest.param(traced(waiting(metadata={"creationTimestamp": None}), pod()), id="of-unknown-age"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_does_not_judge_manifests() -> None:
    assert "PTK05" not in judged(in_files(waiting(), pod()))


def test_fires_though_the_cluster_ip_works() -> None:
    subject = traced(waiting(), pod())
    (issue,) = found(check, subject)
    assert issue.path == "status.loadBalancer"
    assert "made 2d ago" in issue.evidence[0]
    assert "none has taken it on" in issue.evidence[-1]
    assert judged(subject)["PTK05"].severity == "error"
    assert subject.verdict.word == "wired"


def test_quotes_the_newest_event() -> None:
    events = (
        event("SyncLoadBalancerFailed", "older", ago=timedelta(minutes=9)),
        event("SyncLoadBalancerFailed", "quota of 5\nbalancers reached"),
        event("Unhealthy", "newest", ago=timedelta(seconds=1)),
    )
    (issue,) = found(check, traced(waiting(metadata=TAKEN), pod(), events=events))
    assert "SyncLoadBalancerFailed, 1m ago: quota of 5 balancers reached" in issue.evidence
    assert "has begun to make a load balancer" in issue.evidence[-1]
    assert "newest event" in issue.fix.text


def test_a_cloud_that_says_nothing_is_to_be_asked() -> None:
    (issue,) = found(check, traced(waiting(metadata=TAKEN), pod()))
    assert "log of the load balancer's controller" in issue.fix.text


def test_another_controller_may_be_at_work() -> None:
    (issue,) = found(check, traced(waiting(metadata={"finalizers": ["service.k8s.aws/resources"]}), pod()))
    assert "finalizer service.k8s.aws/resources" in issue.evidence[-1]
    assert "none has taken it on" not in issue.evidence[-1]


def test_stands_beside_what_keeps_the_port_from_its_backends() -> None:
    subject = traced(waiting(), pod(ready=False))
    codes = [finding.code for finding in problems(subject)]
    assert "PTK05" in codes
    assert len(codes) > 1
    assert all("PTK05" not in finding.codes[1:] for finding in problems(subject))


def test_an_error_of_the_load_balancer_explains_no_dead_port() -> None:
    unseen = traced(waiting(), unread=[forbidden("pods", "shop")])
    assert unseen.verdict.word == "broken"
    assert {"PTK05", "PTT05"} <= judged(unseen).keys()
