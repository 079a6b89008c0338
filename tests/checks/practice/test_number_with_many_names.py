import pytest

from kubectl_porttrace.checks.practice.number_with_many_names import number_with_many_names as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, pod, port, service, traced, workload
from tests.checks.practice.workloads import BY_OPERATOR, behind, of

WEB, API = (behind("http"), *of("web", "http")), (behind("api", "api"), *of("api", "api", kind="Deployment"))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(*WEB, behind("http", "api"), *of("api", "http")), id="one-name"),
        pytest.param(traced(*WEB, behind("api", "api"), *of("api", "api", 9090)), id="two-numbers"),
        pytest.param(traced(*WEB, *of("api", "api")), id="no-service-leads-to-the-other"),
        pytest.param(traced(behind(8080), *of("web", "http"), *API), id="by-number"),
        pytest.param(traced(*WEB, behind("api", "api"), *of("api", "api", kind="DaemonSet")), id="daemon-set"),
        pytest.param(traced(*WEB, *API[:2]), id="of-a-workload-that-is-not-known"),
        pytest.param(
            traced(*WEB, behind("api", "api"), *of("api", "api", metadata=BY_OPERATOR)), id="an-operator-writes-it"
        ),
        pytest.param(
            traced(*WEB, behind("api", "api", namespace="till"), *of("api", "api", namespace="till")),
            id="another-namespace",
        ),
        pytest.param(traced(headless({"port": 80, "targetPort": "http"}), *of("web", "http"), *API), id="headless"),
        pytest.param(
            traced(
                behind("http"),
                pod(container(port(8080, "http"), port(8080, "x")), owner=("StatefulSet", "web")),
                service({"port": 80, "targetPort": "x"}, name="again"),
                workload("StatefulSet", "web"),
            ),
            id="one-workload",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(*WEB, *API), id="both-by-name"),
        pytest.param(traced(*WEB, behind(8080, "api"), *API[1:]), id="one-by-number"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.ports[0].targetPort"
    assert issue.message == "workloads of shop have 2 names for 8080/TCP: api, http"
    assert issue.evidence == ('"api" is 8080/TCP on Deployment/api', '"http" is 8080/TCP on StatefulSet/web')
    assert issue.shared is not None
    assert issue.shared.key == "shop/8080/TCP"
