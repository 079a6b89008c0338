"""What leads to a Service port and what it leads to, with the finding at the step that it is about."""

from typing import Any

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.render.chain import Chain, Hop, chains_of, chains_to_nothing
from tests.build import asking, cluster, container, ingress, node, pod, port, service
from tests.build.callers import webhooks
from tests.build.routes import gateway, route


def chain_of(*objects: KubernetesObject) -> Chain:
    """The chain of the first port of `web`."""
    report = diagnose(cluster(*objects), asking("web"))
    return chains_of(report.services[0], report)[0]


def told(hop: Hop) -> tuple[str, str, str, str, tuple[str, ...]]:
    return hop.title, hop.dialled, hop.number, hop.verdict, hop.codes


def serving(name: str, **fields: Any) -> Pod:
    """A pod that declares the port `http`."""
    return pod(container(port(8080, "http")), name=name, **fields)


def test_each_step_has_its_number() -> None:
    chain = chain_of(service({"port": 80, "nodePort": 30080, "targetPort": "http"}, type="NodePort"), serving("web-0"))
    assert [told(way)[1:4] for way in chain.ways] == [
        ("any node:30080", "30080", "wired"),
        (f"{chain.ways[1].dialled.rpartition(':')[0]}:80", "80", "wired"),
    ]
    assert (chain.port.title, chain.port.dialled, chain.port.number) == ("80/TCP", "http", "80")
    assert [told(end) for end in chain.ends] == [("Pod/web-0", "app:8080 (http)", "8080", "wired", ())]


def test_a_name_that_pods_lack_is_told_at_these_pods() -> None:
    lacking = pod(container(port(8080, "web")), name="web-1")
    chain = chain_of(service({"port": 80, "targetPort": "http"}), serving("web-0"), lacking)
    assert chain.port.codes == ()
    assert [(end.dialled, end.verdict, end.codes) for end in chain.ends] == [
        ("app:8080 (http)", "wired", ()),
        ('no port "http"', "broken", ("PTR02",)),
    ]


def test_pods_that_get_no_traffic_are_unused_and_say_why() -> None:
    chain = chain_of(service(), serving("web-0"), serving("web-1", ready=False))
    wired, unused = chain.ends
    assert (wired.verdict, wired.codes, wired.fails) == ("wired", (), False)
    assert (unused.verdict, unused.fails) == ("unused", True)
    assert unused.codes
    assert all(code.startswith("PTP") for code in unused.codes)


def test_policy_local_is_told_at_the_way_that_suffers_from_it() -> None:
    open_ = service({"port": 80, "nodePort": 30080}, type="NodePort", externalTrafficPolicy="Local")
    chain = chain_of(open_, pod(node="node-0"), node("node-0"), node("node-1"))
    assert [(way.title, way.verdict, way.codes) for way in chain.ways] == [
        ("node port", "partial", ("PTK02",)),
        ("cluster IP", "wired", ()),
    ]
    assert chain.port.codes == ()


def test_a_route_stands_with_its_gateway_and_its_requests() -> None:
    chain = chain_of(service(), pod(), gateway(), route())
    way = chain.ways[0]
    assert way.title == "gateway/edge > httproute/web"
    assert (way.number, way.verdict) == ("80", "wired")


def test_an_ingress_has_a_way_for_each_host() -> None:
    paths = [{"path": "/cart", "backend": {"service": {"name": "web", "port": {"name": "http"}}}}]
    shop = ingress(rules=[{"host": host, "http": {"paths": paths}} for host in ("a.example.com", "b.example.com")])
    chain = chain_of(service({"name": "http", "port": 80, "targetPort": "http"}), pod(), shop)
    assert [(way.dialled, way.number) for way in chain.ways[:2]] == [
        ("a.example.com/cart", "http"),
        ("b.example.com/cart", "http"),
    ]


def test_what_calls_a_service_is_a_way_too() -> None:
    chain = chain_of(service({"port": 443, "targetPort": "http"}), pod(), webhooks())
    assert chain.ways[0].title.startswith("validatingwebhookconfiguration/")
    assert chain.ways[0].dialled == "webhooks[0]"


def test_a_way_to_a_service_that_does_not_exist_ends_there() -> None:
    known = cluster(service(), pod(), ingress(to="gone"), listed=frozenset({("services", "")}))
    report = diagnose(known, asking("ing/shop"))
    (chain,) = chains_to_nothing(report)
    assert (chain.port.title, chain.port.verdict, chain.port.codes) == ("service shop/gone", "broken", ("PTI01",))
    assert chain.ends == ()
    assert chain.port.fails


def test_a_way_to_a_port_that_a_service_lacks_ends_there() -> None:
    report = diagnose(cluster(service(), pod(), ingress(8080)), asking("web"))
    (chain,) = chains_to_nothing(report)
    assert (chain.port.title, chain.port.dialled, chain.port.codes) == ("service shop/web", "8080", ("PTI02",))
    assert [way.title for way in chains_of(report.services[0], report)[0].ways] == ["cluster IP"]


def test_a_name_that_leads_to_a_service_ends_there() -> None:
    alias = service({"port": 80}, type="ExternalName", externalName="db.data.svc.cluster.local", selector={})
    (end,) = chain_of(alias, service(name="db", namespace="data")).ends
    assert end.title == "service data/db"


def test_nothing_behind_a_port_is_said() -> None:
    (end,) = chain_of(service()).ends
    assert (end.title, end.verdict) == ("no endpoint", "broken")
    assert end.codes == ("PTP01",)
