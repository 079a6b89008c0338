from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.render.summary import NOT_IN_API, NOT_OF_ALL, WIRED_MEANS, wired_means
from kubectl_porttrace.report.v1 import PortTrace
from tests.render.test_outcomes import backend, port

KNOWN = port(backend(listening="yes"))
UNKNOWN = port(backend())
UNUSED = port(backend(listening="yes", usable=False), backend())


def broken(each: PortTrace) -> PortTrace:
    return replace(each, verdict="broken")


@pytest.mark.parametrize(
    ("ports", "said"),
    [
        pytest.param([KNOWN], WIRED_MEANS, id="all-known"),
        pytest.param([port(backend(listening="no"))], WIRED_MEANS, id="known-not-to-listen"),
        pytest.param([UNKNOWN], f"{WIRED_MEANS}; {NOT_IN_API}", id="none-known"),
        pytest.param([KNOWN, UNKNOWN], f"{WIRED_MEANS}; {NOT_OF_ALL}", id="some-known"),
        pytest.param([UNUSED], f"{WIRED_MEANS}; {NOT_IN_API}", id="only-of-one-that-is-not-used"),
        pytest.param([KNOWN, broken(UNKNOWN)], WIRED_MEANS, id="only-wired-ports-count"),
        pytest.param([], f"{WIRED_MEANS}; {NOT_IN_API}", id="no-port"),
    ],
)
def test_wired_means(ports: Any, said: str) -> None:
    assert wired_means(ports) == said
