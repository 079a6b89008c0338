from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from tests.build import asking, cluster, container, forbidden, manifests, pod, port, service, template, workload

HTTP = {"name": "http", "port": 80, "targetPort": "http", "nodePort": 30080}
ADMIN = {"name": "admin", "port": 81, "targetPort": "admin"}
WIRED = pod(container(port(8080, "http"), name="web"), name="web-1", owner=("ReplicaSet", "web-7c67"))
REPLICA_SET = workload(
    "ReplicaSet",
    "web-7c67",
    metadata={
        "annotations": {"deployment.kubernetes.io/revision": "8"},
        "ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}],
    },
)


def test_services_are_ordered_by_namespace_and_name() -> None:
    services = [service(name="b"), service(name="a"), service(name="z", namespace="a")]
    report = diagnose(cluster(*services))
    assert [(each.namespace, each.name) for each in report.services] == [("a", "z"), ("shop", "a"), ("shop", "b")]


def test_a_port_in_the_words_of_the_contract() -> None:
    asked = service(HTTP, type="NodePort")
    (trace,) = diagnose(cluster(asked, WIRED, REPLICA_SET)).services
    (traced_port,) = trace.ports
    assert (traced_port.name, traced_port.port, traced_port.node_port, traced_port.target_port) == (
        "http",
        80,
        30080,
        "http",
    )
    assert traced_port.verdict == trace.verdict == "wired"
    (backend,) = traced_port.backends
    assert (backend.pod, backend.owner, backend.replica_set, backend.revision) == (
        "web-1",
        "Deployment/web",
        "web-7c67",
        8,
    )
    assert (backend.port, backend.container, backend.container_kind, backend.container_port_name) == (
        8080,
        "web",
        "container",
        "http",
    )
    assert (backend.declared, backend.usable, backend.endpoint_slice is not None) == (True, True, True)
    assert trace.pods
    assert (trace.pods.matched, trace.pods.ready) == (1, 1)


def test_an_undeclared_number_has_no_container() -> None:
    asked = service({"port": 80})
    (trace,) = diagnose(cluster(asked, pod())).services
    (backend,) = trace.ports[0].backends
    assert (backend.declared, backend.container, backend.container_kind) == (False, None, None)
    assert trace.ports[0].node_port is None


def test_an_unresolved_pod_names_the_finding_that_says_why() -> None:
    asked = service(ADMIN)
    (trace,) = diagnose(cluster(asked, WIRED, REPLICA_SET)).services
    (unresolved,) = trace.ports[0].unresolved
    assert (unresolved.pod, unresolved.owner) == ("web-1", "Deployment/web")
    assert unresolved.finding == trace.ports[0].findings[0]


def test_pods_are_null_where_they_were_not_read_or_nothing_selects_them() -> None:
    asked, selectorless = service(), service(name="ext", selector={})
    unread = diagnose(cluster(asked, unread=[forbidden("pods")]))
    assert unread.services[0].pods is None
    report = diagnose(cluster(selectorless))
    assert (report.services[0].pods, report.services[0].selector) == (None, None)


def test_an_external_name_has_no_families() -> None:
    asked = service(type="ExternalName", externalName="db.example.com", selector={})
    (trace,) = diagnose(cluster(asked)).services
    assert (trace.verdict, trace.external_name, trace.ip_families) == ("external", "db.example.com", ())


def test_templates_are_backends_without_an_address() -> None:
    asked = service({"port": 80, "targetPort": "http"})
    (trace,) = diagnose(manifests(asked, template(container(port(8080, "http"))))).services
    (backend,) = trace.ports[0].backends
    assert (backend.ip, backend.port, backend.owner, trace.verdict) == (None, 8080, "Deployment/web", "wired")


def test_only_the_ports_that_were_asked_for() -> None:
    asked = service(HTTP, ADMIN)
    snapshot = cluster(asked, WIRED)
    healthy = diagnose(snapshot, asking("web:http"))
    assert [each.name for each in healthy.services[0].ports] == ["http"]
    assert healthy.summary.errors == 0
    broken = diagnose(snapshot, asking("web:admin"))
    assert (broken.services[0].verdict, broken.summary.errors) == ("broken", 1)


@pytest.mark.parametrize("by_annotation", [True, False], ids=["annotation", "flag"])
def test_what_is_ignored_is_counted(by_annotation: bool) -> None:  # noqa: FBT001 - where it is named
    annotations = {"porttrace/ignore": "PTS14: for the old router"} if by_annotation else {}
    asked = service(externalIPs=["192.0.2.1"], annotations=annotations)
    report = diagnose(cluster(asked, pod()), ignore=() if by_annotation else {"PTS14"})
    assert "PTS14" not in {finding.code for finding in report.findings}
    assert report.summary.ignored == 1


def test_what_was_not_read_names_what_that_keeps_from_being_found() -> None:
    asked = service()
    (not_checked,) = diagnose(cluster(asked, unread=[forbidden("pods", "shop")])).not_checked
    assert (not_checked.resource, not_checked.namespace, not_checked.reason) == ("pods", "shop", "forbidden")
    assert "PTR01" in not_checked.affects


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        pytest.param("pods", "PTS06", id="of-the-ports-of-pods"),
        pytest.param("deployments", "PTS06", id="of-how-workloads-are-kept-up"),
        pytest.param("endpointslices", "PTE12", id="of-addresses-of-services-in-slices"),
        pytest.param("endpointslices", "PTE20", id="of-endpoints-on-no-node"),
    ],
)
def test_what_may_be_missed_is_named(resource: str, code: str) -> None:
    (not_checked,) = diagnose(cluster(service(), unread=[forbidden(resource)])).not_checked
    assert code in not_checked.affects


def test_what_one_of_two_resources_tells_is_left_out_only_without_both() -> None:
    unread = [forbidden("endpointslices"), forbidden("endpoints"), forbidden("pods")]
    for few, lacking in ((unread[1:2], False), (unread, True)):
        affects = {each.resource: each.affects for each in diagnose(cluster(service(), unread=few)).not_checked}
        assert ("PTS07" in affects["endpoints"]) is lacking


def test_the_summary_counts_ports_by_verdict() -> None:
    asked = service(HTTP, ADMIN)
    summary = diagnose(cluster(asked, WIRED)).summary
    assert (summary.services, summary.ports, summary.wired, summary.broken) == (1, 2, 1, 1)


def test_the_summary_counts_external_names_as_services() -> None:
    alias: dict[str, Any] = {"type": "ExternalName", "externalName": "db.example.com", "selector": {}}
    services = [service(name="a", ports=[], **alias), service({"port": 1}, {"port": 2}, name="b", **alias)]
    summary = diagnose(cluster(*services)).summary
    assert (summary.services, summary.ports, summary.external) == (2, 2, 2)
    assert (summary.wired, summary.partial, summary.broken, summary.unknown) == (0, 0, 0, 0)


def test_pods_that_have_ended_are_counted_apart() -> None:
    asked = service()
    evicted, done = pod(phase="Failed", status={"reason": "Evicted"}), pod(phase="Succeeded")
    (trace,) = diagnose(cluster(asked, pod(), pod(ready=False), done, evicted, evicted)).services
    assert trace.pods is not None
    assert (trace.pods.matched, trace.pods.ready, trace.pods.living) == (5, 1, 2)
    assert trace.pods.ended == {"Completed": 1, "Evicted": 2}


def test_findings_are_ordered_by_severity_first() -> None:
    services = [service(ADMIN, name="b", externalIPs=["192.0.2.1"]), service(ADMIN, name="a")]
    findings = diagnose(cluster(*services, WIRED)).findings
    ranks = ["error", "warning", "note"]
    assert [ranks.index(finding.severity) for finding in findings] == sorted(
        ranks.index(finding.severity) for finding in findings
    )
    assert [finding.subject.name for finding in findings if finding.severity == "error"] == ["a", "b"]
