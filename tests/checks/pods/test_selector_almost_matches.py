from typing import Any

import pytest
from msgspec import convert, to_builtins
from msgspec.structs import replace

from kubectl_porttrace.checks.pods.selector_almost_matches import selector_almost_matches as check
from kubectl_porttrace.model.meta import AnnotatedMeta
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import POD_NAME, Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, template, traced
from tests.checks.pods.almost import TWO, deployed, from_files, kafka, labelled, made_by


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(selector=TWO), pod(labels=TWO), labelled(app="web")), id="one-pod-matches"),
        pytest.param(traced(service(selector=TWO), labelled(app="x", tier="y")), id="two-labels-differ"),
        pytest.param(traced(service(), labelled(app="shop")), id="one-label-and-nothing-like-it"),
        pytest.param(traced(service(selector=TWO)), id="no-pods"),
        pytest.param(traced(service(selector={}), labelled(app="web")), id="no-selector"),
        pytest.param(from_files(TWO, template(labels=TWO)), id="file-matches"),
        pytest.param(from_files(TWO, template(labels={"app": "web", "tier": "api"})), id="file-another-value"),
        pytest.param(from_files(TWO, template(labels={"app": "web"})), id="file-no-such-label"),
        pytest.param(from_files(TWO, template(labels={"app": "web", "role": "frontend"})), id="file-another-key"),
        pytest.param(from_files({"app": "web"}, template(labels={"app": "wbe"})), id="file-one-label-is-too-little"),
        pytest.param(
            from_files(
                TWO,
                template(labels={"app": "web", "tier": "frontnd"}),
                template(labels={"app": "web", "tier": "frontnd"}, of="Deployment/web-canary"),
            ),
            id="file-two-candidates",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def patch(selector: str) -> str:
    return f"""kubectl patch service web -n shop --type=merge -p '{{"spec":{{"selector":{selector}}}}}'"""


@pytest.mark.parametrize(
    ("selector", "objects", "command"),
    [
        pytest.param(TWO, deployed(app="web", tier="frontnd"), patch('{"tier":"frontnd"}'), id="value"),
        pytest.param(
            {"app": "web", "tier": "wbe"}, deployed(app="web", tier="web"), patch('{"tier":"web"}'), id="service-name"
        ),
        pytest.param(
            TWO,
            deployed(app="web", teir="frontend"),
            patch('{"tier":null,"teir":"frontend"}'),
            id="key",
        ),
        pytest.param({"app": "wbe"}, deployed(app="web"), patch('{"app":"web"}'), id="only-label"),
        pytest.param({"app": "web"}, deployed(name="web"), None, id="only-label-under-another-key"),
        pytest.param({"app": "web"}, deployed(app="wbe"), None, id="too-short-to-be-sure"),
        pytest.param(TWO, deployed(app="web", role="frontend"), None, id="value-under-an-unlike-key"),
        pytest.param({"role": "active"}, deployed(role="inactive"), None, id="an-opposite"),
        pytest.param({"role": "leader"}, deployed(role="reader"), None, id="another-first-letter"),
        pytest.param(TWO, [labelled(app="web", tier="frontnd")], None, id="workload-not-read"),
        pytest.param(
            TWO,
            [*deployed(app="web", tier="frontnd"), *made_by({"app": "web", "tier": "frontnd"}, name="other")],
            None,
            id="another-workload-is-to-make-such-pods",
        ),
        pytest.param(TWO, deployed(app="web", tier="api"), None, id="another-value"),
        pytest.param(TWO, deployed(app="web"), None, id="template-without-the-label"),
        pytest.param(TWO, [pod(name="lone", labels={"app": "web"})], None, id="bare-pod-without-the-label"),
        pytest.param(TWO, [labelled(None, app="web", tier="frontnd")], None, id="bare-pod-either-may-be-wrong"),
        pytest.param(
            TWO,
            [*deployed(app="web", tier="frontnd"), labelled(("StatefulSet", "db"), app="web", tier="frontnd")],
            None,
            id="two-owners",
        ),
        pytest.param(
            TWO,
            [*deployed(app="web", tier="frontnd"), labelled(app="web", tier="frontedn")],
            None,
            id="two-spellings",
        ),
    ],
)
def test_fires(selector: dict[str, str], objects: list[Any], command: str | None) -> None:
    subject = traced(service(selector=selector), *objects)
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports, issue.fix.command) == ("spec.selector", subject.ports, command)


def test_is_the_root_cause() -> None:
    issues = judged(traced(service(selector=TWO), labelled(app="web"), pod(namespace="other", labels=TWO)))
    assert list(issues) == ["PTP03"]
    assert (issues["PTP03"].severity, issues["PTP03"].codes) == ("error", ("PTP03", "PTP02", "PTP01"))


def test_evidence_says_which_label_differs_on_which_pods() -> None:
    subject = traced(service(selector=TWO), labelled(app="web"), labelled(app="web", tier="api"))
    assert found(check, subject)[0].evidence == (
        "no label tier: 1 pod of ReplicaSet/web-7c67",
        "tier=api: 1 pod of ReplicaSet/web-7c67",
        "no pod matches the whole selector app=web,tier=frontend",
    )


def test_in_files_is_a_warning_without_a_command() -> None:
    subject = from_files(TWO, template(labels={"app": "web", "tier": "frontnd"}))
    assert found(check, subject)[0].fix.command is None
    assert judged(subject)["PTP03"].severity == "warning"


def advice(*objects: Any, selector: dict[str, str]) -> str:
    (issue,) = found(check, traced(service(selector=selector), *objects))
    assert issue.fix.command is None
    return issue.fix.text


LEADER = {"app": "redis", "role": "master"}
REDIS = made_by({"app": "redis"}, name="redis", kind="StatefulSet")[0]
RUN_TIME = "if a controller sets role on running pods, as a leader election does, find out why none has role=master"


def redis(**labels: str) -> Pod:
    return pod(labels={"app": "redis", **labels}, owner=("StatefulSet", "redis"))


@pytest.mark.parametrize(
    "pods",
    [
        pytest.param([redis(), redis()], id="no-pod-was-ever-labelled"),
        pytest.param([redis(role="replica"), redis(role="replica")], id="all-are-replicas"),
        pytest.param([redis(role="maste")], id="nearly-the-value"),
    ],
)
def test_a_label_set_at_run_time_is_not_proposed(pods: list[Pod]) -> None:
    text = advice(REDIS, *pods, selector=LEADER)
    assert text == f"{RUN_TIME}; if none does, select by labels that the template has"


@pytest.mark.parametrize(
    ("objects", "told"),
    [
        pytest.param(
            kafka(3, 0, 1, 2),
            "pod kafka-3 of StatefulSet/kafka does not exist: it has 3 replicas, 0 to 2",
            id="beyond-the-last",
        ),
        pytest.param(
            kafka(1, 0),
            "pod kafka-3 of StatefulSet/kafka does not exist: it has 1 replica, 0",
            id="beyond-the-only-one",
        ),
        pytest.param(
            kafka(2, 5, 6, ordinals={"start": 5}),
            "pod kafka-3 of StatefulSet/kafka does not exist: it has 2 replicas, 5 to 6",
            id="before-the-first",
        ),
        pytest.param(kafka(3, 0)[1:], "pod kafka-3 does not exist", id="stateful-set-gone"),
    ],
)
def test_a_pod_that_does_not_exist_is_not_another_one(objects: list[Any], told: str) -> None:
    (issue,) = found(check, traced(service(selector={"app": "kafka", POD_NAME: "kafka-3"}), *objects))
    assert issue.message == told
    assert "kafka-3" in issue.fix.text
    assert "kafka-0" not in issue.fix.text


@pytest.mark.parametrize("key", ["pod-template-hash", "controller-revision-hash", "rollouts-pod-template-hash"])
def test_a_revision_that_is_gone_is_not_another_one(key: str) -> None:
    objects = [*made_by({"app": "web"}), labelled(app="web", **{key: "7c67bc74dc"})]
    text = advice(*objects, selector={"app": "web", key: "7c67bc74dd"})
    assert f"{key} is set by" in text
    assert "7c67bc74dc" not in text


def test_evidence_shows_the_values_that_a_controller_set() -> None:
    subject = traced(service(selector={"app": "kafka", POD_NAME: "kafka-3"}), *kafka(3, 0, 1, 2))
    assert found(check, subject)[0].evidence == (
        f"{POD_NAME}=kafka-0, kafka-1, kafka-2: 3 pods of StatefulSet/kafka",
        f"no pod matches the whole selector app=kafka,{POD_NAME}=kafka-3",
    )


WRONG = {"app": "web", "tier": "frontnd"}
IN_SELECTOR = "write tier=frontnd in the selector in place of tier=frontend"


@pytest.mark.parametrize(
    ("workloads", "text"),
    [
        pytest.param(made_by(WRONG, selector={"app": "web"}), f"{IN_SELECTOR}, or {{}}", id="selector-is-wider"),
        pytest.param(made_by(WRONG, selector=WRONG), IN_SELECTOR, id="the-label-is-in-its-selector"),
    ],
)
def test_the_template_is_proposed_only_where_the_api_takes_it(workloads: list[Workload], text: str) -> None:
    subject = traced(service(selector=TWO), *workloads, labelled(**WRONG))
    found_text = found(check, subject)[0].fix.text
    assert found_text == text.format("tier=frontend in the template of Deployment/web")


def test_what_an_operator_controls_is_not_to_be_changed() -> None:
    above = {"ownerReferences": [{"kind": "Shop", "name": "web", "controller": True}]}
    deployment, revision = made_by(WRONG, selector={"app": "web"})
    controlled = replace(deployment, metadata=convert({**to_builtins(deployment.metadata), **above}, AnnotatedMeta))
    (issue,) = found(check, traced(service(selector=TWO), controlled, revision, labelled(**WRONG)))
    assert "template" not in issue.fix.text


def test_a_label_that_the_template_lost_is_put_back() -> None:
    deployment, _ = made_by({"app": "web"}, selector={"app": "web"})
    _, older = made_by(TWO)
    assert advice(deployment, older, labelled(app="web"), selector=TWO) == (
        "put the label tier=frontend back into the template of Deployment/web"
    )


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        pytest.param(
            deployed(app="web", tier="api"),
            "if these pods are meant, write tier=api in the selector in place of tier=frontend; "
            "if not, find out why no pod has tier=frontend",
            id="another-value",
        ),
        pytest.param(
            deployed(app="web", role="frontend"),
            "if these pods are meant, write role=frontend in the selector in place of tier=frontend; "
            "if not, find out why no pod has tier=frontend",
            id="under-another-key",
        ),
        pytest.param(
            [labelled(("Cluster", "pg"), app="web")],
            "find out what is to set tier=frontend on these pods; if nothing is, select by labels that they have",
            id="no-template-was-read",
        ),
    ],
)
def test_where_only_the_owner_knows_it_says_what_to_find_out(objects: list[Any], text: str) -> None:
    assert advice(*objects, selector=TWO) == text
