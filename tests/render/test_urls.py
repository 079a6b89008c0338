"""What is said of a URL in each form that people read."""

from html import unescape

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.question import Question
from kubectl_porttrace.render import rendered
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.target import parse_target
from tests.build import backend, cluster, container, gateway, gateway_class, ingress, pod, port, route, service

HEADER = {"matches": [{"headers": [{"name": "version", "value": "two"}]}], "backendRefs": [backend()]}
URL = "http://shop.example.com/cart"
WON = f"{URL} goes by ing/shop in shop, / (Prefix) of any host at its controller: svc/web in shop port 80"
OTHER = f"{URL} goes by httproute/web in shop, / (PathPrefix) of any host at Gateway/edge, listener http:"
WANTING = "it would, with --header 'version: two', go by httproute/web in shop"


def said(output: str, *objects: object) -> str:
    snapshot = cluster(service(), pod(container(port(80))), *objects)  # type: ignore[arg-type]
    report = diagnose(snapshot, Question("shop", (parse_target(URL),)))
    return " ".join(unescape("".join(rendered(report, output, Screen(width=100, routes=True)))).split())


@pytest.mark.parametrize("output", ["table", "wide", "tree", "markdown", "html"])
def test_each_entrance_has_its_rule(output: str) -> None:
    shown = said(output, ingress(), gateway(), gateway_class(), route(rules=[{"backendRefs": [backend()]}, HEADER]))
    assert WON in shown
    assert OTHER in shown
    assert WANTING in shown
    assert ("which entrance a client reaches depends on DNS" in shown) is (output in {"table", "wide", "tree"})


def test_one_entrance_is_not_named() -> None:
    shown = said("table", ingress())
    assert f"{URL} goes by ing/shop in shop, / (Prefix) of any host: svc/web" in shown
    assert "DNS" not in shown


def test_the_rule_that_wins_is_named() -> None:
    assert said("name", ingress(), ingress(name="other", path="/")) == "ingress/other"
