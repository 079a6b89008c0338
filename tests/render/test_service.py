"""What the screen of one Service says beside its table."""

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.build import asking, cluster, ingress, node, pod, service
from tests.build.policies import policy


def screen_of(output: str, *objects: KubernetesObject) -> str:
    """The words on the screen of the Service `web`, however its lines are broken."""
    report = diagnose(cluster(*objects), asking("web"))
    return " ".join(render(report, output, Screen(width=200)).split())


def test_a_name_that_leads_to_a_service_says_to_which() -> None:
    alias = service(type="ExternalName", externalName="db.data.svc.cluster.local", selector={}, ports=[])
    told = screen_of("table", alias, service(name="db", namespace="data"))
    assert "the name leads to service data/db" in told
    assert "kubectl porttrace db -n data" in told
    assert "nothing in the cluster routes it" in screen_of("table", alias)


def test_a_node_port_is_shown_at_the_addresses_of_nodes() -> None:
    open_ = service({"port": 80, "nodePort": 30080}, type="NodePort")
    placed = screen_of("wide", open_, pod(), node("node-0", ips=["172.30.0.10"]))
    assert "NodePort 172.30.0.10 node-0 30080/TCP 80 wired" in placed
    assert "NodePort any node 30080/TCP 80 wired" in screen_of("wide", open_, pod())


def test_a_load_balancer_without_an_address_is_pending() -> None:
    assert "LoadBalancer <pending> 80/TCP 80 broken" in screen_of(
        "wide", service(type="LoadBalancer", status={}), pod()
    )


def test_what_is_wrong_with_the_service_itself_comes_before_its_routes() -> None:
    shop = ingress(9)
    closed = policy(ingress=[{"ports": [{"port": 9}]}])
    told = screen_of("table", service(), pod(), shop, closed)
    assert "PTN01" in told.split("error ")[1]
    assert told.index("PTN01") < told.index("error PTI02")
    assert told.endswith("why: kubectl porttrace --explain PTN01")
