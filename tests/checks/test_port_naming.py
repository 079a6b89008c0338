"""No advice takes a name or a number from what else needs it."""

from typing import Any

import pytest

from tests.build import container, judged, pod, port, problems, service, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
HTTPS = {"name": "https", "port": 443, "targetPort": "https"}
BOTH = 'the pods need a container port for each of "http" and "https": name the port that serves each'
NUMBER = ", or use its number as targetPort"


def other(target: str | int) -> Any:
    return service({"port": 9000, "targetPort": target}, name="other")


def of(*ports: Any, **spec: Any) -> Any:
    return pod(container(*ports, spec=spec))


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        pytest.param([service(HTTP), of()], f'name the container port "http"{NUMBER}', id="nothing-declared"),
        pytest.param(
            [service(HTTP, HTTPS), of(port(8080, "http"))],
            f'add a container port "https" to the template (http 8080/TCP is needed as it is){NUMBER}',
            id="the-only-one-is-another-ports",
        ),
        pytest.param(
            [service(HTTPS, {"name": "n", "port": 80, "targetPort": 8080}), of(port(8080))],
            f'add a container port "https" to the template (8080/TCP without a name is needed as it is){NUMBER}',
            id="the-only-number-is-another-ports",
        ),
        pytest.param([service(HTTP, HTTPS), of(port(8080))], f"{BOTH}{NUMBER}", id="two-names"),
        pytest.param([service(HTTP), other("https"), of(port(8080))], f"{BOTH}{NUMBER}", id="two-services"),
        pytest.param(
            [service(HTTP), other("web"), of(port(8080, "web"))],
            f'add a container port "http" to the template (web 8080/TCP is needed as it is){NUMBER}',
            id="another-services-name",
        ),
        pytest.param(
            [service(HTTP), of(port(8080, "web"), readinessProbe={"httpGet": {"port": "web"}})],
            f'add a container port "http" to the template (web 8080/TCP is needed as it is){NUMBER}',
            id="a-probes-name",
        ),
        pytest.param(
            [service(HTTP), of(port(8080, "web"))],
            f'give the container port that serves it the name "http" if nothing uses its present one{NUMBER}',
            id="a-name-of-its-own",
        ),
        pytest.param(
            [service(HTTP), of(port(8080), port(9090))],
            f'name the container port "http"{NUMBER}',
            id="two-without-name",
        ),
    ],
)
def test_name_not_found(objects: list[Any], text: str) -> None:
    issue = problems(traced(*objects))[0]
    assert (issue.code, issue.fix.text, issue.fix.command) == ("PTR01", text, None)


def test_two_ports_that_need_two_names_say_so_together() -> None:
    texts = [issue.fix.text for issue in problems(traced(service(HTTP, HTTPS), of(port(8080))))]
    assert len(texts) == 2
    assert all('"http"' in text and '"https"' in text for text in texts)


@pytest.mark.parametrize(
    ("objects", "code", "text"),
    [
        pytest.param(
            [service(HTTP), of(port(8080, "htpp"))],
            "PTR05",
            'set targetPort "htpp", or rename the container port to "http"',
            id="misspelt",
        ),
        pytest.param(
            [service(HTTP), other("htpp"), of(port(8080, "htpp"))],
            "PTR05",
            'set targetPort "htpp"',
            id="misspelt-twice",
        ),
        pytest.param(
            [service(HTTP), of(port(80, "web"))],
            "PTR06",
            'set targetPort 80, or name that container port "http"',
            id="number",
        ),
        pytest.param(
            [service(HTTP), other("web"), of(port(80, "web"))], "PTR06", "set targetPort 80", id="number-taken"
        ),
        pytest.param(
            [service(HTTP), of(port(80, "http", "UDP"))],
            "PTR03",
            "set protocol UDP on the Service port, or TCP on the container port",
            id="protocol",
        ),
        pytest.param(
            [
                service(HTTP, {"name": "u", "port": 80, "targetPort": 81, "protocol": "UDP"}),
                of(port(80, "http", "UDP")),
            ],
            "PTR03",
            "set protocol TCP on the container port",
            id="the-service-port-is-taken",
        ),
        pytest.param(
            [service(HTTP, {**HTTP, "name": "u", "protocol": "UDP"}), of(port(80, "http", "UDP"))],
            "PTR03",
            "declare a container port of another name with protocol TCP, and name that",
            id="both-are-taken",
        ),
    ],
)
def test_other_findings(objects: list[Any], code: str, text: str) -> None:
    assert judged(traced(*objects))[code].fix.text == text
