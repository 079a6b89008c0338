from typing import Any

import pytest

from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.trace.listening.wanted import NumberWanted, Probed, all_wanted
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, pod, port, service, template, traced
from tests.build.attempts import tried
from tests.trace.listening.test_kubelet import HTTP_GET, status

HTTP = {"name": "http", "port": 80, "targetPort": 8080}
DNS = {"name": "dns", "port": 53, "protocol": "UDP"}
TCP, BOTH = frozenset({"TCP"}), frozenset({"TCP", "UDP"})


def of(name: str, owner: str = "web", **fields: Any) -> Any:
    return pod(name=name, owner=("ReplicaSet", owner), **fields)


def wanted(subject: TracedService, protocols: frozenset[str] = TCP, pods: Any = None) -> list[NumberWanted]:
    return list(all_wanted([Probed(subject, subject.ports, pods)], protocols))


def names(subject: TracedService, **more: Any) -> list[str]:
    return [each.pod.name for each in wanted(subject, **more)]


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        pytest.param([of("a"), of("b"), of("c")], ["a"], id="one-of-a-revision"),
        pytest.param([of("a"), of("b", ready=False)], ["b", "a"], id="the-unready-first-and-one-that-serves"),
        pytest.param([of(name, name) for name in "abcde"], ["a", "b", "c"], id="three-at-most"),
        pytest.param([of("a", terminating=True), of("b")], ["b", "a"], id="those-that-go-last"),
        pytest.param([of("a", phase="Failed")], [], id="ended"),
        pytest.param([of("a", ips=[])], [], id="without-an-address"),
    ],
)
def test_which_pods(pods: list[Any], expected: list[str]) -> None:
    assert names(traced(service(HTTP), *pods)) == expected


def test_only_of_what_nothing_is_known() -> None:
    probed = pod(container(port(8080), spec={"readinessProbe": HTTP_GET}), status={"containerStatuses": [status()]})
    assert names(traced(service(HTTP), probed)) == []
    one = of("a")
    attempts: tuple[Attempt, ...] = (tried(one, "proxy", "http"),)
    assert names(traced(service(HTTP), one, attempts=attempts)) == []


def test_only_the_first_address() -> None:
    both = traced(service(HTTP, ipFamilies=["IPv4", "IPv6"]), of("a", ips=["10.0.0.1", "fd00::1"]))
    assert [(each.pod.name, each.number) for each in wanted(both)] == [("a", 8080)]


def test_udp_only_where_it_can_be_told() -> None:
    subject = traced(service(HTTP, DNS), of("a"))
    assert [each.protocol for each in wanted(subject)] == ["TCP"]
    assert [each.protocol for each in wanted(subject, BOTH)] == ["TCP", "UDP"]


def test_a_number_of_a_pod_once() -> None:
    twice = traced(service(HTTP, {**HTTP, "name": "again", "port": 81}), of("a"))
    assert names(twice) == ["a"]


def test_only_the_pods_asked_about() -> None:
    subject = traced(service(HTTP), of("a"), of("b"))
    assert names(subject, pods=frozenset({("shop", "b")})) == ["b"]


def test_other_declared_numbers_of_tcp() -> None:
    declared = pod(container(port(8080), port(3000), port(53, protocol="UDP"), port(9090)), name="a")
    assert [each.others for each in wanted(traced(service(HTTP), declared))] == [(3000, 9090)]


def test_a_template_is_not_tried() -> None:
    assert names(traced(service(HTTP), template(container(port(8080))))) == []
