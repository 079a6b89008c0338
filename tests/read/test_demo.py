"""The bundled recording: a shop that is mostly well, with the usual faults, each with one root cause."""

import re
from functools import cache
from importlib.resources import files

import pytest

from kubectl_porttrace.demos import DEMOS
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.report.v1 import Report


@cache
def report() -> Report:
    snapshot = read_demo()
    return diagnose(snapshot)


@pytest.mark.parametrize("name", ["admin", "cart", "catalog", "orders-db"])
def test_the_healthy_ones_have_no_findings(name: str) -> None:
    (service,) = [each for each in report().services if each.name == name]
    assert service.verdict == "wired"
    assert [finding for finding in report().findings if finding.subject.name == name] == []


@pytest.mark.parametrize(
    ("name", "verdict", "code"),
    [
        pytest.param("checkout", "broken", "PTP03", id="selector-typo"),
        pytest.param("images", "partial", "PTK02", id="externalTrafficPolicy-Local"),
        pytest.param("mail", "external", "PTS09", id="ExternalName-with-ports"),
        pytest.param("payments", "wired", "PTR12", id="another-number-declared"),
        pytest.param("recommendations", "partial", "PTS07", id="headless-port"),
        pytest.param("search", "broken", "PTB01", id="probe-port"),
        pytest.param("statsd", "broken", "PTR03", id="UDP-and-TCP"),
        pytest.param("warehouse", "broken", "PTE01", id="Endpoints-port-name"),
        pytest.param("web", "partial", "PTR02", id="rollout-half-way"),
    ],
)
def test_each_fault_has_one_root_cause(name: str, verdict: str, code: str) -> None:
    (service,) = [each for each in report().services if each.name == name]
    assert service.verdict == verdict
    assert [finding.code for finding in report().findings if finding.subject.name == name] == [code]


def test_nothing_is_still_changing() -> None:
    assert not any(service.converging for service in report().services)


def test_the_rollout_is_told_by_revision_and_age() -> None:
    (finding,) = [each for each in report().findings if each.subject.name == "web"]
    told = " ".join(finding.evidence)
    assert re.search(r"3 pods of rs/web-\w+ \(revision 2, 4m old\)", told)
    assert re.search(r"5 pods of rs/web-\w+ \(revision 1, 12d old\)", told)


def test_it_is_from_a_demo_cluster() -> None:
    assert (report().source.type, report().source.context, report().source.server) == ("demo", None, None)
    assert report().summary.services == 13


@pytest.mark.parametrize("name", DEMOS)
def test_nothing_of_the_test_cluster_or_of_a_machine_is_in_it(name: str) -> None:
    content = files("kubectl_porttrace.read.demo").joinpath(f"{name}.json").read_text("utf-8")
    assert "porttrace.test" not in content
    assert "127.0.0.1" not in content
