"""A snapshot that was saved says the same wherever it is read."""

import ast
import importlib
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import kubectl_porttrace
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.diagnose.ignores import ANNOTATION
from kubectl_porttrace.errors import PorttraceError, UsageError
from kubectl_porttrace.model.endpoints import LEADER, OVER_CAPACITY
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import ANNOTATIONS_KEPT, KINDS, LAST_APPLIED, kind_of
from kubectl_porttrace.model.named_hosts import service_of
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.referrers.api_service import APIService
from kubectl_porttrace.model.referrers.custom_resource_definition import CustomResourceDefinition
from kubectl_porttrace.model.referrers.webhook import WebhookConfiguration
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.model.workload import EVENT_REASONS, REVISION, Event
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.read.files.names import NAMED
from kubectl_porttrace.read.files.recording import save, saved
from tests.build import cluster, container, endpoint_slice, forbidden, manifests, pod, port, service, template, workload

PACKAGE = Path(kubectl_porttrace.__file__).parent

WARNED = msgspec.convert(
    {
        "metadata": {"name": "e", "namespace": "shop"},
        "involvedObject": {"kind": "Pod", "name": "web-1", "namespace": "shop"},
        "reason": "Unhealthy",
        "message": "Readiness probe failed",
        "lastTimestamp": "2026-11-21T03:00:00Z",
    },
    Event,
)


def back(snapshot: Snapshot, folder: Path) -> Snapshot:
    """The snapshot, saved and read; its source is the file."""
    path = str(folder / "saved.json")
    save(snapshot, path)
    return read_files([path], recursive=False)


def same(snapshot: Snapshot, again: Snapshot) -> bool:
    return again == replace(snapshot, source=again.source)


BROKEN = service({"name": "http", "port": 80, "targetPort": "http"})


@pytest.mark.parametrize(
    "snapshot",
    [
        pytest.param(cluster(), id="empty"),
        pytest.param(cluster(BROKEN, pod(), pod(ready=False), pod(terminating=True)), id="cluster"),
        pytest.param(cluster(service(selector={}), endpoint_slice((), name="by-hand")), id="slices-by-hand"),
        pytest.param(
            cluster(
                BROKEN,
                workload("Deployment", "web", metadata={"annotations": {REVISION: "3"}}, spec={"replicas": 0}),
                workload("CronJob", "night", spec={"jobTemplate": {"spec": {"template": {}}}}),
                workload("ReplicaSet", "web-1"),
                events=(WARNED,),
            ),
            id="workloads-and-events",
        ),
        pytest.param(cluster(BROKEN, unread=[forbidden("pods", "shop"), forbidden("nodes")]), id="with-gaps"),
        pytest.param(cluster(BROKEN, missing_services=frozenset({("a", "b"), ("a", "c")})), id="with-missing-services"),
        pytest.param(manifests(BROKEN, template(container(port(8080, "http")))), id="manifests"),
    ],
)
def test_reading_gives_what_was_saved(snapshot: Snapshot, tmp_path: Path) -> None:
    again = back(snapshot, tmp_path)
    assert same(snapshot, again)
    assert again.source == Source("file", files=(str(tmp_path / "saved.json"),))
    assert saved(again) == saved(replace(snapshot, source=again.source))


def test_the_report_is_the_same(tmp_path: Path) -> None:
    snapshot = cluster(BROKEN, pod(), pod(container(port(8080, "http"))), unread=[forbidden("events")])
    again = back(snapshot, tmp_path)
    one, other = diagnose(snapshot), diagnose(again)
    assert (one.services, one.findings, one.not_checked) == (other.services, other.findings, other.not_checked)
    assert one.findings


texts = st.text(max_size=12)
labels = st.dictionaries(texts, texts, max_size=3)
numbers = st.integers(min_value=0, max_value=65535)
targets = st.one_of(numbers, st.text(min_size=1, max_size=8))
moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(timezone.utc))  # noqa: DTZ001
ports = st.fixed_dictionaries({"port": numbers, "targetPort": targets, "name": texts, "nodePort": numbers})


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    each_port=st.lists(ports, min_size=1, max_size=3),
    selector=labels,
    pod_labels=labels,
    observed=moments,
    declared=st.lists(st.tuples(numbers, texts), max_size=3),
    gap=st.builds(Unread, texts, st.none() | texts, st.sampled_from(["forbidden", "error"]), texts),
)
def test_whatever_was_read_comes_back(
    tmp_path: Path,
    each_port: list[dict[str, Any]],
    selector: dict[str, str],
    pod_labels: dict[str, str],
    observed: datetime,
    declared: list[tuple[int, str]],
    gap: Unread,
) -> None:
    snapshot = cluster(
        service(*each_port, selector=selector, labels=pod_labels),
        pod(container(*(port(number, name) for number, name in declared)), labels=pod_labels, created=observed),
        unread=[gap],
        observed_at=observed + timedelta(minutes=1),
        complete_namespaces=frozenset(pod_labels),
    )
    assert same(snapshot, back(snapshot, tmp_path))


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


def test_it_is_a_document_with_a_line_for_each_object() -> None:
    content = saved(cluster(BROKEN, pod()))
    document = json.loads(content)
    assert (document["apiVersion"], document["kind"]) == ("porttrace/v1", "Snapshot")
    assert [item["kind"] for item in document["items"]] == ["Service", "EndpointSlice", "Pod", "Node"]
    assert all("apiVersion" in item for item in document["items"])
    assert len(content.splitlines()) == len(document["items"]) + 11


def test_a_kind_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    snapshot = cluster(BROKEN)
    document = json.loads(saved(snapshot))
    document["items"].append({"apiVersion": "example.com/v1", "kind": "Later", "metadata": {"name": "web"}})
    (tmp_path / "later.json").write_text(json.dumps(document))
    assert same(snapshot, read_files([str(tmp_path / "later.json")], recursive=False))


WHOLE = [kind for kind in KINDS if kind.model not in NAMED]
"""The kinds of which every object is saved; `tests/read/cluster/test_names.py` looks at the others."""


@pytest.mark.parametrize("kind", WHOLE, ids=lambda kind: kind.name)
def test_every_kind_is_saved_and_read_back(kind: Kind, tmp_path: Path) -> None:
    metadata = {"name": "web", **({"namespace": "shop"} if kind.namespaced else {})}
    kind_of_its_own = {"kind": kind.name} if kind.shares_model else {}
    reason = {"reason": "Unhealthy"} if kind.name == "Event" else {}
    one = msgspec.convert({"metadata": metadata, **kind_of_its_own, **reason}, kind.model)
    again = back(cluster(one), tmp_path)
    assert again.all_of(kind.model)[0] == one
    assert kind_of(again.all_of(kind.model)[0]) is kind


def test_a_file_that_exists_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text("before")
    back(cluster(BROKEN), tmp_path)
    assert path.read_text() != "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    save(cluster(), str(tmp_path / "link.json"))
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").is_file()


def test_standard_output_is_for_the_report() -> None:
    with pytest.raises(UsageError):
        save(cluster(), "-")


@pytest.mark.parametrize("path", ["missing/saved.json", "file/saved.json", "folder"])
def test_where_nothing_can_be_written(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(PorttraceError) as caught:
        save(cluster(), str(tmp_path / path))
    assert caught.value.exit_code == 1
    assert path in caught.value.message
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder"]


def test_a_device_stays_a_device() -> None:
    with pytest.raises(PorttraceError, match="not a file"):
        save(cluster(), "/dev/null")
    assert not Path("/dev/null").is_file()


def test_a_file_keeps_its_mode_and_a_new_one_has_that_of_new_files(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    save(cluster(), str(path))
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    for mode in (0o600, 0o640, 0o644):
        path.chmod(mode)
        save(cluster(BROKEN), str(path))
        assert path.stat().st_mode & 0o777 == mode


def test_a_file_that_may_not_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text("before")
    path.chmod(0o444)
    with pytest.raises(PorttraceError, match="read-only"):
        save(cluster(), str(path))
    assert (path.read_text(), list(tmp_path.iterdir())) == ("before", [path])


def test_links_in_a_circle_and_names_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, words in (("loop", "symbolic links"), ("a" * 300, "too long"), ("a\0b", "no file can have that name")):
        with pytest.raises(PorttraceError, match=words):
            save(cluster(), str(tmp_path / name))


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


def test_of_two_objects_of_one_name_the_last_is_read(tmp_path: Path) -> None:
    first, last = service({"port": 80}, {"port": 81}), service({"port": 82})
    document = json.loads(saved(cluster(first)))
    document["items"] += json.loads(saved(cluster(last)))["items"]
    path = tmp_path / "twice.json"
    path.write_text(json.dumps(document))
    (found,) = read_files([str(path)], recursive=False).services
    assert [each.port for each in found.spec.ports] == [82]


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
