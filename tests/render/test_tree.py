"""The drawing of the chain."""

from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.render.reports import SITUATIONS, report_of


def test_the_drawing_needs_no_more_than_ascii_where_that_is_all_there_is() -> None:
    for situation in SITUATIONS:
        if situation not in {"control-characters", "long-names"}:  # whose own names are not ASCII, or get shortened
            assert render(report_of(situation), "tree", Screen(width=200, boxes=False)).isascii()


def test_only_the_step_that_breaks_the_chain_is_marked() -> None:
    marked = [line for line in render(report_of("name-missing"), "tree", Screen(width=80)).splitlines() if "✗" in line]
    assert marked == ['└─ ✗ 2 of Deployment/web   no port "http"   broken   PTR01']


def test_nothing_is_marked_where_all_is_well() -> None:
    drawn = render(report_of("healthy"), "tree", Screen(width=80))
    assert "✗" not in drawn
    assert "any node:30080" in drawn


def test_problems_alone_leave_healthy_services_out() -> None:
    every, problems = (
        render(report_of("namespace"), "tree", Screen(width=120, problems=only)) for only in (False, True)
    )
    assert "shop/web: wired" in every
    assert "wired   ClusterIP" not in problems
    assert "broken" in problems


def test_without_headers_no_counts_are_written() -> None:
    drawn = render(report_of("healthy"), "tree", Screen(width=80, headers=False))
    assert "1 Service" not in drawn
    assert "▼  http 80/TCP" in drawn
