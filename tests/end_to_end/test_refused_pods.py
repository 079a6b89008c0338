"""Pods that the real admission refuses to the real controllers: webhooks, policies, and a missing ServiceAccount."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.cluster.api import Manifest, resource_path
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port, workload
from tests.cluster.plugin import Porttrace
from tests.cluster.published import wait_until_published
from tests.end_to_end.seen import read_report
from tests.http_server import HttpServer

ADMISSION = "admissionregistration.k8s.io/v1"
HOOK = "gate.example.com"
HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")


class _Denies(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = {"uid": review["request"]["uid"], "allowed": False, "status": {"message": "images come from nowhere"}}
        body = json.dumps({**review, "response": refused}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def denying(certificates: Path) -> Iterator[int]:
    """A webhook that denies all it is asked, with the API server's own certificate; yields its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "apiserver.crt", certificates / "apiserver.key")
    with HttpServer(("127.0.0.1", 0), _Denies) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and says nothing; yields it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@contextmanager
def closed() -> Iterator[int]:
    """A port on which nobody listens, nor can while this lasts; yields it."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield int(bound.getsockname()[1])


@contextmanager
def asked(namespace: Namespace, client: Manifest, timeout: int = 30) -> Iterator[None]:
    """A webhook that the API server asks about each new pod of the namespace that has the label `gate`.

    `timeout` is how many seconds it may take to answer: long, but for one that is not to answer.
    """
    rule = {"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}
    hook = {
        "name": HOOK,
        "clientConfig": client,
        "rules": [rule],
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace.name}},
        "objectSelector": {"matchExpressions": [{"key": "gate", "operator": "Exists"}]},
        "sideEffects": "None",
        "admissionReviewVersions": ["v1"],
        "timeoutSeconds": timeout,
    }
    kind = "ValidatingWebhookConfiguration"
    metadata = {"name": namespace.name}
    namespace.api.create({"apiVersion": ADMISSION, "kind": kind, "metadata": metadata, "webhooks": [hook]})
    try:
        # The API server learns of its own webhooks by a watch.
        namespace.wait_for(lambda: _is_asked(namespace), "the webhook")
        yield
    finally:
        namespace.api.delete(resource_path(kind, name=namespace.name, api_version=ADMISSION))


def _is_asked(namespace: Namespace) -> bool:
    trial = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "trial", "labels": {"gate": ""}}}
    path = namespace.path("Pod")
    try:
        namespace.api.request("POST", path, trial | {"spec": {"containers": [HTTP]}}, dryRun="All")
    except Exception as error:  # noqa: BLE001 - whatever it says, it names the webhook
        return HOOK in str(error)
    return False


def refused(namespace: Namespace, kind: str, name: str) -> None:
    """Make a workload whose pods are refused, and wait until its controllers say so; and a neighbour with pods."""
    namespace.apply(
        service(name, TO_HTTP),
        service("spared", TO_HTTP),
        workload(kind, name, HTTP, labels={"app": name, "gate": ""}),
        deployment("spared", HTTP),
    )
    namespace.wait_for_endpoints("spared", ready=1)
    makers = f"{name}-" if kind == "Deployment" else name

    def told() -> bool:
        events = [each for each in namespace.objects("Event") if each["reason"] == "FailedCreate"]
        said = kind != "Deployment" or "ReplicaFailure" in str(namespace.get(kind, name).get("status"))
        return said and any(each["involvedObject"]["name"].startswith(makers) for each in events)

    namespace.wait_for(told, f"the refusal of the pods of {name}")
    wait_until_published(namespace)


def only_finding(porttrace: Porttrace, name: str) -> Manifest:
    """What is said of a Service whose pods cannot be made, and that nothing is said of its neighbour."""
    report = read_report(porttrace(name, "spared", "-o", "json"), exit_code=3)
    assert {each["subject"]["name"] for each in report["findings"] if each["severity"] != "note"} == {name}
    (found,) = (each for each in report["findings"] if each["severity"] == "error")
    assert (found["code"], found["ports"][0]["service"]) == ("PTP29", name)
    return dict(found)


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet"])
def test_a_webhook_that_denies(namespace: Namespace, porttrace: Porttrace, control_plane: Cluster, kind: str) -> None:
    authority = Path(control_plane.connection.certificate_authority)
    bundle = base64.b64encode(authority.read_bytes()).decode()
    with denying(authority.parent) as port:
        client = {"url": f"https://127.0.0.1:{port}/", "caBundle": bundle}
        with asked(namespace, client):
            refused(namespace, kind, "web")
            found = only_finding(porttrace, "web")
    assert found["message"].startswith(f"no pod can be made: webhook {HOOK} refuses the pods; {kind}/web has 0 of ")
    assert any("images come from nowhere" in fact for fact in found["evidence"])
    assert found["fix"]["text"] == f"change the template of {kind}/web as webhook {HOOK} says in its message"


@pytest.mark.parametrize("way", ["silent", "closed"])
def test_a_webhook_that_does_not_answer(namespace: Namespace, porttrace: Porttrace, way: str) -> None:
    with ExitStack() as stack:
        port = stack.enter_context(silent() if way == "silent" else closed())
        stack.enter_context(asked(namespace, {"url": f"https://127.0.0.1:{port}/"}, timeout=1))
        refused(namespace, "Deployment", "web")
        found = only_finding(porttrace, "web")
    assert found["message"] == f"no pod can be made: webhook {HOOK} does not answer; Deployment/web has 0 of 1 pods"
    assert found["fix"] == {
        "text": f"get webhook {HOOK} to answer: without it no pod is admitted",
        "command": None,
    }


def test_a_webhook_behind_a_service_without_pods(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.apply(service("gate", service_port(443, 8443)))
    with asked(namespace, {"service": {"namespace": namespace.name, "name": "gate", "path": "/pods"}}):
        refused(namespace, "Deployment", "web")
        found = only_finding(porttrace, "web")
    assert found["message"] == f"no pod can be made: webhook {HOOK} does not answer; Deployment/web has 0 of 1 pods"
    assert found["fix"]["command"] == f"kubectl porttrace gate -n {namespace.name}"


def test_one_refusal_behind_many_services_is_one_finding(namespace: Namespace, porttrace: Porttrace) -> None:
    names = [f"web-{number}" for number in range(3)]
    with closed() as port, asked(namespace, {"url": f"https://127.0.0.1:{port}/"}):
        for name in names:
            refused(namespace, "Deployment", name)
        report = read_report(porttrace("-o", "json"), exit_code=3)
    (found,) = (each for each in report["findings"] if each["severity"] == "error")
    assert [each["name"] for each in found["subjects"]] == names


def test_a_service_account_that_is_missing(programs: Programs, tmp_path: Path) -> None:
    """A plane of its own: the shared one admits pods without a ServiceAccount."""
    with (
        ControlPlane(tmp_path / "plane", programs, service_accounts=True) as plane,
        closing(Cluster(plane.connection)) as cluster,
    ):
        namespace = cluster.new_namespace("accounts")
        namespace.wait_for(lambda: namespace.objects("ServiceAccount"), "the default ServiceAccount")
        robot = workload("Deployment", "web", HTTP, pod_spec={"serviceAccountName": "robot"})
        namespace.apply(service("web", TO_HTTP), robot, service("spared", TO_HTTP), deployment("spared", HTTP))
        namespace.wait_for_endpoints("spared", ready=1)
        conditions = namespace.path("Deployment", "web")
        namespace.wait_for(lambda: "ReplicaFailure" in str(namespace.api.get(conditions)), "the refusal")
        found = only_finding(Porttrace(cluster, namespace.name, tmp_path), "web")
        assert found["message"] == (
            "no pod can be made: ServiceAccount robot does not exist; Deployment/web has 0 of 1 pods"
        )
        assert found["fix"]["text"] == f"create ServiceAccount robot in {namespace.name} for Deployment/web"
        namespace.create({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}})
        namespace.delete("ReplicaSet", namespace.objects("ReplicaSet", app="web")[0]["metadata"]["name"])
        namespace.wait_for_endpoints("web", ready=1)
        report = read_report(Porttrace(cluster, namespace.name, tmp_path)("web", "-o", "json"), exit_code=0)
        assert [each["code"] for each in report["findings"] if each["severity"] != "note"] == []
