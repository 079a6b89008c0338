"""What the API server calls, and monitors: on a control plane of their own, for they concern all of a cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cluster.api import ApiError, Manifest
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.called import PLURALS, converted, create, definition, monitoring, webhook_configuration
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.said import codes, roots, run_fix

HTTPS = service_port(443, 9443, "https")


@pytest.fixture(scope="module")
def plane(programs: Programs) -> Iterator[Cluster]:
    with ControlPlane(programs=programs) as running, closing(Cluster(running.connection)) as cluster:
        anywhere = Namespace(cluster.api(), "default")
        for kind in PLURALS:
            create(anywhere, definition(kind), "customresourcedefinitions")
        anywhere.wait_for(lambda: all(served(anywhere, kind) for kind in PLURALS), "the kinds of the operator")
        yield cluster


def served(namespace: Namespace, kind: str) -> bool:
    version = "v1alpha1" if kind == "PrometheusAgent" else "v1"
    try:
        namespace.api.get(f"/apis/monitoring.coreos.com/{version}/{PLURALS[kind]}")
    except ApiError:
        return False
    return True


@pytest.fixture
def here(plane: Cluster) -> Namespace:
    """A namespace with a label of its own."""
    made = plane.new_namespace("callers")
    made.api.patch(f"/api/v1/namespaces/{made.name}", {"metadata": {"labels": {"porttrace.test/asked": made.name}}})
    return made


@pytest.fixture
def porttrace(
    plane: Cluster,
    here: Namespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> InProcess:
    return InProcess(Porttrace(plane, here.name, tmp_path), monkeypatch, capsys)


@pytest.mark.parametrize("kind", ["Mutating", "Validating"])
def test_a_webhook_without_a_service_is_told_once(here: Namespace, porttrace: InProcess, kind: str) -> None:
    here.create(service("api", service_port(80)))
    create(here, webhook_configuration(here, kind=kind), f"{kind.lower()}webhookconfigurations")
    with pytest.raises(ApiError, match=r'service "web" not found'):
        here.create(pod("api-0", labels={"app": "api"}))
    target = f"{kind.lower()}webhookconfiguration/{here.name}-web"
    for words in ([], ["-A"], [target]):
        (finding,) = [each for each in roots(porttrace, "PTA01", *words) if here.name in each["message"]]
        assert finding["subject"]["kind"] == f"{kind}WebhookConfiguration"
        assert "every create of pods in namespaces with porttrace.test/asked=" in finding["message"]
        assert [each["code"] for each in finding["consequences"]] == ["PTA05"]
    assert codes(porttrace, "api", family="A") == []
    assert codes(porttrace, "--no-routes", family="A") == []


def test_what_answers_is_named_in_one_line(here: Namespace, porttrace: InProcess) -> None:
    here.create(service("web", HTTPS))
    here.run_pod(pod("web-0", labels={"app": "web"}))
    here.wait_for_endpoints("web", ready=1)
    create(here, webhook_configuration(here, resource="configmaps"), "validatingwebhookconfigurations")
    for words in ([], ["web"], [f"validatingwebhookconfiguration/{here.name}-web"]):
        assert codes(porttrace, *words, family="A") == []
    screen = porttrace("web", env={"COLUMNS": "120"}).stdout
    assert f"named by: validatingwebhookconfiguration/{here.name}-web -> 443\n" in screen


def test_the_port_is_the_services_own(plane: Cluster, here: Namespace, porttrace: InProcess) -> None:
    here.create(service("web", service_port(8443, 9443)))
    here.run_pod(pod("web-0", labels={"app": "web"}))
    here.wait_for_endpoints("web", ready=1)
    create(here, webhook_configuration(here, resource="configmaps"), "validatingwebhookconfigurations")
    with pytest.raises(ApiError, match=r'no service port 443 found for service "web"'):
        here.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "any"}})
    (finding,) = roots(porttrace, "PTA02", "web")
    run_fix(plane, finding)
    assert codes(porttrace, "web", family="A") == []


def test_pods_that_the_webhook_itself_keeps_away(here: Namespace, porttrace: InProcess) -> None:
    here.create(service("web", HTTPS))
    create(here, webhook_configuration(here, timeoutSeconds=20), "validatingwebhookconfigurations")
    here.apply(deployment("web", container("app", container_port(9443, "https"))))
    refused = {"fieldSelector": "reason=FailedCreate"}
    here.wait_for(lambda: here.api.get(here.path("Event"), **refused)["items"], "the event of the ReplicaSet")
    report = json.loads(porttrace("web", "-o", "json").stdout)
    (root,) = [each for each in report["findings"] if each["severity"] == "error"]
    assert root["subject"]["kind"] == "Service"
    below = [each["code"] for each in root["consequences"] if each["code"].startswith("PTA")]
    assert sorted(below) == ["PTA03", "PTA05", "PTA07", "PTA09"]
    exempt = {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": [here.name]}
    path = f"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{here.name}-web"
    change = [{"op": "add", "path": "/webhooks/0/namespaceSelector/matchExpressions", "value": [exempt]}]
    here.api.patch(path, change, "application/json-patch+json")
    here.wait_for_endpoints("web", ready=1)
    assert codes(porttrace, "web", family="A") == []


def test_a_webhook_that_is_passed_over(here: Namespace, porttrace: InProcess) -> None:
    configuration = webhook_configuration(here, kind="Mutating", resource="configmaps", failurePolicy="Ignore")
    create(here, configuration, "mutatingwebhookconfigurations")
    here.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "any"}})
    here.create(service("api", service_port(80)))
    (finding,) = roots(porttrace, "PTA01")
    assert (finding["severity"], [each["code"] for each in finding["consequences"]]) == ("warning", ["PTA06"])


def test_versions_that_nothing_converts(here: Namespace, porttrace: InProcess) -> None:
    crd = converted(here, to="web")
    name, group = crd["metadata"]["name"], crd["spec"]["group"]
    create(here, crd, "customresourcedefinitions")
    metadata = {"name": "any", "namespace": here.name}
    one = {"apiVersion": f"{group}/v1", "kind": "CronTab", "metadata": metadata}

    def created() -> bool:
        try:
            create(here, one, "crontabs")
        except ApiError:
            return False
        return True

    here.wait_for(created, "the kind")
    with pytest.raises(ApiError, match=r'service "web" not found'):
        here.api.get(f"/apis/{group}/v1beta1/namespaces/{here.name}/crontabs/any")
    (finding,) = roots(porttrace, "PTA01", f"crd/{name}")
    assert "that needs another version than the stored one" in finding["message"]
    assert [each["subject"]["name"] for each in roots(porttrace, "PTA01", "-A") if name in each["message"]] == [name]
    here.api.delete(f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}")


def test_who_may_not_read_them_is_told_so_in_one_line(plane: Cluster, here: Namespace, porttrace: InProcess) -> None:
    here.create(service("web", HTTPS))
    create(here, webhook_configuration(here, to="gone"), "validatingwebhookconfigurations")
    plane.allow_view(here.name)
    viewing = ("--kubeconfig", str(plane.kubeconfig("namespaced-view", here.name)))
    here.wait_for(lambda: porttrace("-o", "name", *viewing).returncode != 1, "the binding")
    report = json.loads(porttrace("web", "-o", "json", *viewing).stdout)
    unread = {each["resource"]: each for each in report["notChecked"] if each["reason"] == "forbidden"}
    for resource in ("mutatingwebhookconfigurations", "validatingwebhookconfigurations", "apiservices"):
        assert "PTA01" in unread[resource]["affects"]
    screen = porttrace("web", *viewing, env={"COLUMNS": "120"}).stdout
    told = [line for line in screen.splitlines() if line.startswith("not checked") and "PTA01" in line]
    assert len(told) == 1


METRICS = {"matchLabels": {"app": "web"}}


@pytest.fixture
def monitored(here: Namespace) -> Namespace:
    """A Service with labels, whose pod declares two ports."""
    web = service("web", service_port(80, 8080, "http"))
    here.create(web | {"metadata": {"name": "web", "labels": {"app": "web"}}})
    here.run_pod(pod("web-0", container("app", container_port(8080, "http"), container_port(9090, "metrics"))))
    here.wait_for_endpoints("web", ready=1)
    return here


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        pytest.param({"port": "http"}, [], id="name"),
        pytest.param({"port": "htt.*"}, [], id="expression"),
        pytest.param({"targetPort": "metrics"}, [], id="container-port"),
        pytest.param({"targetPort": 9090}, [], id="container-port-number"),
        pytest.param({"port": "metrics"}, ["PTM01"], id="container-port-as-name"),
        pytest.param({"port": "80"}, ["PTM01"], id="number-as-name"),
        pytest.param({"targetPort": 9091}, ["PTM03"], id="undeclared"),
    ],
)
def test_ports_of_a_service_monitor(
    monitored: Namespace, porttrace: InProcess, endpoint: Manifest, expected: list[str]
) -> None:
    spec = {"selector": METRICS, "endpoints": [endpoint]}
    create(monitored, monitoring("ServiceMonitor", monitored, "web", spec), "servicemonitors")
    for words in (["web"], [], ["servicemonitor/web"], ["smon/web"]):
        assert codes(porttrace, *words, family="M") == expected
    assert "servicemonitor/web -> " in porttrace("web").stdout


def test_a_service_monitor_that_selects_nothing(monitored: Namespace, porttrace: InProcess) -> None:
    wanted = {"matchLabels": {"app": "web", "tier": "front"}}
    spec = {"selector": wanted, "endpoints": [{"port": "http"}]}
    create(monitored, monitoring("ServiceMonitor", monitored, "web", spec), "servicemonitors")
    for words in ([], ["web"]):
        assert codes(porttrace, *words, family="M") == ["PTM02"]
    monitored.patch("Service", "web", {"metadata": {"labels": {"tier": "front"}}})
    for words in ([], ["web"]):
        assert codes(porttrace, *words, family="M") == []


def test_a_monitor_that_no_prometheus_selects(plane: Cluster, monitored: Namespace, porttrace: InProcess) -> None:
    spec = {"selector": METRICS, "endpoints": [{"port": "http"}]}
    create(monitored, monitoring("ServiceMonitor", monitored, "web", spec), "servicemonitors")
    selectors = {"serviceMonitorSelector": {"matchLabels": {"release": "stack"}}, "serviceMonitorNamespaceSelector": {}}
    create(monitored, monitoring("Prometheus", monitored, "k8s", selectors), "prometheuses")
    try:
        for words in (["web"], []):
            (finding,) = roots(porttrace, "PTM05", *words)
        run_fix(plane, finding)
        for words in (["web"], []):
            assert codes(porttrace, *words, family="M") == []
    finally:
        monitored.api.delete(f"/apis/monitoring.coreos.com/v1/namespaces/{monitored.name}/prometheuses/k8s")


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [({"port": "metrics"}, []), ({"portNumber": 8080}, []), ({"port": "web"}, ["PTM07"])],
    ids=["name", "number", "undeclared"],
)
def test_ports_of_a_pod_monitor(
    monitored: Namespace, porttrace: InProcess, endpoint: Manifest, expected: list[str]
) -> None:
    spec = {"selector": METRICS, "podMetricsEndpoints": [endpoint]}
    create(monitored, monitoring("PodMonitor", monitored, "web", spec), "podmonitors")
    assert codes(porttrace, family="M") == expected


def test_a_service_without_anything_to_scrape(here: Namespace, porttrace: InProcess) -> None:
    bare = service("web", service_port(80, 8080, "http"), selector={})
    here.create(bare | {"metadata": {"name": "web", "labels": {"app": "web"}}})
    spec = {"selector": METRICS, "endpoints": [{"port": "http"}]}
    create(here, monitoring("ServiceMonitor", here, "web", spec), "servicemonitors")
    assert codes(porttrace, "web", family="M") == ["PTM06"]
