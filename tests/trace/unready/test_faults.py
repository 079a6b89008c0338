"""What container runtimes, registries and the kubelet say, in a few words, and what is to be done about each."""

import ast
import inspect
from types import ModuleType

import pytest

from kubectl_porttrace.checks.pods import container_not_created, image_not_pulled, volume_not_mounted
from kubectl_porttrace.trace.unready import images, runtime, start
from kubectl_porttrace.trace.unready.runtime import runtime_fault

CREATED = "kubelet may be retrying requests that are timing out in CRI-O due to system load. Currently at stage pulling"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        pytest.param('exec: "serve": executable file not found in $PATH', "serve is not in its image", id="runc"),
        pytest.param(
            "executable file `serve` not found in $PATH: No such file", "serve is not in its image", id="crun"
        ),
        pytest.param(
            'error mounting "/x" to rootfs at "/etc/a.conf": mount src=/x, dst=/etc/a.conf: not a directory',
            "a directory is mounted onto a file, or a file onto a directory",
            id="runc-mount",
        ),
        pytest.param(
            "error reserving ctr name k8s_web_web-0_shop_1_0 for id 1a: name is reserved",
            "an earlier container of its name is still there",
            id="crio-name",
        ),
        pytest.param(
            'failed to reserve container name "web_1": name "web_1" is reserved for "2b"',
            "an earlier container of its name is still there",
            id="containerd-name",
        ),
        pytest.param(CREATED, "the container runtime did not answer in time", id="crio-busy"),
        pytest.param('object "shop"/"db" not registered', "the kubelet has not read what it needs yet", id="kubelet"),
    ],
)
def test_what_runtimes_say(message: str, words: str) -> None:
    fault = runtime_fault(message)
    assert fault is not None
    assert fault.words == words


def test_other_words_are_no_known_fault() -> None:
    assert runtime_fault("the name is not reserved for anybody") is None


def words_in(module: ModuleType) -> set[str]:
    """Every text that stands in a module."""
    nodes = ast.walk(ast.parse(inspect.getsource(module)))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize(
    ("module", "advice"),
    [
        pytest.param(images, image_not_pulled._ADVICE, id="images"),
        pytest.param(runtime, container_not_created._OF_CONTAINER, id="containers"),
        pytest.param(start, container_not_created._OF_SANDBOX, id="sandboxes"),
        pytest.param(start, volume_not_mounted._ADVICE, id="volumes"),
    ],
)
def test_each_advice_is_for_a_fault_there_is(module: ModuleType, advice: dict[str, str]) -> None:
    assert set(advice) - {"", "absent", "postStart"} <= words_in(module)


def test_each_fault_of_a_runtime_has_advice_of_its_own() -> None:
    assert {kind for _, kind, _ in runtime._KNOWN} | {"postStart"} == set(container_not_created._OF_CONTAINER) - {""}


def test_each_fault_of_a_pull_has_advice_of_its_own() -> None:
    kinds = {kind for _, kind in images._BY_REASON.values()} | {kind for _, (_, kind) in images._BY_MESSAGE}
    assert kinds | {"no pull secret"} == set(image_not_pulled._ADVICE) - {""} | {"absent"}
