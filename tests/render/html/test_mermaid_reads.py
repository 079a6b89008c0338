"""What `-o mermaid` writes is read by mermaid's own parser, with the names and numbers that were meant."""

import pytest
from playwright.sync_api import Page

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report
from tests.build import asking, cluster, pod, service
from tests.render.html.browser import Browsing
from tests.render.reports import SITUATIONS, report_of

SCREEN = Screen(width=80)
EMPTY = "<!DOCTYPE html><title>mermaid</title><body></body>"
PARSED = """async texts => {
  const refused = [];
  for (const text of texts) {
    try { await mermaid.parse(text); } catch (error) { refused.push(String(error)); }
  }
  return refused;
}"""
DRAWN = """async text => {
  const drawn = await mermaid.render("drawn", text);
  const shown = new DOMParser().parseFromString(drawn.svg, "text/html");
  return [shown.body.textContent, shown.querySelectorAll("script, .node img, .node b").length];
}"""
HOSTILE = 'a"]:::x;`<b>#&\\\\ end'


def flowchart(report: Report) -> str:
    return render(report, "mermaid", SCREEN)


def loaded(page: Page, mermaid: str) -> Page:
    page.add_script_tag(content=mermaid)
    page.evaluate("() => mermaid.initialize({startOnLoad: false})")
    return page


def test_it_reads_every_situation(browsing: Browsing, mermaid: str) -> None:
    texts = [text for situation in SITUATIONS if (text := flowchart(report_of(situation)))]
    texts += [flowchart(diagnose(read_demo()))]
    with browsing.page(EMPTY) as page:
        assert len(texts) > 20
        assert loaded(page, mermaid).evaluate(PARSED, texts) == []


def test_it_refuses_what_is_no_flowchart(browsing: Browsing, mermaid: str) -> None:
    text = flowchart(report_of("healthy"))
    with browsing.page(EMPTY) as page:
        assert len(loaded(page, mermaid).evaluate(PARSED, [text.replace('"', "", 1), text])) == 1


@pytest.mark.parametrize("name", [HOSTILE, "<script>alert(1)</script>", "end", "click n0 href", "%% x", "graph TD"])
def test_names_are_shown_and_mean_nothing(browsing: Browsing, mermaid: str, name: str) -> None:
    made = service({"port": 80, "name": name, "targetPort": 8080}, name="web")
    text = flowchart(diagnose(cluster(made, pod(name="web-0")), asking("web")))
    with browsing.page(EMPTY) as page:
        told, parts = loaded(page, mermaid).evaluate(DRAWN, text)
    assert name in told
    assert parts == 0
