import pytest

from kubectl_porttrace.checks.service_spec.port_name_refused import port_name_refused as check
from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, in_files, judged, pod, port, service, template


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            in_files(service({"port": 80, "targetPort": "http"}), template(container(port(8080, "http")))), id="fine"
        ),
        pytest.param(in_files(service({"port": 80, "targetPort": "8080"})), id="a-quoted-number-is-another-fault"),
        pytest.param(in_files(service({"port": 80}), template(container(port(8080)))), id="no-names"),
        pytest.param(in_files(service({"name": "a-name-of-twenty-one", "port": 80})), id="service-ports-may-be-longer"),
        pytest.param(in_files(service({"port": 80, "targetPort": "exactly-fifteen"})), id="fifteen-characters"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("sixteen-letters-", id="ends-with-a-hyphen"),
        pytest.param("sixteen-letter-s", id="too-long"),
        pytest.param("Http", id="upper-case"),
        pytest.param("http_web", id="underscore"),
        pytest.param("a--b", id="two-hyphens"),
        pytest.param("-a", id="begins-with-a-hyphen"),
    ],
)
def test_fires_on_target_port(name: str) -> None:
    subject = in_files(service({"port": 80, "targetPort": name}))
    [seen] = found(check, subject)
    assert (seen.path, seen.object) == ("spec.ports[0].targetPort", None)
    assert [port.index for port in seen.ports] == [0]
    assert judged(subject)["PTS02"].severity == "error"


@pytest.mark.parametrize(
    ("of", "path"),
    [
        pytest.param("Deployment/web", "spec.template.spec.containers[0].ports[1].name", id="deployment"),
        pytest.param("CronJob/web", "spec.jobTemplate.spec.template.spec.containers[0].ports[1].name", id="cron-job"),
    ],
)
def test_fires_on_a_container(of: str, path: str) -> None:
    kind, _, name = of.partition("/")
    subject = in_files(service(), template(container(port(80), port(8080, "HTTP")), of=of))
    [seen] = found(check, subject)
    assert (seen.path, seen.object) == (path, ObjectReference(kind=kind, namespace="shop", name=name))


def test_fires_on_an_init_container_of_a_bare_pod() -> None:
    [seen] = found(check, in_files(service(), pod(init=[container(port(1, "a--b"))])))
    assert seen.path == "spec.initContainers[0].ports[0].name"


def test_is_an_error_though_both_sides_agree() -> None:
    name = "a-name-of-twenty-one"
    subject = in_files(service({"port": 80, "targetPort": name}), template(container(port(8080, name))))
    assert [seen.path for seen in found(check, subject)] == [
        "spec.ports[0].targetPort",
        "spec.template.spec.containers[0].ports[0].name",
    ]
    assert judged(subject)["PTS02"].severity == "error"


def test_explains_a_target_port_that_looks_for_the_right_name() -> None:
    issues = judged(in_files(service({"port": 80, "targetPort": "http"}), template(container(port(8080, "HTTP")))))
    assert [code for code, issue in issues.items() if issue.severity == "error"] == ["PTS02"]
