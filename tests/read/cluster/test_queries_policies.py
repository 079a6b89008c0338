"""Which policies are asked for, and what decides about them: namespaces, and the pods of controllers."""

from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta
from kubectl_porttrace.model.other_policies import CILIUM_NODE, CLUSTER_POLICY_KINDS, OTHER_POLICIES, POLICY_ENDPOINT
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, APIGroup, APIResource, APIVersion
from kubectl_porttrace.read.cluster.queries import further_queries
from kubectl_porttrace.read.cluster.query import Query
from tests.build import admin_policy, baseline, cluster, cluster_policy, ingress, ingress_class, pod, policy, service
from tests.build.routes import route
from tests.read.cluster.queries_wanted import WEB, WEB_PODS, collected


def serving(**versions: str) -> QueryResult:
    """A server that has these resources, each written as `resource="group/version"`."""
    groups = tuple(
        APIGroup(
            metadata=ObjectMeta(name=written.partition("/")[0]),
            versions=(APIVersion(written.partition("/")[2], (APIResource(resource, ("list",)),)),),
        )
        for resource, written in versions.items()
    )
    return QueryResult(DISCOVERY, groups)


ADDRESSES = policy(ingress=[{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}])


@pytest.mark.parametrize(
    ("served", "policies", "asked"),
    [
        pytest.param(
            serving(ciliumnetworkpolicies="cilium.io/v2"), (), {Query("CiliumNetworkPolicy", "shop")}, id="cilium"
        ),
        pytest.param(
            serving(baselineadminnetworkpolicies="policy.networking.k8s.io/v1alpha1"),
            (),
            {Query("BaselineAdminNetworkPolicy", None)},
            id="of-the-cluster",
        ),
        pytest.param(
            serving(authorizationpolicies="security.istio.io/v1beta1"),
            (),
            {Query("AuthorizationPolicy", each, version="v1beta1") for each in ("shop", "istio-system")},
            id="of-the-mesh-and-its-root-namespace",
        ),
        pytest.param(
            serving(networkpolicies="crd.projectcalico.org/v1"),
            (),
            {Query("NetworkPolicy.crd.projectcalico.org", "shop")},
            id="calico-as-it-is-stored",
        ),
        pytest.param(
            serving(globalnetworkpolicies="projectcalico.org/v3", networkpolicies="crd.projectcalico.org/v1"),
            (),
            {Query("GlobalNetworkPolicy.projectcalico.org", None)},
            id="calico-once",
        ),
        pytest.param(serving(policyendpoints="networking.k8s.aws/v1alpha1"), (), set(), id="aws-without-policies"),
        pytest.param(
            serving(policyendpoints="networking.k8s.aws/v1alpha1"),
            (policy(),),
            {Query("PolicyEndpoint", "shop", metadata_only=True)},
            id="aws",
        ),
        pytest.param(serving(ciliumnodes="cilium.io/v2"), (policy(),), set(), id="cilium-where-it-is-all-one"),
        pytest.param(
            serving(ciliumnodes="cilium.io/v2"),
            (ADDRESSES,),
            {Query("CiliumNode", None, name="node-0", metadata_only=True)},
            id="cilium-where-addresses-are-admitted",
        ),
    ],
)
def test_policies_of_other_kinds_are_read_where_the_server_has_them(
    served: QueryResult, policies: tuple[KubernetesObject, ...], asked: set[Query]
) -> None:
    known = collected(cluster(service(), pod()), WEB_PODS)
    known = known.with_results([served, QueryResult(Query("NetworkPolicy", "shop"), policies)])
    kinds = {kind.key for kind in (*CLUSTER_POLICY_KINDS, *OTHER_POLICIES, POLICY_ENDPOINT, CILIUM_NODE)}
    assert {query for query in further_queries(WEB, known) if query.kind in kinds} == asked


def test_namespaces_are_listed_for_policies_of_the_cluster() -> None:
    for there in (cluster_policy(), admin_policy(), baseline()):
        found = QueryResult(Query(type(there).__name__, None), (there,))
        known = collected(cluster(service(), pod()), WEB_PODS).with_results([found])
        assert Query("Namespace", None, metadata_only=True) in set(further_queries(WEB, known))


@pytest.mark.parametrize(
    ("peer", "asked"),
    [
        pytest.param({"podSelector": {}}, False, id="pods-of-its-namespace"),
        pytest.param({"namespaceSelector": {}}, True, id="pods-of-some-namespaces"),
    ],
)
@pytest.mark.parametrize(("direction", "far"), [("ingress", "from"), ("egress", "to")])
def test_namespaces_are_listed_where_a_policy_chooses_them(
    direction: str, far: str, peer: dict[str, Any], *, asked: bool
) -> None:
    rules: Any = {direction: [{far: [peer]}]}
    found = QueryResult(Query("NetworkPolicy", "shop"), (policy(**rules),))
    known = collected(cluster(service(), pod()), WEB_PODS).with_results([found])
    assert (Query("Namespace", None, metadata_only=True) in set(further_queries(WEB, known))) is asked


CONTROLLER_PODS = Query(
    "Pod",
    None,
    labels="app.kubernetes.io/component=controller,app.kubernetes.io/name=ingress-nginx",
    known_as=PODS_ELSEWHERE,
)


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        pytest.param((), False, id="without-policies"),
        pytest.param((policy(),), True, id="with-policies"),
        pytest.param((cluster_policy(),), True, id="with-those-of-the-cluster"),
    ],
)
def test_pods_of_controllers_are_read_where_policies_may_keep_them_out(
    there: tuple[KubernetesObject, ...], *, asked: bool
) -> None:
    found = [QueryResult(Query(type(each).__name__, None), (each,)) for each in there]
    found.append(QueryResult(Query("Ingress", "shop"), (ingress(ingressClassName="nginx"),)))
    found.append(QueryResult(Query("IngressClass", None), (ingress_class(),)))
    known = collected(cluster(service(), pod()), WEB_PODS).with_results(found)
    assert (CONTROLLER_PODS in set(further_queries(WEB, known))) is asked


def test_pods_of_a_gateway_are_read_by_its_name() -> None:
    found = [
        QueryResult(Query("NetworkPolicy", "shop"), (policy(),)),
        QueryResult(Query("HTTPRoute", "shop"), (route(),)),
    ]
    known = collected(cluster(service(), pod()), WEB_PODS).with_results(found)
    labels = "gateway.networking.k8s.io/gateway-name=edge"
    assert replace(CONTROLLER_PODS, namespace="infra", labels=labels) in set(further_queries(WEB, known))
