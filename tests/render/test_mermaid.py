"""A flowchart that mermaid reads, whatever the names in it are."""

import re

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from kubectl_porttrace.render.mermaid import MOST_NODES, STYLES
from kubectl_porttrace.render.screen import Screen
from tests.build import asking, cluster, pod, service
from tests.render.reports import SITUATIONS, report_of

LABEL = r'"[^"\\`;]*(?:#\d+;[^"\\`;]*)*"'
"""A quoted text: an entity is the only thing in it that ends in a semicolon."""

BOX = rf"n\d+\[{LABEL}\]:::[a-z]+"
ARROW = rf"(?:-->\|{LABEL}\||-->)"
LINE = re.compile(
    rf"flowchart LR|  {BOX}|  {BOX} {ARROW} n\d+|  n\d+ {ARROW} {BOX}|  classDef [a-z]+ \S+|  %% [\w ,:]+"
)


def drawn(situation: str) -> list[str]:
    return render(report_of(situation), "mermaid", Screen(width=80)).splitlines()


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_line_is_a_node_an_arrow_or_a_class(situation: str) -> None:
    assert [line for line in drawn(situation) if not LINE.fullmatch(line)] == []


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_node_is_drawn_once_and_has_a_style(situation: str) -> None:
    lines = drawn(situation)
    boxes = re.findall(r"(n\d+)\[", "\n".join(lines))
    used = set(re.findall(r":::([a-z]+)", "\n".join(lines)))
    assert len(boxes) == len(set(boxes)) <= MOST_NODES
    assert set(re.findall(r"(?:^  | \| |--> |\| )(n\d+)(?![\[\d])", "\n".join(lines), re.MULTILINE)) <= set(boxes)
    assert {line.split()[1] for line in lines if "classDef" in line} == used <= set(STYLES)


def test_numbers_stand_on_the_arrows() -> None:
    text = "\n".join(drawn("healthy"))
    assert '-->|"30080"| n0' in text
    assert 'n0 -->|"8080"| n3' in text


def test_names_are_no_syntax() -> None:
    hostile = service({"port": 80, "name": 'a"]:::x;`<b>#&\\'}, name='web"] --> n0["<script>')
    report = diagnose(cluster(hostile, pod()), asking(namespace="shop"))
    lines = render(report, "mermaid", Screen(width=80)).splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert "<script>" not in "\n".join(lines)
    assert "web#34;] --#62; n0[#34;#60;script#62;" in lines[1]


def test_a_drawing_that_nobody_could_read_is_cut_and_says_so() -> None:
    services = [service(name=f"web-{number}") for number in range(30)]
    report = diagnose(cluster(*services, pod()), asking(namespace="shop"))
    lines = render(report, "mermaid", Screen(width=80)).splitlines()
    assert len(re.findall(r"n\d+\[", "\n".join(lines))) <= MOST_NODES
    assert "  %% 17 of 30 Service ports are left out: ask for one Service" in lines
