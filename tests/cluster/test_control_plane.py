from __future__ import annotations

from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port


def test_deployment_is_wired_by_the_real_controllers(namespace: Namespace) -> None:
    namespace.apply(
        deployment("web", container("app", container_port(8080, "http")), replicas=3),
        service("web", service_port(80, "http")),
    )
    pods = namespace.wait_for_pods(3, app="web")
    (only,) = namespace.wait_for_endpoints("web", ready=3)
    assert {each["spec"]["nodeName"] for each in pods} <= {"node-0", "node-1", "node-2"}
    assert [port["port"] for port in only["ports"]] == [8080]
    addresses = {address for endpoint in only["endpoints"] for address in endpoint["addresses"]}
    assert addresses == {each["status"]["podIP"] for each in pods}
    assert {endpoint["zone"] for endpoint in only["endpoints"]} <= {"z0", "z1", "z2"}
