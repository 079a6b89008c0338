"""`-o sarif`: what the schema of SARIF allows and what code scanning asks for."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.fingerprints import fingerprinted
from kubectl_porttrace.report.known import without_known
from kubectl_porttrace.report.v1 import Finding, Location, Report
from tests.build import asking, cluster, pod, service
from tests.render.html.npm_scripts import SARIF_SCHEMA, NotFetchedError, text_of
from tests.render.reports import SITUATIONS, report_of

HTTP = {"name": "http", "port": 80, "targetPort": "http"}

Read = Callable[[Report], Any]


@pytest.fixture(scope="module")
def schema() -> Any:
    try:
        return json.loads(text_of(SARIF_SCHEMA))
    except NotFetchedError as error:
        pytest.skip(f"the schema of SARIF is not here: {error}")


@pytest.fixture
def read(schema: Any) -> Read:
    """What a reader finds in the document of a report, which follows the schema, formats of texts included."""

    def valid(report: Report) -> Any:
        document = json.loads(written(report))
        checker = jsonschema.Draft7Validator.FORMAT_CHECKER
        jsonschema.Draft4Validator(schema, format_checker=checker).validate(document)
        return document

    return valid


def written(report: Report) -> str:
    return render(fingerprinted(report), "sarif", Screen(width=80))


def results(document: Any) -> list[Any]:
    (run,) = document["runs"]
    found: list[Any] = run["results"]
    return found


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_report_follows_the_schema_and_loses_nothing(situation: str, read: Read) -> None:
    report = report_of(situation)
    document = read(report)
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    told = [(rules[each["ruleIndex"]], each["ruleId"], each["level"]) for each in results(document)]
    every = (*report.findings, *(each.finding for each in report.suppressed))
    assert told == [(each.code, each.code, each.severity) for each in every]
    notes = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert len(notes) == len(report.not_checked)
    assert all(entry.resource in note for entry, note in zip(report.not_checked, notes, strict=True))


def test_the_schema_refuses_what_is_none(schema: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{"results": []}]}, schema)


def test_a_rule_has_the_words_of_the_check(read: Read) -> None:
    (run,) = read(report_of("almost"))["runs"]
    rule = run["tool"]["driver"]["rules"][0]
    check = all_checks()[rule["id"]]
    assert (rule["name"], rule["help"]["text"]) == (check.name, check.documentation)
    assert check.documentation.startswith(rule["shortDescription"]["text"][:40])
    assert rule["defaultConfiguration"] == {"level": check.severity}
    assert rule["helpUri"].endswith(f"docs/codes/{check.code}.md")


@cache
def broken() -> Report:
    return diagnose(cluster(service(HTTP), pod()))


def at(report: Report, location: Location) -> Report:
    return replace(report, findings=tuple(replace(each, location=location) for each in report.findings))


def test_an_object_of_a_cluster_has_a_path_that_stays(read: Read) -> None:
    (run,) = read(broken())["runs"]
    place = run["results"][0]["locations"][0]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "shop/Service/web.yaml"}
    assert place["physicalLocation"]["region"] == {"startLine": 1}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "shop/Service/web#spec.ports[0].targetPort"
    assert "NAMESPACE/KIND/NAME.yaml" in run["invocations"][0]["toolConfigurationNotifications"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("location", "uri", "line"),
    [
        pytest.param(Location(file="deploy/web.yaml", line=7), "deploy/web.yaml", 7, id="a-file"),
        pytest.param(Location(file="a b/100%#?.yaml", line=7), "a%20b/100%25%23%3F.yaml", 7, id="what-a-uri-escapes"),
        pytest.param(Location(file="c:web.yaml", line=7), "c%3Aweb.yaml", 7, id="no-scheme"),
        pytest.param(Location(file="/srv/web.yaml", line=7), "file:///srv/web.yaml", 7, id="elsewhere"),
        pytest.param(Location(file="-", line=7), "stdin", 7, id="standard-input"),
        pytest.param(Location(file="web/templates/s.yaml", line=None), "web/templates/s.yaml", 1, id="a-template"),
    ],
)
def test_a_place_is_a_file_and_a_line(location: Location, uri: str, line: int, read: Read) -> None:
    place = results(read(at(broken(), location)))[0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (uri, line)


def test_what_is_ignored_is_suppressed_with_its_reason(read: Read) -> None:
    annotated = service(HTTP, annotations={"porttrace/ignore": "PTR01: the app opens it at run time"})
    by_annotation, by_flag = cluster(annotated, pod()), cluster(service(HTTP), pod())
    told = [
        [each["justification"] for each in result["suppressions"]]
        for report in (diagnose(by_annotation), diagnose(by_flag, ignore={"PTR01"}))
        for result in results(read(report))
        if result["ruleId"] == "PTR01"
    ]
    assert told == [
        ["left out by the object's annotation porttrace/ignore: the app opens it at run time"],
        ["left out by --ignore"],
    ]


def test_what_the_baseline_has_is_unchanged_and_the_rest_is_new(read: Read) -> None:
    report = fingerprinted(diagnose(cluster(service(HTTP), service(HTTP, name="api"), pod())))
    first: Finding = report.findings[0]
    found = results(read(without_known(report, {first.fingerprint: first.severity})))
    assert {each["partialFingerprints"]["porttrace/v1"]: each["baselineState"] for each in found} == {
        each.fingerprint: "unchanged" if each is first else "new" for each in report.findings
    }
    assert [each["baselineState"] for each in found if "suppressions" in each] == ["unchanged"]


def test_names_are_text(read: Read) -> None:
    name = 'w"e\\b\x1b[31m\u202e</script>{0}[x](y)\n'
    report = diagnose(cluster(service(HTTP, name=name), pod()), asking(namespace="shop"))
    assert "\x1b" not in written(report)
    uri = results(read(report))[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("shop/Service/w%22e%5Cb")


def test_a_subject_of_any_kind_is_told(read: Read) -> None:
    found = [each for name in ("called", "of-webhook", "of-url", "of-uses") for each in results(read(report_of(name)))]
    named = {each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for each in found}
    kinds = {name.split("#")[0].split("/")[-2] for name in named}
    assert kinds >= {"ValidatingWebhookConfiguration", "ServiceMonitor", "HTTPRoute", "NetworkPolicy", "Service"}
