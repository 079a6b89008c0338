from kubectl_porttrace.checks.probes.startup_port_not_found import startup_port_not_found as check
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import found, judged, manifests, service, template
from tests.checks.probes.without_port import probed, silent, unready

WRONG = probed("startupProbe")


@silent("startupProbe", other="readinessProbe")
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@unready("startupProbe", "PTB02")
def test_fires(subject: TracedService, codes: tuple[str, ...], severity: str) -> None:
    assert [issue.path for issue in found(check, subject)] == ["spec.containers[0].startupProbe.httpGet.port"]
    issue = judged(subject)["PTB02"]
    assert (issue.codes, issue.severity) == (codes, severity)


def test_is_an_error_in_files() -> None:
    snapshot = manifests(service(), template(WRONG))
    assert judged(trace_service(snapshot, snapshot.services[0]))["PTB02"].severity == "error"
