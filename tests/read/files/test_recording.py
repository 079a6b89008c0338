"""A snapshot that was saved says the same wherever it is read."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KINDS, kind_of
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.model.referrers.istio_gateway import IstioGateway
from kubectl_porttrace.model.referrers.webhook import WebhookConfiguration
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.model.workload import REVISION
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.read.files.names import NAMED
from kubectl_porttrace.read.files.recording import saved
from tests.build import cluster, container, endpoint_slice, forbidden, manifests, pod, port, service, template, workload
from tests.build.callers import webhooks
from tests.read.files.saved import WARNED, back, same

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


def test_of_two_objects_of_one_name_the_last_is_read(tmp_path: Path) -> None:
    first, last = service({"port": 80}, {"port": 81}), service({"port": 82})
    document = json.loads(saved(cluster(first)))
    document["items"] += json.loads(saved(cluster(last)))["items"]
    path = tmp_path / "twice.json"
    path.write_text(json.dumps(document))
    (found,) = read_files([str(path)], recursive=False).services
    assert [each.port for each in found.spec.ports] == [82]


def test_objects_of_the_whole_cluster_have_no_namespace_whoever_wrote_one(tmp_path: Path) -> None:
    document = json.loads(saved(cluster(service(), webhooks())))
    for item in document["items"]:
        item["metadata"]["namespace"] = "shop"
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(document))
    snapshot = read_files([str(path)], recursive=False)
    assert [each.namespace for each in snapshot.all_of(WebhookConfiguration)] == [""]
    assert diagnose(snapshot).routes[0].kind == "ValidatingWebhookConfiguration"


def test_kinds_of_one_name_are_told_apart_by_their_group(tmp_path: Path) -> None:
    path = tmp_path / "gateways.json"
    groups = ("gateway.networking.k8s.io/v1", "networking.istio.io/v1")
    items = [{"apiVersion": group, "kind": "Gateway", "metadata": {"name": "edge"}} for group in groups]
    path.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    snapshot = read_files([str(path)], recursive=False)
    assert len(snapshot.all_of(Gateway)) == len(snapshot.all_of(IstioGateway)) == 1
    read_again = back(snapshot, tmp_path)
    assert len(read_again.all_of(Gateway)) == len(read_again.all_of(IstioGateway)) == 1
