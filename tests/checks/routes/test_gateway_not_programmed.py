import pytest

from kubectl_porttrace.checks.routes.gateway_not_programmed import gateway_not_programmed as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import NOW, condition, found, gateway, judged, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(gateway(status={"addresses": [{"value": "10.0.0.1"}]})), id="an-address"),
        pytest.param(traced_route(gateway(status={"conditions": [condition("Programmed", "True")]})), id="programmed"),
        pytest.param(traced_route(gateway(metadata={"creationTimestamp": NOW})), id="just-made"),
        pytest.param(
            traced_route(
                gateway(
                    status={
                        "addresses": [{"value": "10.0.0.1"}],
                        "conditions": [condition("Programmed", "False", generation=7)],
                    }
                )
            ),
            id="about-another-generation",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(gateway(status={"conditions": [condition("Programmed", "False", "AddressNotAssigned")]})),
            'status.conditions[?(@.type=="Programmed")]',
            "error",
            id="not-programmed",
        ),
        pytest.param(
            traced_route(
                gateway(
                    status={
                        "conditions": [
                            condition("Programmed", "False", "Invalid"),
                            condition("Accepted", "False", "ListenersNotValid"),
                        ]
                    }
                )
            ),
            'status.conditions[?(@.type=="Accepted")]',
            "error",
            id="not-accepted",
        ),
        pytest.param(
            traced_route(gateway(status={"conditions": [condition("Programmed", "Unknown", "Pending", generation=0)]})),
            "status.addresses",
            "error",
            id="no-controller",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
