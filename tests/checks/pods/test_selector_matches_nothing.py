import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.pods.selector_matches_nothing import selector_matches_nothing as check
from kubectl_porttrace.diagnose.running import applies
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import (
    endpoint,
    endpoint_slice,
    forbidden,
    found,
    headless,
    in_files,
    judged,
    manifests,
    pod,
    service,
    traced,
    workload,
)

ELSE = {"app": "shop"}
TEMPLATE = {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {}}}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="matched"),
        pytest.param(traced(service(), pod(ready=False)), id="matched-but-unready"),
        pytest.param(traced(service(selector={})), id="no-selector"),
        pytest.param(traced(service(type="ExternalName", externalName="example.com")), id="external-name"),
        pytest.param(traced(service(), unread=[forbidden("pods")]), id="pods-unread"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_manifests_that_are_not_all_there_is_say_nothing() -> None:
    assert applies(check, manifests(service(), pod(labels=ELSE)), "shop")
    assert found(check, in_files(service(), pod(labels=ELSE))) == []


def test_fires_on_manifests_that_are_all_there_is() -> None:
    snapshot = replace(manifests(service(), pod(labels=ELSE)), complete_namespaces=frozenset({"shop"}))
    (issue,) = found(check, trace_service(snapshot, snapshot.services[0]))
    assert (issue.path, issue.certainty, issue.fix.command) == ("spec.selector", "contract", None)
    assert issue.evidence[:2] == ("--complete says that the files are all there is", "1 template in the namespace")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service()), id="no-pods-at-all"),
        pytest.param(traced(service(), pod(labels=ELSE)), id="other-pods"),
        pytest.param(traced(headless(), pod(labels=ELSE)), id="headless"),
        pytest.param(traced(headless(ports=[]), pod(labels=ELSE)), id="headless-without-ports"),
        pytest.param(traced(service(), pod(namespace="other")), id="pods-of-another-namespace-do-not-count"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.selector"
    assert issue.ports == subject.ports
    assert next(iter(judged(subject).values())).severity == "error"


def test_is_a_warning_where_a_slice_made_by_hand_takes_the_traffic() -> None:
    handmade = endpoint_slice([EndpointPort(port=8080)], endpoint("10.9.9.9"))
    assert judged(traced(service(), handmade))["PTP01"].severity == "warning"


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        pytest.param(traced(service()), "0 pods in the namespace", id="nothing-there"),
        pytest.param(traced(service(), pod(labels=ELSE)), "label app there: shop", id="other-values"),
        pytest.param(traced(service(), pod(labels={"x": "y"})), "none of them has a label app", id="no-such-key"),
        pytest.param(
            traced(service(), workload("Deployment", "web", spec=TEMPLATE)),
            "Deployment/web asks for 1 pod with these labels and has none",
            id="a-workload-that-makes-no-pods",
        ),
    ],
)
def test_evidence(subject: TracedService, told: str) -> None:
    assert told in found(check, subject)[0].evidence


@pytest.mark.parametrize(
    "idle",
    [
        pytest.param(workload("Deployment", "web", spec={**TEMPLATE, "replicas": 0}), id="scaled-to-zero"),
        pytest.param(workload("DaemonSet", "web", spec=TEMPLATE), id="daemon-set"),
        pytest.param(workload("Deployment", "web"), id="template-unknown"),
        pytest.param(
            workload(
                "ReplicaSet",
                "web-1",
                spec=TEMPLATE,
                metadata={"ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}]},
            ),
            id="owned-by-a-deployment",
        ),
    ],
)
def test_evidence_names_no_workload_that_has_no_pods_to_make(idle: Workload) -> None:
    assert not [line for line in found(check, traced(service(), idle))[0].evidence if "asks for" in line]


POD_NAME = "statefulset.kubernetes.io/pod-name"
REDIS = workload("StatefulSet", "redis", spec={"replicas": 3, "template": {"metadata": {"labels": {"app": "redis"}}}})
REPLICA = pod(labels={"app": "redis", "role": "replica"}, owner=("StatefulSet", "redis"))


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        pytest.param({"role": "master"}, "if a controller sets role on running pods", id="leader"),
        pytest.param({POD_NAME: "redis-5"}, "scale StatefulSet/redis up if there is to be a redis-5", id="ordinal"),
        pytest.param({"app": "rds"}, "correct the selector, or the labels in the template", id="template"),
    ],
)
def test_a_label_set_at_run_time_is_not_to_be_written_in_a_template(selector: dict[str, str], text: str) -> None:
    (issue,) = found(check, traced(service(selector=selector), REDIS, REPLICA))
    assert issue.fix.text.startswith(text)
