"""What counts as another answer, and what as less of the same."""

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.report.v1 import Report
from tests.build import cluster, container, forbidden, pod, port, service
from tests.diagnose.faithful import errors, unfaithful

HTTP: dict[str, Any] = {"name": "http", "port": 80, "targetPort": "http"}
BROKEN = diagnose(cluster(service(HTTP), pod()))
WIRED = diagnose(cluster(service(HTTP), pod(container(port(8080, "http")))))
UNREAD = diagnose(cluster(service(HTTP), pod(), unread=[forbidden("endpointslices")]))


def silenced(report: Report, affects: Iterable[str] = ()) -> Report:
    """The same without its findings; `affects` are said not to have been looked for."""
    missed = tuple(replace(each, affects=tuple(affects)) for each in UNREAD.not_checked)
    return replace(report, findings=(), not_checked=missed)


@pytest.mark.parametrize(
    ("full", "part"),
    [
        pytest.param(BROKEN, BROKEN, id="the-same"),
        pytest.param(BROKEN, UNREAD, id="unknown"),
        pytest.param(BROKEN, silenced(BROKEN, [each.code for each in errors(BROKEN)]), id="not-looked-for"),
    ],
)
def test_less_of_the_same(full: Report, part: Report) -> None:
    assert list(unfaithful(full, part, frozenset())) == []


@pytest.mark.parametrize(
    ("full", "part", "words"),
    [
        pytest.param(BROKEN, silenced(WIRED, ["PTR01"]), "is broken, and wired", id="called-wired"),
        pytest.param(WIRED, BROKEN, "is an error to whom may read less alone", id="an-error-of-its-own"),
        pytest.param(BROKEN, silenced(BROKEN), "nothing says that it was not looked for", id="an-error-lost"),
        pytest.param(BROKEN, replace(BROKEN, services=()), "other Services", id="a-service-lost"),
    ],
)
def test_another_answer(full: Report, part: Report, words: str) -> None:
    assert words in "\n".join(unfaithful(full, part, frozenset()))
