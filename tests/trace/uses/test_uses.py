"""Who uses a Service port, by which word, and which changes of it that does not survive."""

from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import KubernetesObject, ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.referrers.aws_actions import ALB_ACTIONS
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService, trace_service
from kubectl_porttrace.trace.uses.dependent import Dependent
from kubectl_porttrace.trace.uses.uses import dependents_of, not_read_of
from tests.build import (
    backend,
    cluster,
    cluster_policy,
    container,
    custom,
    endpoint,
    endpoint_slice,
    forbidden,
    gateway,
    gateway_class,
    headless,
    ingress,
    ingress_class,
    namespace,
    pod,
    policy,
    port,
    route,
    service,
    tls_policy,
    traced,
)
from tests.build.callers import api_service, custom_resource_definition, monitor, webhook, webhooks
from tests.build.snapshots import LISTED

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
ADMIN = {"name": "admin", "port": 8443, "targetPort": "admin"}


def web(*ports: dict[str, Any], **fields: Any) -> Service:
    return service(*(ports or (HTTP, ADMIN)), labels={"app": "web"}, **fields)


def server(*, probe: dict[str, Any] | None = None) -> Pod:
    fields: dict[str, Any] = {"spec": {"readinessProbe": probe}} if probe else {}
    return pod(container(port(8080, "web"), port(9443, "admin"), **fields), name="web-0")


def found(*objects: KubernetesObject, at: int = 0) -> list[tuple[str, str, str, set[str]]]:
    """Who uses a port of the Service beside its pods: the object, the field, as it is written, what breaks it."""
    followed = traced(*objects)
    uses = dependents_of(followed).get(followed.ports[at].key, ())
    return [(f"{each.kind}/{each.name}", each.path, each.written, set(each.broken_by)) for each in uses]


BACKEND = "spec.rules[0].http.paths[0].backend.service.port"
IS_NAME = {"name", "removal"}
IS_NUMBER = {"port", "removal"}


@pytest.mark.parametrize(
    ("naming", "expected"),
    [
        pytest.param(ingress(80), ("Ingress/shop", f"{BACKEND}.number", "80", IS_NUMBER), id="ingress-number"),
        pytest.param(ingress("http"), ("Ingress/shop", f"{BACKEND}.name", "http", IS_NAME), id="ingress-name"),
        pytest.param(route(), ("HTTPRoute/web", "spec.rules[0].backendRefs[0].port", "80", IS_NUMBER), id="route"),
        pytest.param(
            route(parents=[{"group": "", "kind": "Service", "name": "web", "port": 80}], rules=[]),
            ("HTTPRoute/web", "spec.parentRefs[0].port", "80", IS_NUMBER),
            id="mesh-route",
        ),
        pytest.param(
            route(parents=[{"group": "", "kind": "Service", "name": "web", "sectionName": "http"}], rules=[]),
            ("HTTPRoute/web", "spec.parentRefs[0].sectionName", "http", IS_NAME),
            id="mesh-route-by-name",
        ),
        pytest.param(
            route(parents=[{"group": "", "kind": "Service", "name": "web"}], rules=[]),
            ("HTTPRoute/web", "spec.parentRefs[0]", "", set()),
            id="mesh-route-of-all-ports",
        ),
        pytest.param(
            webhooks(webhook(80)),
            ("ValidatingWebhookConfiguration/checks", "webhooks[0].clientConfig.service.port", "80", IS_NUMBER),
            id="webhook",
        ),
        pytest.param(
            api_service(80),
            ("APIService/v1.metrics.example.com", "spec.service.port", "80", IS_NUMBER),
            id="api-service",
        ),
        pytest.param(
            custom_resource_definition(80),
            (
                "CustomResourceDefinition/crontabs.example.com",
                "spec.conversion.webhook.clientConfig.service.port",
                "80",
                IS_NUMBER,
            ),
            id="conversion",
        ),
        pytest.param(monitor(), ("ServiceMonitor/web", "spec.endpoints[0].port", "http", IS_NAME), id="monitor"),
        pytest.param(
            monitor({"port": ".*"}),
            ("ServiceMonitor/web", "spec.endpoints[0].port", ".*", set()),
            id="monitor-of-any-name",
        ),
        pytest.param(
            monitor({"portNumber": 8080}, kind="PodMonitor"),
            ("PodMonitor/web", "spec.podMetricsEndpoints[0].portNumber", "8080", {"containerPort"}),
            id="pod-monitor",
        ),
        pytest.param(
            tls_policy("http"), ("BackendTLSPolicy/tls", "spec.targetRefs[0].sectionName", "http", IS_NAME), id="tls"
        ),
        pytest.param(
            custom("TargetGroupBinding", {"serviceRef": {"name": "web", "port": 80}}),
            ("TargetGroupBinding/shop", "spec.serviceRef.port", "80", IS_NUMBER),
            id="target-group",
        ),
        pytest.param(
            custom("Route", {"to": {"kind": "Service", "name": "web"}, "port": {"targetPort": 8080}}),
            ("Route/shop", "spec.port.targetPort", "8080", {"targetPort", "removal"}),
            id="openshift-number",
        ),
        pytest.param(
            service(name="old", namespace="data", type="ExternalName", externalName="web.shop.svc.cluster.local"),
            ("Service/old", "spec.externalName", "", IS_NUMBER),
            id="alias",
        ),
    ],
)
def test_objects_that_name_the_port(naming: KubernetesObject, expected: tuple[str, str, str, set[str]]) -> None:
    gateways = (gateway(), gateway_class())
    assert expected in found(web(), server(), naming, *gateways)
    others = {each[0] for each in found(web(), server(), naming, at=1) if each[3]}
    assert expected[0] not in others - {"Service/old"}  # whose clients may dial any of its ports


def test_what_ingress_nginx_takes_is_what_breaks_it() -> None:
    """It looks for the number among ports and targetPorts alike: `controller.go:serviceEndpoints`."""
    of_nginx = (ingress_class(), ingress(8080, ingressClassName="nginx"))
    assert [each[3] for each in found(web(), server(), *of_nginx)] == [{"targetPort", "removal"}]
    both = web({"name": "http", "port": 8080, "targetPort": 8080})
    assert [each[3] for each in found(both, server(), *of_nginx)] == [{"removal"}]
    assert [each[3] for each in found(both, server(), ingress(8080))] == [IS_NUMBER]


def test_actions_of_aws_are_backends() -> None:
    action = '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"web","servicePort":"http"}]}}'
    by_action = ingress("use-annotation", to="go", metadata={"annotations": {f"{ALB_ACTIONS}go": action}})
    assert [(each[2], each[3]) for each in found(web(), server(), by_action)] == [("http", IS_NAME)]


def test_the_one_port_there_is() -> None:
    """A destination without a port means the only one, whatever that is called."""
    virtual = custom("VirtualService", {"hosts": ["web"], "http": [{"route": [{"destination": {"host": "web"}}]}]})
    assert [each[3] for each in found(web(HTTP), server(), virtual)] == [{"removal"}]
    two = traced(web(), server(), virtual)
    assert [each.certain for uses in dependents_of(two).values() for each in uses] == [False, False]


INGRESS = "spec.ingress[0].ports"


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        pytest.param([{"port": 8080}], [(f"{INGRESS}[0]", "8080/TCP", {"targetPort", "containerPort"})], id="number"),
        pytest.param([{"port": "web"}], [(f"{INGRESS}[0]", "web/TCP", {"targetPort"})], id="name"),
        pytest.param(
            [{"port": 80}, {"port": 8000, "endPort": 8100}],
            [(f"{INGRESS}[1]", "8000-8100/TCP", {"targetPort", "containerPort"})],
            id="range",
        ),
        pytest.param([{"port": 8080, "protocol": "UDP"}], [], id="other-protocol"),
        pytest.param([{"protocol": "TCP"}], [], id="any-port"),
        pytest.param([], [], id="no-ports"),
    ],
)
def test_policies_that_name_the_port_of_the_pods(
    ports: list[dict[str, Any]], expected: list[tuple[str, str, set[str]]]
) -> None:
    rule = policy(ingress=[{"ports": ports}], policyTypes=["Ingress"])
    assert [each[1:] for each in found(web(), server(), rule)] == expected
    assert found(web(), server(), policy(ingress=[{"ports": ports}], podSelector={"matchLabels": {"app": "db"}})) == []


def test_policies_of_clients_in_other_namespaces() -> None:
    """Whom pods may reach is said by the number of the other pod's port."""
    to_shop = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}}
    rule = {"to": [to_shop], "ports": [{"port": 8080}]}
    out = policy("out", "front", podSelector={}, policyTypes=["Egress"], egress=[rule])
    changes = {"targetPort", "containerPort"}
    assert found(web(), server(), namespace(), out) == [
        ("NetworkPolicy/out", "spec.egress[0].ports[0]", "8080/TCP", changes)
    ]
    elsewhere = policy(
        "out", "front", podSelector={}, policyTypes=["Egress"], egress=[{**rule, "to": [{"podSelector": {}}]}]
    )
    assert found(web(), server(), namespace(), elsewhere) == []
    unused = policy("out", "front", podSelector={}, policyTypes=["Ingress"], egress=[rule])
    assert found(web(), server(), namespace(), unused) == []


def test_an_unknown_namespace_leaves_a_policy_open() -> None:
    labelled = {"namespaceSelector": {"matchLabels": {"team": "shop"}}}
    rule = {"to": [labelled], "ports": [{"port": 8080}]}
    followed = traced(
        web(HTTP), server(), policy("out", "front", podSelector={}, policyTypes=["Egress"], egress=[rule])
    )
    assert [each.certain for each in dependents_of(followed)[followed.ports[0].key]] == [False]


def test_policies_of_the_cluster_and_of_meshes() -> None:
    numbered = {
        "action": "Accept",
        "from": [{"namespaces": {}}],
        "protocols": [{"tcp": {"destinationPort": {"number": 8080}}}],
    }
    wide = {"action": "Accept", "from": [{"namespaces": {}}], "protocols": [{"tcp": {}}]}
    of_cluster = cluster_policy(ingress=[wide, numbered], egress=[{**numbered, "to": [{"pods": {}}]}])
    mesh = custom(
        "AuthorizationPolicy",
        {"selector": {"matchLabels": {"app": "web"}}, "rules": [{"to": [{"operation": {"ports": ["8080"]}}]}]},
    )
    other = custom(
        "PeerAuthentication", {"selector": {"matchLabels": {"app": "db"}}, "portLevelMtls": {"8080": {}}}, name="o"
    )
    linkerd = custom(
        "Server.policy.linkerd.io", {"podSelector": {"matchLabels": {"app": "web"}}, "port": "web"}, name="l"
    )
    assert [each[:3] for each in found(web(), server(), of_cluster, mesh, other, linkerd)] == [
        ("ClusterNetworkPolicy/c", "spec.ingress[1].protocols[0]", "8080-8080/TCP".replace("-8080", "")),
        ("ClusterNetworkPolicy/c", "spec.egress[0].protocols[0]", "8080/TCP"),
        ("AuthorizationPolicy/shop", "spec.rules[0].to[0].operation.ports[0]", "8080"),
        ("Server/l", "spec.port", "web"),
    ]


@pytest.mark.parametrize(
    ("written", "broken"),
    [pytest.param(8080, {"containerPort"}, id="number"), pytest.param("web", set(), id="name")],
)
def test_probes_dial_the_pods_themselves(written: int | str, broken: set[str]) -> None:
    probed = server(probe={"httpGet": {"port": written}})
    path = "spec.containers[0].readinessProbe.httpGet.port"
    assert found(web(), probed) == [("Pod/web-0", path, str(written), broken)]
    assert found(web(), probed, at=1) == []
    assert found(web({"name": "http", "port": 80, "targetPort": 8080, "protocol": "UDP"}), probed) == []


def test_a_probe_of_another_host_is_none_of_the_pod() -> None:
    assert found(web(), server(probe={"tcpSocket": {"port": 8080, "host": "db"}})) == []


def test_endpoints_by_hand_are_joined_by_the_name_of_the_port() -> None:
    by_hand = endpoint_slice([EndpointPort(name="http", port=8080)], endpoint("192.0.2.7"), name="web-hand")
    outside = web(selector={})
    assert found(outside, by_hand) == [("EndpointSlice/web-hand", "ports[0].name", "http", {"name"})]
    assert found(outside, by_hand, at=1) == []


def test_clients_of_a_name_for_a_headless_service_dial_the_pods() -> None:
    alias = service(name="old", type="ExternalName", externalName="web.shop.svc.cluster.local")
    assert [each[3] for each in found(headless(HTTP), server(), alias)] == [{"containerPort"}]


@pytest.mark.parametrize(
    ("annotation", "value", "expected"),
    [
        pytest.param("cloud.google.com/app-protocols", '{"http":"HTTP"}', [("http", IS_NAME)], id="gke-name"),
        pytest.param("cloud.google.com/neg", '{"exposed_ports":{"80":{}}}', [("80", IS_NUMBER)], id="gke-number"),
        pytest.param("prometheus.io/port", "8080", [("8080", {"containerPort"})], id="prometheus"),
        pytest.param("prometheus.io/port", "80", [], id="prometheus-other"),
    ],
)
def test_own_annotations(annotation: str, value: str, expected: list[tuple[str, set[str]]]) -> None:
    annotated = web(annotations={annotation: value})
    assert [(each[2], each[3]) for each in found(annotated, server())] == expected


def test_without_a_selector_a_target_port_means_nothing_to_policies() -> None:
    """What is behind the port is written in slices by hand."""
    target = ObjectReference(kind="Pod", namespace="shop", name="web-0")
    behind = endpoint("10.244.0.9", target_ref=target)
    by_hand = endpoint_slice([EndpointPort(name="http", port=8080)], behind, name="web-hand")
    rule = policy(ingress=[{"ports": [{"port": 8080}]}], policyTypes=["Ingress"])
    uses = found(web(HTTP, selector={}), server(), by_hand, rule)
    assert ("NetworkPolicy/web", "spec.ingress[0].ports[0]", "8080/TCP", {"containerPort"}) in uses


def not_read(*objects: KubernetesObject, **fields: Any) -> tuple[str, ...]:
    snapshot = cluster(web(), server(), *objects, **fields)
    return not_read_of(trace_service(snapshot, snapshot.services[0]))


def test_what_was_not_read_is_told() -> None:
    assert not_read(listed=LISTED) == ()
    assert not_read() == ("networkpolicies in other namespaces", "services of type ExternalName")
    unread = [forbidden("httproutes in other namespaces"), forbidden("events", "shop"), forbidden("ingresses", "data")]
    assert not_read(listed=LISTED, unread=unread) == ("httproutes in other namespaces",)
    cilium = custom("CiliumNetworkPolicy", {"endpointSelector": {"matchLabels": {"app": "web"}}}, name="c")
    assert not_read(cilium, listed=LISTED) == ("the rules of CiliumNetworkPolicy/c",)


def test_every_place_is_told_once() -> None:
    followed: TracedService = traced(
        web(HTTP), server(), pod(container(port(8080, "web"))), route(backend(), backend())
    )
    uses: tuple[Dependent, ...] = dependents_of(followed)[followed.ports[0].key]
    assert [each.path for each in uses] == [f"spec.rules[0].backendRefs[{place}].port" for place in (0, 1)]
