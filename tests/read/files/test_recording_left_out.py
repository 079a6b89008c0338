"""What is not saved: what no check reads, and what nobody should pass on."""

import ast
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import kubectl_porttrace
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.diagnose.ignores import ANNOTATION
from kubectl_porttrace.model.endpoints import LEADER, OVER_CAPACITY
from kubectl_porttrace.model.kept_annotations import ANNOTATIONS_KEPT
from kubectl_porttrace.model.meta import LAST_APPLIED
from kubectl_porttrace.model.named_hosts import service_of
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.referrers.api_service import APIService
from kubectl_porttrace.model.referrers.aws_actions import ALB_ACTIONS, action_targets
from kubectl_porttrace.model.referrers.custom_resource_definition import CustomResourceDefinition
from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.model.referrers.webhook import WebhookConfiguration
from kubectl_porttrace.model.workload import EVENT_REASONS, REVISION, Event
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.read.files.recording import saved
from tests.build import cluster, ingress, pod, service, workload
from tests.read.files.saved import WARNED, back
from tests.read.files.test_recording import BROKEN

PACKAGE = Path(kubectl_porttrace.__file__).parent


def test_only_what_decides_something_is_kept_of_annotations(tmp_path: Path) -> None:
    written = {
        **{key: f"value of {key}" for key in ANNOTATIONS_KEPT},
        LAST_APPLIED: '{"env": "PASSWORD=hunter2"}',
        LEADER: "somebody",
        "example.com/token": "hunter2",
    }
    again = back(cluster(service(annotations=written)), tmp_path)
    kept = again.services[0].metadata.annotations
    assert kept == {**{key: f"value of {key}" for key in ANNOTATIONS_KEPT}, LAST_APPLIED: "", LEADER: ""}
    assert "hunter2" not in (tmp_path / "saved.json").read_text()
    assert kept.keys() >= {ANNOTATION, REVISION, OVER_CAPACITY}


def test_what_is_not_used_is_not_saved(tmp_path: Path) -> None:
    secret = {"name": "DB", "value": "hunter2"}
    spec = {"containers": [{"name": "a", "image": "registry/web:1", "env": [secret], "command": ["hunter2"]}]}
    objects = [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "hunter2"}},
    ]
    (tmp_path / "all.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
    content = saved(read_files([str(tmp_path / "all.json")], recursive=False))
    assert b"hunter2" not in content
    assert b'"kind":"Pod"' in content


def initializing(*, ready: bool = False) -> Pod:
    command = ["sh", "-c", "PASSWORD=hunter2 nc -z db 5432 && nc -z api 80 && nc -z nothing 1"]
    init = {"name": "init", "command": command, "env": [{"name": "TOKEN", "value": "hunter2"}]}
    status = {"initContainerStatuses": [{"name": "init", "state": {"running": {}}}]}
    return pod(name="web-0", ready=ready, spec={"initContainers": [init]}, status=status)


@pytest.mark.parametrize(
    ("ready", "listed", "kept"),
    [
        pytest.param(False, False, ("--host=api", "--host=db"), id="services-there-are"),
        pytest.param(False, True, ("--host=api", "--host=db", "--host=nothing"), id="and-one-that-is-not-there"),
        pytest.param(True, True, (), id="ready"),
    ],
)
def test_of_the_commands_of_init_containers_only_services_are_saved(
    tmp_path: Path, *, ready: bool, listed: bool, kept: tuple[str, ...]
) -> None:
    everything = frozenset({("services", "shop")}) if listed else frozenset()
    objects = (service(), service(name="db"), service(name="api"), initializing(ready=ready))
    again = back(cluster(*objects, listed=everything), tmp_path)
    (container,) = again.pods[0].spec.init_containers
    assert (container.command, container.args, container.env) == ((), kept, ())
    assert {service_of(host, "shop") for host in container.hosts} == {each.removeprefix("--host=") for each in kept}
    assert "hunter2" not in (tmp_path / "saved.json").read_text()


def test_no_command_of_a_template_is_saved() -> None:
    init = {"name": "init", "command": ["nc", "-z", "db", "1"], "args": ["hunter2"]}
    template = {"spec": {"initContainers": [init]}}
    cron = {"jobTemplate": {"spec": {"template": template}}}
    content = saved(
        cluster(workload("Deployment", "web", spec={"template": template}), workload("CronJob", "web", spec=cron))
    )
    assert content.count(b'"initContainers":[{"name":"init"}]') == 2
    assert b"hunter2" not in content


def test_only_the_events_that_a_check_reads_are_kept(tmp_path: Path) -> None:
    def event(name: str, reason: str, message: str) -> Event:
        return replace(WARNED, metadata=replace(WARNED.metadata, name=name), reason=reason, message=message)

    kept = (event("a", "FailedToUpdateEndpoint", "quota"), event("b", "Unhealthy", "Liveness probe errored: x"))
    other = (event("c", "Pulled", "registry/hunter2"), event("d", "LeaderElection", "hunter2"))
    snapshot = cluster(BROKEN, pod(), *kept, *other)
    again = back(snapshot, tmp_path)
    assert again.all_of(Event) == kept
    assert b"hunter2" not in saved(snapshot)
    assert diagnose(again).findings == diagnose(snapshot).findings


def reasons_read() -> Iterator[str]:
    """The reasons that the code asks a pod's events for, or compares with; whatever names they stand under."""
    for path in (*PACKAGE.glob("checks/**/*.py"), *PACKAGE.glob("trace/**/*.py")):
        tree = ast.parse(path.read_text())
        compared = [
            each
            for node in ast.walk(tree)
            if isinstance(node, ast.Compare) and ast.unparse(node.left) == "event.reason"
            for each in node.comparators
        ]
        asked = [
            node.args[2] for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == "newest_event"
        ]
        for written in (*compared, *asked):
            dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
            if ast.unparse(written) == "reasons":
                continue  # newest_event itself
            value = eval(ast.unparse(written), vars(importlib.import_module(dotted)))  # noqa: S307 - our own code
            yield from [value] if isinstance(value, str) else value


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_the_events_that_are_kept_are_those_that_are_read() -> None:
    assert frozenset(reasons_read()) == EVENT_REASONS


def test_what_containers_said_is_kept_only_of_pods_that_are_not_ready() -> None:
    said = {"exitCode": 1, "message": "hunter2", "reason": "Error"}
    statuses = [{"name": "a", "lastState": {"terminated": said}}, {"name": "b", "state": {"waiting": said}}]
    for ready, kept in (("True", False), ("False", True)):
        condition = {"type": "Ready", "status": ready}
        status = {"containerStatuses": statuses, "initContainerStatuses": statuses, "conditions": [condition]}
        one = msgspec.convert({"metadata": {"name": "web"}, "spec": {}, "status": status}, Pod)
        content = saved(cluster(one))
        assert (b"hunter2" in content) is kept
        assert content.count(b'"reason":"Error"') == 4


def test_certificates_are_not_saved() -> None:
    service = {"namespace": "shop", "name": "web"}
    hook = {"name": "check.example.com", "clientConfig": {"service": service, "caBundle": "c2VjcmV0"}}
    configuration = {"kind": "ValidatingWebhookConfiguration", "metadata": {"name": "a"}, "webhooks": [hook]}
    conversion = {"strategy": "Webhook", "webhook": {"clientConfig": {"service": service, "caBundle": "c2VjcmV0"}}}
    objects = [
        msgspec.convert(configuration, WebhookConfiguration),
        msgspec.convert({"metadata": {"name": "b"}, "spec": {"service": service, "caBundle": "c2VjcmV0"}}, APIService),
        msgspec.convert({"metadata": {"name": "c"}, "spec": {"conversion": conversion}}, CustomResourceDefinition),
    ]
    text = saved(cluster(*objects)).decode()
    assert text.count('"name":"web"') == len(objects)
    assert "caBundle" not in text
    assert "c2VjcmV0" not in text


def test_of_an_action_of_aws_its_services_are_saved_and_nothing_else(tmp_path: Path) -> None:
    forward = {"targetGroups": [{"serviceName": "web", "servicePort": "80", "weight": 1, "x": "hunter2"}]}
    actions = {
        "forwarding": json.dumps({"type": "forward", "forwardConfig": forward}),
        "answering": '{"type": "fixed-response", "fixedResponseConfig": {"messageBody": "hunter2"}}',
        "senseless": "hunter2",
    }
    annotations = {f"{ALB_ACTIONS}{name}": text for name, text in actions.items()}
    (shop,) = back(cluster(ingress(metadata={"annotations": annotations})), tmp_path).all_of(Ingress)
    assert shop.metadata.annotations.keys() == annotations.keys()
    (target,) = action_targets(shop.metadata.annotations[f"{ALB_ACTIONS}forwarding"])
    assert (target.service_name, target.service_port, target.weight) == ("web", "80", 1)
    assert "hunter2" not in (tmp_path / "saved.json").read_text()
