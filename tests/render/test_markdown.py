"""Markdown that a forge or a chat shows as it is meant, whatever the names in it are."""

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.build import asking, cluster, pod, service
from tests.render.reports import SITUATIONS, report_of

TAGS = {"p", "strong", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "pre", "code"}


def page(text: str) -> str:
    """The HTML that a reader of CommonMark with tables makes of it."""
    html: str = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return html


def tags(html: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", html))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_nothing_but_its_own_markup_is_read(situation: str) -> None:
    html = page(render(report_of(situation), "markdown", Screen(width=80)))
    assert tags(html) <= TAGS
    rows = re.findall(r"<tr>.*?</tr>", html, re.DOTALL)
    assert {row.count("<td>") + row.count("<th>") for row in rows} <= {7}


def test_names_are_no_markup() -> None:
    name = "web|<script>`*_[x](y)~@all #1 &amp;"
    report = diagnose(cluster(service(name=name), pod()), asking(namespace="shop"))
    text = render(report, "markdown", Screen(width=80))
    html = page(text)
    assert tags(html) <= TAGS
    assert f"<td>shop/{name}</td>" in unescape(html).replace("\n", "")
    assert "@" not in text


def test_a_command_stands_in_a_block_of_its_own() -> None:
    text = render(report_of("almost"), "markdown", Screen(width=80))
    command = next(found.fix.command for found in report_of("almost").findings if found.fix.command)
    assert f'<code class="language-sh">{command}\n</code>' in unescape(page(text))


def test_problems_alone_leave_healthy_services_out() -> None:
    every, problems = (
        render(report_of("namespace"), "markdown", Screen(width=80, problems=only)) for only in (False, True)
    )
    assert "| shop/web |" in every
    assert "✅ wired | - |" not in problems
    assert "❌ broken" in problems
