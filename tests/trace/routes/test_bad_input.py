"""Routes that nobody would write on purpose: whatever they hold, something true is said, and nothing falls over."""

from typing import Any

import pytest

from kubectl_porttrace.checks.routes.not_accepted import not_accepted
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.kinds import find_kind
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import (
    backend,
    cluster,
    condition,
    forbidden,
    found,
    gateway,
    gateway_class,
    grant,
    ingress,
    parent_status,
    pod,
    route,
    serious,
    service,
    traced_route,
)

HERE = (service(), pod(), gateway(), gateway_class())
GROUP = "gateway.networking.k8s.io"


def codes(subject: TracedReferrer) -> dict[str, str]:
    return dict(serious(subject))


def test_a_route_that_names_itself() -> None:
    itself = {"name": "web", "kind": "HTTPRoute", "group": GROUP}
    subject = traced_route(route({**itself, "port": 80}, parents=[itself]), *HERE)
    assert codes(subject) == {}
    assert (subject.verdict.word, len(subject.backends)) == ("unknown", 0)


def test_a_kind_that_only_shares_its_name_is_another() -> None:
    assert find_kind("gateway.example.com/v1", "HTTPRoute") is None
    assert find_kind("networking.example.com/v1", "Ingress") is None
    assert find_kind(f"{GROUP}/v1beta1", "HTTPRoute") is not None


@pytest.mark.parametrize("generation", [0, 7], ids=["without-a-generation", "of-another-generation"])
def test_a_status_that_is_not_about_the_route_as_it_is_decides_nothing(generation: int) -> None:
    status = parent_status(condition("Accepted", "False", "Pending", generation=generation))
    subject = traced_route(route(status=status), *HERE)
    assert (subject.verdict.word, found(not_accepted, subject), codes(subject)) == ("wired", [], {})


@pytest.mark.parametrize(
    "host", ["bücher.example", "пример.рф", "例え.jp", "*.例え.jp", "xn--bcher-kva.example", "a" * 300]
)
def test_hostnames_of_other_alphabets(host: str) -> None:
    matching: dict[str, Any] = {"name": "http", "port": 80, "protocol": "HTTP", "hostname": host}
    matching["allowedRoutes"] = {"namespaces": {"from": "All"}}
    subject = traced_route(route(hostnames=[host]), service(), pod(), gateway(matching))
    assert (subject.verdict.word, codes(subject)) == ("wired", {})
    report = diagnose(cluster(ingress(host=host), service(), pod()))
    assert report.routes[0].backends[0].hosts == (host,)


def test_grants_that_may_not_be_read_leave_it_open() -> None:
    objects = (route(backend(namespace="data")), service(namespace="data"), pod(namespace="data"), gateway())
    subject = traced_route(*objects, unread=[forbidden("referencegrants", "data")])
    assert (subject.verdict.word, codes(subject)) == ("unknown", {})
    assert traced_route(*objects, grant()).verdict.word == "wired"


def test_gateways_that_may_not_be_read_leave_it_open() -> None:
    subject = traced_route(route(), service(), pod(), unread=[forbidden("gateways", "infra")])
    assert (subject.verdict.word, codes(subject)) == ("unknown", {})


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({"parents": []}, id="no-parent"),
        pytest.param({"rules": []}, id="no-rule"),
        pytest.param({"parents": [{"name": ""}]}, id="a-parent-without-a-name"),
    ],
)
def test_what_is_left_out_is_no_crash(spec: dict[str, Any]) -> None:
    report = diagnose(cluster(route(**spec), *HERE))
    assert [each.name for each in report.routes if each.kind == "HTTPRoute"] == ["web"]
