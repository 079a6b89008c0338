"""How many requests each question costs, and how many of them wait for others: counted by the API server itself."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pytest

from kubectl_porttrace import __version__
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster import rounds as rounds_module
from kubectl_porttrace.read.cluster.parallel import in_parallel
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.rounds import WORKERS, read_cluster
from kubectl_porttrace.read.login.connection import connect
from kubectl_porttrace.read.login.flags import ConnectionFlags
from tests.build import asking
from tests.cluster.api import Manifest
from tests.cluster.audit import READ_VERBS
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port
from tests.incidents.states.state import held, status, waiting

SERVED = frozenset(kind.resource for kind in KINDS if not kind.built_in) - {
    kind.resource for kind in KINDS if kind.built_in
}
"""Resources that are asked for where the cluster of the tests happens to serve them."""

WHO = Counter(["", "ingresses", "mutatingwebhookconfigurations", "validatingwebhookconfigurations", "apiservices"])
WHO["networkpolicies"] += 1
"""What is asked to learn who names Services: what is served, which is no resource, and the kinds every server has; and
the policies."""


@dataclass(frozen=True)
class Cost:
    """The resources asked for, each as often as it was, and the rounds of requests that waited for one another.

    `first` is how many requests the first round has. `connections` are opened in it, if later rounds are no wider, and
    none of the requests waits for one.
    """

    requests: Counter[str]
    rounds: int
    first: int
    connections: int


@pytest.fixture
def cost(
    control_plane: Cluster, namespace: Namespace, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Question], Cost]]:
    rounds: list[int] = []
    # Not those only for kinds that the cluster of the tests happens to serve.
    always: list[int] = []

    def counted(tasks: Sequence[Callable[[], object]], *rest: object) -> tuple[object, ...]:
        rounds.append(len(tasks))
        always.append(sum(task.args[1].api_kind.built_in for task in tasks))  # type: ignore[attr-defined]
        return in_parallel(tasks, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(rounds_module, "in_parallel", counted)
    # A user of its own: others of the run read at the same time.
    user = control_plane.own_user(namespace)
    path = control_plane.kubeconfig(user, namespace.name)
    with closing(connect(ConnectionFlags(kubeconfig=str(path)), {})) as connection:

        def measure(question: Question) -> Cost:
            rounds.clear()
            always.clear()
            mark = control_plane.audit.mark()
            snapshot: Snapshot = read_cluster(connection, Source("cluster"), question, ProgressLine(None))
            assert snapshot.services
            seen = control_plane.audit.since(mark, user=user, user_agent=f"kubectl-porttrace/{__version__}")
            assert {each.verb for each in seen} <= READ_VERBS - {"watch"}
            assert sum(rounds) == len(seen)
            asked = Counter(each.resource for each in seen if each.resource not in SERVED)
            return Cost(asked, sum(map(bool, always)), rounds[0], max(always))

        yield measure


@pytest.fixture
def web(namespace: Namespace) -> Namespace:
    namespace.apply(
        deployment("web", container("app", container_port(8080, "http")), replicas=2),
        service("web", service_port(80, "http")),
    )
    namespace.wait_for_endpoints("web", ready=2)
    return namespace


MOST_ROUNDS = 4
AUTOSCALERS = "horizontalpodautoscalers"
LISTS = Counter(["daemonsets", "deployments", "jobs", "replicasets", "statefulsets"])
CHOOSING: Manifest = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "NetworkPolicy",
    "metadata": {"name": "web"},
    "spec": {"podSelector": {}, "ingress": [{"from": [{"namespaceSelector": {}}]}]},
}


def test_a_service_that_works(cost: Callable[[Question], Cost], web: Namespace) -> None:
    used = cost(asking("web", namespace=web.name))
    assert used.requests == WHO + Counter(
        ["services", "endpointslices", "events", "pods", "deployments", "replicasets"]
    )
    # Two for the connections, TLS included, and one for each round: four round trips in all.
    assert used.rounds == 2
    assert used.connections == 6 <= WORKERS


def test_policies_that_choose_namespaces(cost: Callable[[Question], Cost], web: Namespace) -> None:
    web.apply(CHOOSING)
    used = cost(asking("web", namespace=web.name))
    # In the round of the pods: labels of namespaces are of use only where a policy chooses by them.
    assert used.requests["namespaces"] == 1
    assert used.rounds == 2


def test_a_node_port_costs_one_more_in_the_same_round(cost: Callable[[Question], Cost], web: Namespace) -> None:
    before = cost(asking("web", namespace=web.name))
    web.patch("Service", "web", {"spec": {"type": "NodePort"}})
    after = cost(asking("web", namespace=web.name))
    # Of the nodes ten at most, whatever the size of the cluster.
    assert (after.requests - before.requests, before.requests - after.requests) == (Counter(["nodes"]), Counter())
    assert after.rounds == before.rounds


def test_a_published_address_costs_one_more_in_the_same_round(cost: Callable[[Question], Cost], web: Namespace) -> None:
    before = cost(asking("web", namespace=web.name))
    web.patch("Service", "web", {"spec": {"type": "LoadBalancer", "allocateLoadBalancerNodePorts": False}})
    status = {"loadBalancer": {"ingress": [{"ip": "203.0.113.61"}]}}
    web.api.patch(web.path("Service", "web") + "/status", {"status": status})
    after = cost(asking("web", namespace=web.name))
    assert (after.requests - before.requests, before.requests - after.requests) == (Counter(["services"]), Counter())
    assert after.rounds == before.rounds


def test_pods_that_nothing_owns(cost: Callable[[Question], Cost], namespace: Namespace) -> None:
    namespace.apply(service("web"))
    namespace.run_pod(pod("web"))
    namespace.wait_for_endpoints("web", ready=1)
    used = cost(asking("web", namespace=namespace.name))
    assert used.requests == WHO + Counter(["services", "endpointslices", "events", "pods"])
    assert used.rounds == 2


def test_a_service_that_fails(cost: Callable[[Question], Cost], namespace: Namespace) -> None:
    namespace.apply(service("web"))
    held(status(waiting("CreateContainerConfigError", 'secret "db" not found'))).of("web").run(namespace)
    namespace.wait_for_endpoints("web", ready=0, not_ready=1)
    used = cost(asking("web", namespace=namespace.name))
    # One round more than for a Service that works: what its pods wait for.
    asked = ["services", "endpointslices", "events", "pods", "statefulsets", "secrets", AUTOSCALERS]
    assert used.requests == WHO + Counter(asked)
    assert used.rounds == 3


def test_a_selector_in_vain(cost: Callable[[Question], Cost], namespace: Namespace) -> None:
    namespace.apply(service("web"))
    namespace.run_pod(pod("api", labels={"app": "api"}))
    namespace.wait_for_slices("web")
    used = cost(asking("web", namespace=namespace.name))
    # The pods of the namespace, and those of all others that it would select.
    assert used.requests == WHO + LISTS + Counter(
        ["services", "endpointslices", "events", "pods", "pods", "cronjobs", AUTOSCALERS]
    )
    assert used.rounds == 2


def test_no_selector(cost: Callable[[Question], Cost], namespace: Namespace) -> None:
    namespace.apply(service("web", selector={}))
    used = cost(asking("web", namespace=namespace.name))
    # The second list of EndpointSlices is for one that forgot to name the Service.
    assert used.requests == WHO + Counter(["services", *["endpointslices"] * 2, "events", "pods", "endpoints"])
    assert used.rounds == 2


def test_a_namespace(cost: Callable[[Question], Cost], web: Namespace) -> None:
    used = cost(asking(namespace=web.name))
    assert used.requests == WHO + LISTS + Counter(["services", "endpointslices", "pods", "events"])
    assert used.rounds == 1


def test_the_cluster(cost: Callable[[Question], Cost], web: Namespace) -> None:
    assert web
    used = cost(asking(namespace=None))
    # Each list once. What is asked for beyond is about what other tests have left: Services without a selector or
    # without pods, or of policy Local; pods that slices still name.
    lists = WHO + LISTS + Counter(["services", "endpointslices", "pods", "events"])
    lists["customresourcedefinitions"] = 1
    assert used.first == sum(lists.values())
    assert lists <= used.requests
    assert used.rounds <= MOST_ROUNDS
