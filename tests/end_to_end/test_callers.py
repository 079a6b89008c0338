"""What the API server calls, and monitors: on a control plane of their own, for they concern all of a cluster."""

from __future__ import annotations

import json

import pytest

from tests.cluster.api import ApiError, Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port
from tests.end_to_end.called import converted, create, wait_until_asked, webhook_configuration
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.said import codes, roots, run_fix

HTTPS = service_port(443, 9443, "https")


@pytest.fixture
def porttrace(on_plane: InProcess) -> InProcess:
    return on_plane


@pytest.mark.parametrize("kind", ["Mutating", "Validating"])
def test_a_webhook_without_a_service_is_told_once(here: Namespace, porttrace: InProcess, kind: str) -> None:
    here.create(service("api", service_port(80)))
    create(here, webhook_configuration(here, kind=kind), f"{kind.lower()}webhookconfigurations")
    wait_until_asked(here, pod("api-0", labels={"app": "api"}), 'service "web" not found')
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
    written: Manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "any"}}
    wait_until_asked(here, written, 'no service port 443 found for service "web"')
    (finding,) = roots(porttrace, "PTA02", "web")
    run_fix(plane, finding)
    assert codes(porttrace, "web", family="A") == []


def test_pods_that_the_webhook_itself_keeps_away(here: Namespace, porttrace: InProcess) -> None:
    here.create(service("web", HTTPS))
    create(here, webhook_configuration(here, timeoutSeconds=20), "validatingwebhookconfigurations")
    wait_until_asked(here, pod("any"), "callers.porttrace.test")
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
