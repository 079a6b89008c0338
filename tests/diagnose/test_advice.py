"""Good practice is told where it is asked for, and changes nothing else."""

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.report.v1 import Report
from tests.build import cluster, forbidden, pod, service

ADVISED = Question(advice=True)


def told(report: Report) -> set[str]:
    return {finding.code for finding in report.findings if finding.code.startswith("PTG")}


def missed(report: Report) -> set[str]:
    return {code for each in report.not_checked for code in each.affects if code.startswith("PTG")}


def test_advice_is_told_where_it_is_asked_for() -> None:
    demo = read_demo()
    plain, advised = diagnose(demo), diagnose(demo, ADVISED)
    assert told(plain) == set()
    assert told(advised) == {"PTG01", "PTG03", "PTG05", "PTG06"}
    assert {each.severity for each in advised.findings if each.code.startswith("PTG")} == {"note"}


def test_advice_changes_no_other_finding_and_no_verdict() -> None:
    demo = read_demo()
    plain, advised = diagnose(demo), diagnose(demo, ADVISED)
    assert [each for each in advised.findings if not each.code.startswith("PTG")] == list(plain.findings)
    assert [each.verdict for each in advised.services] == [each.verdict for each in plain.services]


def test_what_advice_misses_is_said_only_where_it_is_asked_for() -> None:
    snapshot = cluster(service(), pod(), unread=[forbidden("deployments")])
    assert missed(diagnose(snapshot)) == set()
    assert "PTG06" in missed(diagnose(snapshot, ADVISED))


def test_a_cause_is_told_once_for_all_services_that_share_it() -> None:
    (finding,) = [
        each for each in diagnose(read_demo(), ADVISED).findings if each.code == "PTG03" and "http" in each.message
    ]
    assert len(finding.subjects) == 6
