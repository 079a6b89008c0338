"""What names a Service and finds none, and a slice that forgot to."""

from __future__ import annotations

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, endpoint_slice, service, service_port, workload
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import above_notes, read_report
from tests.end_to_end.workloads import placed_pods


def without_selector(name: str) -> Manifest:
    """Return a Service whose endpoints somebody else writes."""
    return service(name, service_port(80), selector={})


def test_a_slice_without_the_label_is_found_for_the_service_it_is_named_after(
    namespace: Namespace, porttrace: Porttrace
) -> None:
    slice_ = endpoint_slice("web-1", "web", "10.9.9.9")
    del slice_["metadata"]["labels"]
    namespace.apply(without_selector("web"), slice_)
    for arguments in (["web"], []):
        report = read_report(porttrace(*arguments, "-o", "json"), exit_code=3)
        assert above_notes(report) == [("PTE24", "error")]
        (finding,) = [each for each in report["findings"] if each["code"] == "PTE24"]
        assert finding["object"] == {"kind": "EndpointSlice", "namespace": namespace.name, "name": "web-1"}
    label = {"kubernetes.io/service-name": "web"}
    namespace.patch("EndpointSlice", "web-1", {"metadata": {"labels": label}, "ports": [{"name": "", "port": 80}]})
    assert above_notes(read_report(porttrace("web", "-o", "json"), exit_code=0)) == []


def test_a_stateful_set_whose_service_is_missing(namespace: Namespace, porttrace: Porttrace) -> None:
    peers: Manifest = {"serviceName": "db-peers"}
    namespace.apply(
        service("db", service_port(80)), workload("StatefulSet", "db", container("app"), by_hand=True, **peers)
    )
    namespace.set_state(placed_pods(namespace, 1, app="db")[0], "ready")
    namespace.wait_for_endpoints("db", ready=1)
    for arguments in (["db"], []):
        report = read_report(porttrace(*arguments, "-o", "json"), exit_code=0)
        assert [each["name"] for each in report["services"]] == ["db"]
        assert above_notes(report) == [("PTD02", "warning")]
    namespace.apply(service("db-peers", service_port(80), clusterIP="None", selector={"app": "db"}))
    report = read_report(porttrace("db", "-o", "json"), exit_code=0)
    assert [each["name"] for each in report["services"]] == ["db"]
    assert above_notes(report) == []


def alias(name: str, host: str) -> Manifest:
    """Return a Service of type ExternalName."""
    made = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}}
    return made | {"spec": {"type": "ExternalName", "externalName": host}}


def test_an_external_name_that_stands_for_no_service(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.apply(
        service("web", service_port(80), selector={}),
        alias("here", f"web.{namespace.name}.svc.cluster.local"),
        alias("typo", f"wbe.{namespace.name}.svc.cluster.local"),
        alias("nowhere", "web.no-such-namespace.svc"),
        alias("far", "kubernetes.default.svc.cluster.local"),
        alias("outside", "www.example.com"),
    )
    wrong = {"here": [], "typo": ["PTS24"], "nowhere": ["PTS24"], "far": [], "outside": []}
    for name, codes in wrong.items():
        report = read_report(porttrace(name, "-o", "json"), exit_code=0)
        assert [each["name"] for each in report["services"]] == [name]
        assert [code for code, _ in above_notes(report)] == codes
    whole = read_report(porttrace("-o", "json", "--fail-on", "never"), exit_code=0)
    assert len(whole["services"]) == len(wrong) + 1
    assert {each["subject"]["name"] for each in whole["findings"] if each["code"] == "PTS24"} == {"typo", "nowhere"}
