from fractions import Fraction
from typing import Any

import pytest

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.trace.unready.shortfall import requested
from tests.build import container, pod, sidecar


def asking_for(cpu: str) -> dict[str, Any]:
    return {"resources": {"requests": {"cpu": cpu}}}


def own(cpu: str) -> Container:
    return container(name=f"c{cpu}", spec=asking_for(cpu))


def beside(cpu: str) -> Container:
    return sidecar(name=f"s{cpu}", spec=asking_for(cpu))


@pytest.mark.parametrize(
    ("containers", "init", "cpu"),
    [
        pytest.param((own("1"), own("500m")), (), "1.5", id="containers-together"),
        pytest.param((own("1"),), (own("3"), own("2")), "3", id="the-largest-init-container"),
        pytest.param((own("1"),), (beside("2"),), "3", id="a-sidecar-runs-beside"),
        pytest.param((own("1"),), (beside("2"), own("3")), "5", id="an-init-container-beside-the-sidecar-before"),
        pytest.param((own("4"),), (own("3"), beside("2")), "6", id="not-beside-the-one-after"),
        pytest.param((container(),), (), "0", id="nothing"),
    ],
)
def test_what_a_pod_requests(containers: tuple[Container, ...], init: tuple[Container, ...], cpu: str) -> None:
    assert requested(pod(*containers, init=init), "cpu") == Fraction(cpu)


def test_requests_of_other_resources_are_not_known() -> None:
    assert requested(pod(), "nvidia.com/gpu") is None
