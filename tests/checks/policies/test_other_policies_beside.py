from typing import Any

import msgspec
import pytest

from kubectl_porttrace.checks.policies.other_policies_beside import other_policies_beside as check
from kubectl_porttrace.model.calico_policy import CalicoGlobalNetworkPolicy
from kubectl_porttrace.model.cilium_policy import CiliumNetworkPolicy
from kubectl_porttrace.model.mesh_policies import (
    AuthorizationPolicy,
    LinkerdServer,
    PeerAuthentication,
    RequestAuthentication,
)
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import cluster_policy, forbidden, found, judged, namespace, pod, policy, service, traced

NOBODY = policy(ingress=[])


def written(model: type[Any], spec: dict[str, Any], namespace: str = "shop") -> Any:
    return msgspec.convert({"metadata": {"name": "web", "namespace": namespace}, "spec": spec}, model)


def cilium(namespace: str = "shop", **labels: str) -> CiliumNetworkPolicy:
    selector = {"matchLabels": labels or {"k8s:app": "web"}}
    return written(CiliumNetworkPolicy, {"endpointSelector": selector}, namespace)  # type: ignore[no-any-return]


CALICO = written(CalicoGlobalNetworkPolicy, {"selector": "app == 'web' && has(app)"}, "")
UNREADABLE = written(CalicoGlobalNetworkPolicy, {"selector": "app == 'web' || all()"}, "")
ISTIO = written(AuthorizationPolicy, {"selector": {"matchLabels": {"app": "web"}}})
MESH_WIDE = written(AuthorizationPolicy, {}, "istio-system")
LINKERD = written(LinkerdServer, {"podSelector": {"matchLabels": {"app": "web"}}})


def behind(*others: KubernetesObject, **fields: object) -> TracedService:
    return traced(service(), pod(), *others, **fields)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(NOBODY), id="no-others"),
        pytest.param(behind(cluster_policy()), id="those-that-are-judged"),
        pytest.param(behind(cilium("other")), id="of-another-namespace"),
        pytest.param(behind(cilium(app="api")), id="about-other-pods"),
        pytest.param(
            behind(written(CalicoGlobalNetworkPolicy, {"selector": "app != 'web'"}, "")), id="calico-elsewhere"
        ),
        pytest.param(behind(written(AuthorizationPolicy, {}, "other")), id="istio-elsewhere"),
        pytest.param(traced(service(), pod(spec={"hostNetwork": True}), NOBODY, cilium()), id="on-the-hosts-network"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        pytest.param(behind(cilium()), "CiliumNetworkPolicy/web selects", id="cilium"),
        pytest.param(
            behind(cilium(**{"k8s:io.kubernetes.pod.namespace": "shop"})),
            "CiliumNetworkPolicy/web selects",
            id="by-namespace",
        ),
        pytest.param(
            behind(cilium(), policy(ingress=[{}])), "CiliumNetworkPolicy/web selects", id="beside-an-admission"
        ),
        pytest.param(behind(CALICO), "GlobalNetworkPolicy.projectcalico.org/web selects", id="calico"),
        pytest.param(
            behind(UNREADABLE), "GlobalNetworkPolicy.projectcalico.org/web may select", id="calico-unreadable"
        ),
        pytest.param(behind(ISTIO), "AuthorizationPolicy/web selects", id="istio"),
        pytest.param(behind(written(PeerAuthentication, {})), "PeerAuthentication/web selects", id="istio-tls"),
        pytest.param(behind(written(RequestAuthentication, {})), "RequestAuthentication/web selects", id="istio-jwt"),
        pytest.param(
            behind(cilium(**{"k8s:io.cilium.k8s.namespace.labels.team": "a"}), namespace(team="a")),
            "CiliumNetworkPolicy/web selects",
            id="by-labels-of-the-namespace",
        ),
        pytest.param(behind(MESH_WIDE), "AuthorizationPolicy/web selects", id="of-the-mesh"),
        pytest.param(behind(LINKERD), "Server.policy.linkerd.io/web selects", id="linkerd"),
    ],
)
def test_lists_what_is_about_the_pods(subject: TracedService, said: str) -> None:
    (only,) = found(check, subject)
    assert only.message == f"{said} pods of the Service, and is not judged"
    assert judged(subject)["PTN13"].severity == "note"
    assert subject.verdict is Verdict.WIRED


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        pytest.param(behind(NOBODY, cilium()), "CiliumNetworkPolicy/web", id="about-the-pods"),
        pytest.param(
            behind(NOBODY, unread=[forbidden("ciliumnetworkpolicies")]), "CiliumNetworkPolicy", id="not-readable"
        ),
    ],
)
def test_fires_and_nothing_is_called_closed(subject: TracedService, named: str) -> None:
    (only,) = found(check, subject)
    assert only.message == f"netpol/web admits nobody to 80/TCP, and {named} may"
    assert [backend.network_policy for backend in subject.ports[0].backends] == ["unknown"]
    assert subject.verdict is Verdict.WIRED
    assert judged(subject)["PTN13"].severity == "note"
    assert "PTN01" not in judged(subject)


@pytest.mark.parametrize("other", [ISTIO, LINKERD, cilium(app="api")])
def test_what_a_mesh_says_opens_nothing_that_is_closed(other: KubernetesObject) -> None:
    subject = behind(NOBODY, other)
    assert [backend.network_policy for backend in subject.ports[0].backends] == ["blocked"]
    assert "PTN01" in judged(subject)


def test_what_is_not_judged_leaves_open_what_would_be_admitted() -> None:
    (port,) = behind(cilium()).ports
    assert [backend.network_policy for backend in port.backends] == ["unknown"]
