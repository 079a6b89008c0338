"""Probes whose port name no container of the pod declares: what the tests of each kind of probe have in common."""

from collections.abc import Iterator

import pytest

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, pod, port, service, traced

HTTP = port(80, "http")
PLAIN = container(HTTP)


def probed(kind: str, written: int | str = "web") -> Container:
    """A container that declares port http, with a probe on another name or on what is given."""
    return container(HTTP, spec={kind: {"httpGet": {"port": written}}})


def silent(kind: str, other: str) -> pytest.MarkDecorator:
    """Cases of nothing wrong, for a parametrized test; `other` is another kind of probe."""
    wrong = probed(kind)
    subjects = {
        "found": traced(service(), pod(probed(kind, "http"), ready=False)),
        "a-number-need-not-be-declared": traced(service(), pod(probed(kind, 9090), ready=False)),
        "another-probe": traced(service(), pod(probed(other), ready=False)),
        "exec": traced(service(), pod(container(spec={kind: {}}), ready=False)),
        "in-another-container": traced(service(), pod(wrong, container(port(1, "web"), name="b"), ready=False)),
        "ended": traced(service(), pod(wrong, phase="Failed", ready=False)),
        "being-deleted": traced(service(), pod(wrong, terminating=True, ready=False)),
        "not-selected": traced(service(selector={}), pod(wrong, ready=False)),
    }
    return pytest.mark.parametrize("subject", [pytest.param(each, id=name) for name, each in subjects.items()])


def unready(kind: str, code: str) -> pytest.MarkDecorator:
    """Cases of a probe that keeps its pod from being ready, with the codes that are told and how bad it is."""
    return pytest.mark.parametrize(
        ("subject", "codes", "severity"),
        [pytest.param(*case, id=name) for name, *case in _unready(probed(kind), code)],
    )


def _unready(wrong: Container, code: str) -> Iterator[tuple[str, TracedService, tuple[str, ...], str]]:
    yield "of-the-only-pod", traced(service(), pod(wrong, ready=False)), (code, "PTP07"), "error"
    yield "of-one-of-two", traced(service(), pod(wrong, ready=False), pod(PLAIN)), (code, "PTP08"), "warning"
    both = traced(service(), pod(wrong, ready=False), pod(PLAIN, ready=False))
    yield "another-pod-is-unready-too", both, (code,), "warning"
    yield "the-pod-is-ready-all-the-same", traced(service(), pod(wrong)), (code,), "warning"
