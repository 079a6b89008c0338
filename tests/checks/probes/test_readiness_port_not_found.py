from kubectl_porttrace.checks.probes.readiness_port_not_found import readiness_port_not_found as check
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import found, judged, manifests, pod, service, template, traced
from tests.checks.probes.without_port import probed, silent, unready

WRONG = probed("readinessProbe")


@silent("readinessProbe", other="livenessProbe")
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@unready("readinessProbe", "PTB01")
def test_fires(subject: TracedService, codes: tuple[str, ...], severity: str) -> None:
    assert [issue.path for issue in found(check, subject)] == ["spec.containers[0].readinessProbe.httpGet.port"]
    issue = judged(subject)["PTB01"]
    assert (issue.codes, issue.severity) == (codes, severity)


def test_many_pods_of_one_template_are_told_once_and_the_template_is_to_be_changed() -> None:
    pods = [pod(WRONG, ready=False, owner=("StatefulSet", "web")) for _ in range(3)]
    (issue,) = found(check, traced(service(), *pods))
    assert issue.path == "spec.template.spec.containers[0].readinessProbe.httpGet.port"
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("StatefulSet", "web")
    assert issue.evidence == ("pods: 3 pods of StatefulSet/web", "container app declares: http 80/TCP")


def test_is_an_error_in_files() -> None:
    snapshot = manifests(service(), template(WRONG))
    assert judged(trace_service(snapshot, snapshot.services[0]))["PTB01"].severity == "error"


def test_says_that_a_pod_which_is_ready_will_not_be_again() -> None:
    unready_pod, ready_pod = (
        found(check, traced(service(), pod(WRONG, ready=ready)))[0].message for ready in (False, True)
    )
    assert "cannot become ready" in unready_pod
    assert "still ready" in ready_pod
