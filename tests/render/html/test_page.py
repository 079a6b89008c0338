"""The page without a browser: what stands in it, and that no name of a cluster is ever more than text."""

import base64
import hashlib
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.render.json import in_whole_seconds
from kubectl_porttrace.report.v1 import Report
from tests.render.html.poison import ATTACK, ATTACKS, HARMLESS, Read, document_of, everything, poisoned, written
from tests.render.reports import SITUATIONS, report_of

EVERY = pytest.mark.parametrize("situation", SITUATIONS)


@cache
def page_of(situation: str) -> str:
    return written(report_of(situation))


@EVERY
def test_the_report_in_it_is_the_report(situation: str) -> None:
    report = report_of(situation)
    assert msgspec.json.decode(document_of(page_of(situation)), type=Report) == in_whole_seconds(report)


@EVERY
def test_every_finding_stands_in_it_once_with_its_fix(situation: str) -> None:
    report, page = report_of(situation), page_of(situation)
    assert page.count('<article class="card') == len(report.findings)
    texts = " ".join("".join(Read(page).texts).split())
    for finding in report.findings:
        for text in (finding.fix.text, finding.fix.command or "", *finding.evidence):
            assert " ".join(text.split()) in texts or "\ufffd" in texts


@EVERY
def test_every_subject_has_a_section_and_every_port_a_chain(situation: str) -> None:
    report, page = report_of(situation), page_of(situation)
    subjects = [*report.services, *report.routes, *report.workloads]
    assert re.findall(r'<details class="section" id="(s\d+)"', page) == [f"s{place}" for place in range(len(subjects))]
    assert page.count('<div class="chain"') >= sum(len(service.ports) for service in report.services)


@EVERY
def test_every_link_leads_to_a_place_in_the_page(situation: str) -> None:
    read = Read(page_of(situation))
    links = {value for tag, name, value in read.attributes if name == "href" and tag == "a"}
    ids = [value for _, name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)


@EVERY
def test_what_was_not_checked_is_said(situation: str) -> None:
    report, page = report_of(situation), page_of(situation)
    assert ("Not checked" in page) == bool(report.not_checked)


def test_every_code_is_explained() -> None:
    report = everything()
    codes = {code for each in report.findings for code in (each.code, *(below.code for below in each.consequences))}
    assert len(codes) > 15
    assert set(re.findall(r'<details class="explained" id="(\w+)"', written(report))) == codes


def test_the_policy_allows_its_own_script_and_sheet_and_nothing_else() -> None:
    page = page_of("halfway")
    policy = next(value for _, name, value in Read(page).attributes if name == "content" and "default-src" in value)
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        found = re.search(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert found
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


@pytest.mark.parametrize("at_once", [1, 1000], ids=["most-of-it-built-later", "all-built-at-once"])
def test_names_change_neither_elements_nor_attributes(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AT_ONCE", "ROWS_AT_ONCE"):
        monkeypatch.setattr(import_module("kubectl_porttrace.render.html.contents"), name, at_once)
    hostile, harmless = (Read(written(poisoned(everything(), text))) for text in (ATTACK, HARMLESS))
    assert hostile.elements == harmless.elements
    assert bool(hostile.later) == (at_once == 1)
    assert Read(hostile.later).elements == Read(harmless.later).elements
    seen = "".join((*hostile.texts, *Read(hostile.later).texts))
    assert [attack for attack in ATTACKS if attack not in seen] == []


def test_names_stand_in_no_attribute_that_does_something() -> None:
    page = Read(written(poisoned(everything(), ATTACK)))
    found = {(tag, name) for tag, name, value in (*page.attributes, *Read(page.later).attributes) if "taken" in value}
    assert {name for _, name in found} <= {"aria-label", "data-namespace"}


def test_a_finding_on_an_object_without_a_namespace_is_told_of_it() -> None:
    page = page_of("of-webhook")
    (row,) = re.findall(r'<tr data-for="s0".*?</tr>', page, re.DOTALL)
    assert ">checks</a>" in row
    assert "PTA01" in row
    assert "Found elsewhere" not in page


def test_a_finding_on_an_address_is_told_of_the_service_behind_it() -> None:
    page = page_of("of-wrong-number")
    assert page.index('id="s0"') < page.index('<article class="card error">') < page.index("What the codes mean")
    assert "Found elsewhere" not in page


def test_a_report_without_anything_is_a_page() -> None:
    empty = msgspec.structs.replace(report_of("healthy"), services=(), findings=(), routes=())
    assert "Nothing was followed." in written(empty)


def test_files_that_hold_no_time_were_seen_at_none(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text("{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}")
    assert "seen at" not in written(diagnose(read_files((str(file),), recursive=False)))
    assert "seen at 20" in page_of(next(iter(SITUATIONS)))
