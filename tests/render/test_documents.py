import json
from datetime import datetime, timedelta, timezone

import jsonschema
import msgspec
import pytest
import yaml

from kubectl_porttrace.render import render
from kubectl_porttrace.render.json import in_whole_seconds, parts
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.schema import schema
from kubectl_porttrace.report.v1 import Report
from tests.render.reports import SITUATIONS, report_of

EVERY = pytest.mark.parametrize("situation", SITUATIONS)


def document(report: Report, output: str = "json") -> str:
    return render(report, output, Screen(width=80))


def at(report: Report, moment: datetime) -> Report:
    return msgspec.structs.replace(report, source=msgspec.structs.replace(report.source, observed_at=moment))


@EVERY
def test_json_follows_the_schema(situation: str) -> None:
    jsonschema.validate(json.loads(document(report_of(situation))), schema(), jsonschema.Draft202012Validator)


@EVERY
def test_yaml_is_the_same_document(situation: str) -> None:
    report = report_of(situation)
    from_yaml = yaml.safe_load(document(report, "yaml"))
    from_yaml["source"]["observedAt"] = "2026-11-21T03:10:00Z"  # YAML reads it as a time
    assert from_yaml == json.loads(document(report))
    assert list(from_yaml) == list(json.loads(document(report)))


@EVERY
def test_json_reads_back_as_the_same_report(situation: str) -> None:
    report = report_of(situation)
    assert msgspec.json.decode(document(report), type=Report) == report


@EVERY
def test_json_is_written_one_service_at_a_time(situation: str) -> None:
    report = report_of(situation)
    written = list(parts(report, Screen(width=80)))
    whole = msgspec.json.format(msgspec.json.encode(in_whole_seconds(report)), indent=2).decode()
    assert json.loads("".join(written)) == json.loads(whole)
    assert "".join(written) == f"{whole}\n" or not whole.isascii()
    assert len(written) == (len(report.services) + 2 if report.services else 1)


def test_json_starts_with_what_it_is_and_keeps_the_order_of_the_contract() -> None:
    read = json.loads(document(report_of("halfway")))
    lists = [
        "services",
        "routes",
        "workloads",
        "addresses",
        "urls",
        "policies",
        "access",
        "findings",
        "notChecked",
        "probes",
        "suppressed",
    ]
    assert list(read) == ["apiVersion", "kind", "source", *lists, "summary", "scope", "comparison"]
    assert list(read["services"][0]["ports"][0])[:7] == [
        "name",
        "protocol",
        "port",
        "nodePort",
        "targetPort",
        "appProtocol",
        "verdict",
    ]
    assert list(read["findings"][0])[:11] == [
        "code",
        "name",
        "severity",
        "certainty",
        "object",
        "subject",
        "ports",
        "path",
        "message",
        "evidence",
        "fix",
    ]


def test_json_is_indented_by_two_and_ends_in_a_newline() -> None:
    text = document(report_of("healthy"))
    assert text.startswith('{\n  "apiVersion": "porttrace/v1",\n  "kind": "PortTraceReport",\n')
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 11, 21, 3, 10, 5, 999999, tzinfo=timezone.utc), id="fractions"),
        pytest.param(datetime(2026, 11, 21, 5, 10, 5, tzinfo=timezone(timedelta(hours=2))), id="elsewhere"),
    ],
)
def test_times_are_in_utc_and_whole_seconds(moment: datetime) -> None:
    report = at(report_of("healthy"), moment)
    assert json.loads(document(report))["source"]["observedAt"] == "2026-11-21T03:10:05Z"


def test_escapes_mean_the_same_text() -> None:
    hidden = "a\x9b\u202e\u200b\ufeff\U000e0041b"
    report = report_of("healthy")
    marked = msgspec.structs.replace(report, source=msgspec.structs.replace(report.source, context=hidden))
    for output, read in (("json", json.loads), ("yaml", yaml.safe_load)):
        text = document(marked, output)
        assert not set(hidden[1:-1]) & set(text)
        assert read(text)["source"]["context"] == hidden


@pytest.mark.parametrize(
    ("situation", "lines"),
    [
        pytest.param("healthy", [], id="nothing-wrong"),
        pytest.param("long-names", [], id="notes-alone"),
        pytest.param("name-missing", ["service/web"], id="an-error"),
        pytest.param("namespace", ["service/checkout", "service/dns", "service/web"], id="several"),
    ],
)
def test_names_are_those_of_services_with_something_wrong(situation: str, lines: list[str]) -> None:
    assert render(report_of(situation), "name", Screen(width=80)).splitlines() == lines


def test_names_come_with_the_namespace_where_several_were_asked_about() -> None:
    text = render(report_of("namespace"), "name", Screen(width=80, namespaces=True))
    assert text.splitlines() == ["service/checkout -n shop", "service/dns -n shop", "service/web -n shop"]


@pytest.mark.parametrize("output", ["table", "wide", "name"])
def test_nothing_is_written_where_there_is_no_service(output: str) -> None:
    empty = msgspec.structs.replace(report_of("healthy"), services=(), findings=())
    assert render(empty, output, Screen(width=80)) == ""
