"""The page in a real browser: what a person does with it, on every size, in both schemes, with a keyboard, printed."""

from functools import cache
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.question import EVERYTHING
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.report.v1 import Report
from tests.render.html.browser import Browsing
from tests.render.html.poison import ATTACK, ATTACKS, document_of, everything, poisoned, written

WIDTHS = (360, 412, 600, 735, 768, 1024, 1280, 1600)
SERVICES = 10_000


@cache
def demo() -> Report:
    return diagnose(read_demo(), EVERYTHING)


@cache
def many() -> Report:
    """The Services of the demo again and again, until there are 10,000: more in trouble than a cluster ever has."""
    services, findings = [], []
    for copy in range(SERVICES // len(demo().services) + 1):
        namespace, ending = f"team-{copy % 40}", f"-{copy}"
        services += [replace(each, namespace=namespace, name=each.name + ending) for each in demo().services]
        for finding in demo().findings:
            subject = replace(finding.subject, namespace=namespace, name=finding.subject.name + ending)
            findings.append(replace(finding, subject=subject, subjects=(subject,), object=subject))
    return replace(demo(), services=tuple(services[:SERVICES]), findings=tuple(findings))


def lines(page: Page) -> list[str]:
    """The names of the lines that are shown."""
    return [
        text.split()[0].partition("/")[2] for text in page.locator(".overview tbody tr:visible th").all_inner_texts()
    ]


def overflowing(page: Page) -> list[str]:
    """What is wider than the window, without being in a box that scrolls by itself."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1
          && !each.closest(".wide, pre, .vh, .skip") && each.checkVisibility())
        .map((each) => each.outerHTML.slice(0, 120))"""
    )
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"scrolls by {width}"] if width > 0 else [])]


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core has against a page."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{each['id']}: {node['html'][:150]} {node['failureSummary']}" for each in found for node in each["nodes"]]


def test_filters(browsing: Browsing) -> None:
    with browsing.page(written(demo())) as page:
        total = len(demo().services)
        assert len(lines(page)) == total
        page.get_by_label("broken").check()
        expect(page.locator("#shown")).to_have_text(f"4 of {total}")
        assert lines(page) == ["checkout", "search", "statsd", "warehouse"]
        assert page.locator("#sections > :visible h3").all_inner_texts() == [
            f"Service shop/{name}" for name in ("checkout", "search", "statsd", "warehouse")
        ]
        page.get_by_label("partial").check()
        page.get_by_label("warning").check()
        expect(page.locator("#shown")).to_have_text(f"3 of {total}")
        page.get_by_role("button", name="Clear").click()
        expect(page.locator("#shown")).to_have_text(f"{total} of {total}")
        page.get_by_role("searchbox").fill("UDP ptr03")
        expect(page.locator("#shown")).to_have_text(f"1 of {total}")
        assert lines(page) == ["statsd"]
        page.get_by_role("searchbox").fill("nothing has this")
        expect(page.locator("#shown")).to_have_text(f"0 of {total}")


def test_a_command_is_copied(browsing: Browsing) -> None:
    command = next(each.fix.command for each in demo().findings if each.fix.command)
    with browsing.page(written(demo()), permissions=["clipboard-read", "clipboard-write"]) as page:
        button = page.get_by_role("button", name="Copy the command of").first
        button.click()
        expect(page.locator("#said")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == command
        # An old browser, or a page in a frame, has no clipboard for scripts.
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
        page.get_by_role("button", name="Copy the report").click()
        expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert msgspec.json.decode(copied) == msgspec.json.decode(document_of(written(demo())))


def test_every_size_and_the_dark_scheme(browsing: Browsing, axe: str) -> None:
    with browsing.page(written(everything()), color_scheme="dark") as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for width in reversed(WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            assert overflowing(page) == [], width
        assert violations(page, axe) == []
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.emulate_media(color_scheme="light")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_the_light_scheme(browsing: Browsing, axe: str) -> None:
    with browsing.page(written(demo()), color_scheme="light") as page:
        assert violations(page, axe) == []


def test_it_can_be_used_without_a_mouse(browsing: Browsing) -> None:
    with browsing.page(written(demo())) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to what was found"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.locator("#shown")).to_have_text("4 of 13")
        page.keyboard.press("Space")
        page.get_by_role("link", name="shop/cart").focus()
        page.keyboard.press("Enter")
        summary = page.locator("details", has=page.get_by_role("heading", name="Service shop/cart")).locator(
            "> summary"
        )
        expect(summary).to_be_focused()
        expect(page.get_by_role("group", name="chain of http 80/TCP").locator("visible=true").last).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#sections details[open] h3", has_text="shop/cart")).to_have_count(0)
        for role in ("banner", "main", "contentinfo", "search"):
            expect(page.get_by_role(role)).to_have_count(1)


def test_a_code_leads_to_its_explanation(browsing: Browsing) -> None:
    with browsing.page(written(demo())) as page:
        page.get_by_role("link", name="What PTR02 means").click()
        expect(page.locator("#PTR02")).to_have_attribute("open", "")
        expect(page.locator("#PTR02 p").first).to_be_in_viewport()


def test_a_link_from_elsewhere_opens_what_it_names(browsing: Browsing) -> None:
    with browsing.page(written(demo()), fragment="#s12") as page:
        section = page.locator("#s12")
        expect(section).to_have_attribute("open", "")
        expect(section.locator(".chain")).to_be_in_viewport()
        page.wait_for_function("document.activeElement === document.querySelector('#s12 > summary')")


def test_on_paper_every_section_is_there_and_no_button(browsing: Browsing) -> None:
    with browsing.page(written(demo())) as page:
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="print")
        assert page.locator("details.section:not([open])").count() == 0
        assert page.locator("button:visible, .filters:visible").count() == 0


def test_names_can_do_nothing(browsing: Browsing) -> None:
    with browsing.page(written(poisoned(everything(), ATTACK))) as page:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.get_by_label("broken").check()
        page.get_by_role("searchbox").fill("window.taken")
        page.get_by_role("link", name="window.taken").last.click()
        for button in page.get_by_role("button", name="Copy the command of").all()[:2]:
            button.hover()
        assert page.evaluate("window.taken") is None
        text = page.locator("body").inner_text()
        assert [attack for attack in ATTACKS if attack not in text] == []
        assert page.evaluate("document.querySelectorAll('img, iframe, svg, object, [onload], [style]').length") == 0


@pytest.fixture(scope="module")
def thousands() -> str:
    return written(many())


def test_ten_thousand_services_are_there_in_two_seconds(browsing: Browsing, thousands: str) -> None:
    """By the processor time of the page's thread: a busy machine makes it wait, and not work more."""
    with browsing.page(thousands) as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.reload()
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        assert metrics["ThreadTime"] < 2
        expect(page.locator("#shown")).to_have_text("10000 of 10000, the first 300 shown")
        assert page.locator(".overview tbody tr").count() == 300
        page.get_by_role("button", name="Show 300 more").click()
        expect(page.locator("#shown")).to_have_text("10000 of 10000, the first 600 shown")
        assert page.locator(".overview tbody tr:visible").count() == 600
        page.get_by_label("wired").check()
        page.get_by_role("combobox").select_option("team-7")
        page.get_by_role("searchbox").fill("orders-db-767")
        expect(page.locator("#shown")).to_have_text("1 of 10000")
        page.get_by_role("link", name="team-7/orders-db-767").click()
        section = page.locator("details", has=page.get_by_role("heading", name="team-7/orders-db-767"))
        expect(section.locator(".chain")).to_be_visible()
        page.get_by_role("button", name="Clear").click()
        expect(page.locator("#shown")).to_have_text("10000 of 10000, the first 300 shown")
        order = page.evaluate(
            "[...document.querySelectorAll('.overview tbody tr')].map((row) => Number(row.dataset.for.slice(1)))"
        )
        assert order == sorted(order)
