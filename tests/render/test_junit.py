"""`-o junit`: read back with the library that others read it with."""

from datetime import datetime, timezone

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase
from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.fingerprints import fingerprinted
from kubectl_porttrace.report.known import without_known
from kubectl_porttrace.report.v1 import Finding, Location, Report
from tests.build import asking, cluster, forbidden, pod, service
from tests.render.reports import SITUATIONS, report_of

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
ADMIN = {"name": "admin", "port": 81, "targetPort": 8080}


def read(report: Report) -> JUnitXml:
    text = render(report, "junit", Screen(width=80))
    assert text.isascii()
    return JUnitXml.fromstring(text.encode())


def cases(report: Report) -> list[TestCase]:
    return [case for suite in read(report) for case in suite]


def outcomes(report: Report) -> dict[str, str]:
    """Of each case what came of it."""
    words: dict[type, str] = {Failure: "failed", Skipped: "skipped", Error: "error"}
    return {
        f"{case.classname} {case.name}": " ".join(words[type(each)] for each in case.result) or "passed"
        for case in cases(report)
    }


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_finding_is_in_a_case(situation: str) -> None:
    report = report_of(situation)
    failed = "".join(result.text or "" for case in cases(report) for result in case.result)
    said = "".join(case.system_out or "" for case in cases(report))
    for finding in report.findings:
        line = f"{finding.severity} {finding.code}: "
        assert line in (failed if finding.severity == "error" else said)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_counts_are_those_of_the_cases(situation: str) -> None:
    document = read(report_of(situation))
    counted = [(suite.tests, suite.failures, suite.skipped, suite.errors) for suite in document]
    document.update_statistics()  # type: ignore[no-untyped-call]
    assert [(suite.tests, suite.failures, suite.skipped, suite.errors) for suite in document] == counted


def test_a_port_is_a_case_that_fails_with_its_errors() -> None:
    report = diagnose(cluster(service(HTTP, ADMIN), pod()))
    assert outcomes(report) == {"shop.web http 80/TCP": "failed", "shop.web admin 81/TCP": "passed"}
    (failure,) = next(case for case in cases(report) if case.result).result
    assert (failure.type, failure.message) == ("PTR01", report.findings[0].message)
    assert f"fix: {report.findings[0].fix.text}" in failure.text


def test_a_warning_fails_nothing() -> None:
    report = diagnose(cluster(service(externalIPs=["192.0.2.1"]), pod()))
    assert set(outcomes(report).values()) == {"passed"}
    assert any("note PT" in (case.system_out or "") for case in cases(report))


def test_what_is_unknown_is_skipped_and_says_what_was_not_read() -> None:
    unread = [forbidden("endpointslices", "shop"), forbidden("pods", "shop")]
    report = diagnose(cluster(service(HTTP), pod(), unread=unread, published=False))
    told = {f"{case.classname} {case.name}": case.result for case in cases(report)}
    (skipped,) = told["shop.web http 80/TCP"]
    assert isinstance(skipped, Skipped)
    assert "endpointslices (forbidden)" in skipped.message
    assert [type(each) for each in told["shop.not checked forbidden"]] == [Skipped]


def test_what_has_no_port_is_a_case_as_well() -> None:
    told = outcomes(report_of("called")) | outcomes(report_of("of-workload")) | outcomes(report_of("portless"))
    assert any(name.startswith("(cluster).") for name in told)
    assert "shop.deploy/web Deployment" in told
    assert any(name.endswith(" Service") for name in told)


def test_where_it_stands_is_told() -> None:
    report = diagnose(cluster(service(HTTP), pod()))
    at = Location(file="deploy/web.yaml", line=7)
    placed = replace(report, findings=tuple(replace(each, location=at) for each in report.findings))
    text = render(placed, "junit", Screen(width=80))
    assert 'file="deploy/web.yaml" line="7"' in text
    assert "at: deploy/web.yaml:7" in text


def test_manifests_have_no_time() -> None:
    report = report_of("healthy")
    source = replace(report.source, observed_at=datetime.fromtimestamp(0, timezone.utc))
    texts = (render(each, "junit", Screen(width=80)) for each in (report, replace(report, source=source)))
    assert ["timestamp=" in text for text in texts] == [True, False]


def test_what_is_known_or_ignored_fails_nothing_and_is_said() -> None:
    report = fingerprinted(diagnose(cluster(service(HTTP), pod())))
    first: Finding = report.findings[0]
    known = without_known(report, {first.fingerprint: "error"})
    ignored = diagnose(cluster(service(HTTP), pod()), ignore={first.code})
    for each, word in ((known, "known: error PTR01"), (ignored, "ignored: error PTR01")):
        assert outcomes(each)["shop.web http 80/TCP"] == "passed"
        assert word in "".join(case.system_out or "" for case in cases(each))


def test_no_name_breaks_the_document() -> None:
    name = "w&b<>\"'\x00\x0b\x1b\ufffe]]>\u2028é"
    report = diagnose(cluster(service(HTTP, name=name), pod()), asking(namespace="shop"))
    (case,) = [each for each in cases(report) if each.result]
    assert case.classname.startswith("shop.w&b<>\"'")
    assert case.classname.endswith("é")
