import pytest

from kubectl_porttrace.model.pod import PodSpec
from kubectl_porttrace.trace.probes import dialled_port, hooks, named_port, probes
from tests.build import as_init, container, port, sidecar

HTTP = {"httpGet": {"port": "http"}}
APP = container(port(8080, "http"), port(8080, "udp", "UDP"), port(9090, "http"))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        pytest.param(8081, 8081, id="an-undeclared-number"),
        pytest.param("http", 8080, id="the-first-port-of-that-name"),
        pytest.param("udp", 8080, id="whatever-its-protocol"),
        pytest.param("web", None, id="no-such-name"),
        pytest.param("8080", 8080, id="digits-are-a-number"),
        pytest.param(0, None, id="zero"),
        pytest.param(65535, 65535, id="the-highest"),
        pytest.param(65536, None, id="above-the-highest"),
        pytest.param("65536", None, id="digits-above-the-highest"),
    ],
)
def test_dialled_port(written: int | str, number: int | None) -> None:
    assert dialled_port(APP, written) == number


def test_named_port_is_of_the_container_alone() -> None:
    found = named_port(APP, "http")
    assert found is not None
    assert found.container_port == 8080
    assert named_port(container(), "http") is None


def test_probes_of_containers_and_sidecars_with_their_paths() -> None:
    spec = PodSpec(
        containers=(
            container(name="idle"),
            container(
                spec={
                    "readinessProbe": HTTP,
                    "livenessProbe": {"tcpSocket": {"port": 1}},
                    "startupProbe": {"grpc": {"port": 2}},
                }
            ),
            container(name="exec", spec={"readinessProbe": {}}),
        ),
        init_containers=as_init(
            container(name="init", spec={"readinessProbe": HTTP}), sidecar(spec={"readinessProbe": HTTP})
        ),
    )
    assert [(use.container.name, use.kind, use.handler, use.path) for use in probes(spec)] == [
        ("app", "readinessProbe", "httpGet", "spec.containers[1].readinessProbe.httpGet"),
        ("app", "livenessProbe", "tcpSocket", "spec.containers[1].livenessProbe.tcpSocket"),
        ("app", "startupProbe", "grpc", "spec.containers[1].startupProbe.grpc"),
        ("proxy", "readinessProbe", "httpGet", "spec.initContainers[1].readinessProbe.httpGet"),
    ]


def test_hooks_with_their_paths_and_which_of_them_cannot_work() -> None:
    lifecycle = {
        "postStart": {"tcpSocket": {"port": 80}},
        "preStop": {"httpGet": {"port": "http"}},
    }
    spec = PodSpec(
        containers=(
            container(port(80, "http"), spec={"lifecycle": lifecycle}),
            container(name="other", spec={"lifecycle": {"preStop": {"httpGet": {"port": "http"}}}}),
            container(name="exec", spec={"lifecycle": {"postStart": {}}}),
        )
    )
    assert [(use.container.name, use.path, use.fails) for use in hooks(spec)] == [
        ("app", "spec.containers[0].lifecycle.postStart.tcpSocket", True),
        ("app", "spec.containers[0].lifecycle.preStop.httpGet", False),
        ("other", "spec.containers[1].lifecycle.preStop.httpGet", True),
    ]


@pytest.mark.parametrize(
    ("written", "unresolved"),
    [
        pytest.param("http", False, id="found"),
        pytest.param("web", True, id="not-found"),
        pytest.param(0, False, id="0"),
    ],
)
def test_only_a_name_can_be_unresolved(written: int | str, unresolved: bool) -> None:  # noqa: FBT001
    (use,) = probes(
        PodSpec(containers=(container(port(80, "http"), spec={"readinessProbe": {"httpGet": {"port": written}}}),))
    )
    assert use.unresolved is unresolved
