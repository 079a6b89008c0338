"""What the screen of a route says where room is short."""

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.build import asking, cluster, ingress, pod, service
from tests.build.policies import policy

HOST = "checkout.shop.example.com"


def rows(width: int, *hosts: str) -> list[str]:
    """The lines of the table of an Ingress with three paths, the words of each with one blank between them."""
    paths = [
        {"path": path, "backend": {"service": {"name": to, "port": {"number": 80}}}}
        for path, to in (("/", "web"), ("/cart", "web"), ("/old", "retired"))
    ]
    shop = ingress(rules=[{"host": host, "http": {"paths": paths}} for host in hosts])
    closed = policy(ingress=[{"ports": [{"port": 9}]}])
    report = diagnose(cluster(service(), pod(owner=("ReplicaSet", "web-5bd7fc4d6b")), shop, closed), asking("ing/shop"))
    block = render(report, "table", Screen(width=width, routes=True)).split("\n\n")[1]
    return [" ".join(line.split()) for line in block.splitlines()]


def test_a_host_that_all_share_is_said_once_where_room_is_short() -> None:
    host, _, *lines = rows(80, HOST)
    assert host == f"host {HOST}"
    assert [line.split()[0] for line in lines] == ["/", "/cart", "/old"]
    assert lines[0].endswith("closed broken")


def test_where_there_is_room_each_line_has_its_host() -> None:
    _, *lines = rows(160, HOST)
    assert [line.split()[0] for line in lines] == [HOST, f"{HOST}/cart", f"{HOST}/old"]
    assert lines[0].endswith("closed by policy broken")


def test_hosts_that_differ_stay_in_their_lines() -> None:
    _, *lines = rows(80, "a.example.com", "b.example.com")
    assert len({line.split()[0] for line in lines}) == len(lines) == 6
