"""`-o github`: commands that the runner of GitHub Actions reads back as they were meant."""

import re
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from kubectl_porttrace.compare.reports import compare
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Location, Report
from tests.build import asking, cluster, container, forbidden, pod, port, service
from tests.render.reports import SITUATIONS, report_of

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
HTTP_OPEN = container(port(8080, "http"))


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands in a text, as `ActionCommand.TryParseV2` of actions/runner reads them: line by line."""
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            match = re.fullmatch(r"::(\w+)(?: ([^:]*))?::(.*)", line)
            assert match, line
            told = dict(each.split("=", 1) for each in match[2].split(",")) if match[2] else {}
            found.append((match[1], {key: unescaped(value) for key, value in told.items()}, unescaped(match[3])))
    return found


def unescaped(text: str) -> str:
    """The runner's own escapes are a part of those of URLs."""
    assert set(re.findall("%..", text)) <= {"%25", "%0A", "%0D", "%3A", "%2C"}
    return unquote(text)


def written(report: Report, *, advice: bool = False) -> str:
    return render(report, "github", Screen(width=80, advice=advice))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_there_is_a_command_for_every_finding_that_is_shown(situation: str) -> None:
    report = report_of(situation)
    told = [(name, fields["title"]) for name, fields, _ in commands(written(report, advice=True))]
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    wanted = [(levels[each.severity], f"{each.code} {each.name}") for each in report.findings]
    assert sorted(each for each in told if each[1] != "not checked") == sorted(wanted)


def test_notes_are_counted_where_nobody_asked_for_advice() -> None:
    report = diagnose(cluster(service(externalIPs=["192.0.2.1"]), pod()))
    assert commands(written(report)) == []
    assert f"{len(report.findings)} notes" in written(report).splitlines()[-1]
    assert [name for name, _, _ in commands(written(report, advice=True))] == ["notice"] * len(report.findings)


def test_the_message_has_the_object_the_facts_and_the_fix() -> None:
    (name, fields, message), *_ = commands(written(diagnose(cluster(service(HTTP), pod()))))
    assert (name, fields) == ("error", {"title": "PTR01 target-port-name-not-found"})
    first, *rest = message.splitlines()
    assert first.startswith('shop/web: targetPort "http"')
    assert any(line.startswith("fix: ") for line in rest)


@pytest.mark.parametrize(
    ("location", "fields"),
    [
        pytest.param(Location(file="a,b:c%.yaml", line=7), {"file": "a,b:c%.yaml", "line": "7"}, id="a-file"),
        pytest.param(Location(file="web/templates/s.yaml", line=None), {"file": "web/templates/s.yaml"}, id="template"),
        pytest.param(Location(file="-", line=7), {}, id="standard-input"),
        pytest.param(None, {}, id="a-cluster"),
    ],
)
def test_the_place_is_a_file_of_the_repository(location: Location | None, fields: dict[str, str]) -> None:
    report = diagnose(cluster(service(HTTP), pod()))
    report = replace(report, findings=tuple(replace(each, location=location) for each in report.findings))
    (_, told, message), *_ = commands(written(report))
    assert {key: value for key, value in told.items() if key != "title"} == fields
    assert ("(line 7 of standard input)" in message) == (location is not None and location.file == "-")


def test_no_name_is_a_command_of_its_own() -> None:
    name = "web\n::warning::fooled\r\n##[error]x%0A::notice::y"
    report = diagnose(cluster(service(HTTP, name=name), pod()), asking(namespace="shop"))
    text = written(report)
    assert {name for name, _, _ in commands(text)} <= {"error", "warning"}
    assert "fooled" not in "".join(line for line in text.splitlines() if not line.startswith("::error"))
    assert "%0A::notice::y" in commands(text)[0][2]


def test_what_could_not_be_checked_is_a_notice() -> None:
    told = commands(written(diagnose(cluster(service(), pod(), unread=[forbidden("endpointslices")]))))
    assert [(name, fields["title"]) for name, fields, _ in told] == [("notice", "not checked")]
    assert "endpointslices" in told[0][2]


def test_only_what_a_change_makes_worse_is_a_command() -> None:
    before = diagnose(cluster(service(HTTP), service(HTTP, name="old", selector={"app": "old"}), pod(HTTP_OPEN)))
    after = diagnose(cluster(service(HTTP), service(HTTP, name="old", selector={"app": "old"}), pod()))
    at = Location(file="web.yaml", line=7)
    after = replace(after, findings=tuple(replace(each, location=at) for each in after.findings))
    told = commands(written(replace(after, comparison=compare(before, after, "prod"))))
    assert [(name, fields["title"]) for name, fields, _ in told if "web" in _] == [
        ("error", "PTR01 target-port-name-not-found"),
        ("error", "worse"),
    ]
    assert told[0][1]["file"] == "web.yaml"
    assert told[1][2].startswith("shop/web http 80/TCP: wired -> broken (PTR01")
    assert not any("shop/old" in message for _, _, message in told)
    assert commands(written(replace(after, comparison=compare(after, after, "prod")))) == []
