import pytest

from kubectl_porttrace.checks.practice.name_with_many_numbers import name_with_many_numbers as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, pod, port, traced
from tests.checks.practice.workloads import BY_OPERATOR, behind, of

WEB = behind("http"), *of("web", "http")
API = behind("http", "api"), *of("api", "http", 9090, kind="Deployment")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(*WEB, behind("http", "api"), *of("api", "http")), id="one-number"),
        pytest.param(traced(*WEB, behind("api", "api"), *of("api", "api", 9090)), id="two-names"),
        pytest.param(traced(behind(8080), *of("web", "http"), *API), id="by-number"),
        pytest.param(traced(*WEB, behind("http", "api"), *of("api", "http", 9090, kind="DaemonSet")), id="daemon-set"),
        pytest.param(
            traced(*WEB, behind("http", "api"), *of("api", "http", 9090, metadata=BY_OPERATOR)),
            id="an-operator-writes-it",
        ),
        pytest.param(traced(headless({"port": 80, "targetPort": "http"}), *of("web", "http"), *API), id="headless"),
        pytest.param(
            traced(*WEB, pod(container(port(9090, "http")), labels={"app": "web"}, owner=("StatefulSet", "web"))),
            id="one-workload",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    (issue,) = found(check, traced(*WEB, *API))
    assert issue.path == "spec.ports[0].targetPort"
    assert issue.message == 'port name "http" has 2 numbers in shop: 8080, 9090'
    assert issue.evidence == ('"http" is 8080/TCP on StatefulSet/web', '"http" is 9090/TCP on Deployment/api')
    assert issue.shared is not None
    assert issue.shared.key == "shop/http/TCP"
