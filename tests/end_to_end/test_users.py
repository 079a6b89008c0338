"""Restricted users each get the answer that what they may read allows, and are told what is missing from it."""

from subprocess import CompletedProcess
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.model.kinds import KINDS
from tests.cluster.audit import READ_VERBS
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import hand_pod
from tests.end_to_end.refused import assert_refused

WEB = ("web", "-o", "json")


@pytest.fixture
def web(namespace: Namespace) -> Namespace:
    """A namespace with a healthy Service of two pods."""
    namespace.apply(
        deployment("web", container("app", container_port(8080, "http")), replicas=2),
        service("web", service_port(80, "http")),
    )
    namespace.wait_for_endpoints("web", ready=2)
    return namespace


def report(porttrace: Porttrace, *args: str, user: str, code: int = 0) -> dict[str, Any]:
    """The report of a run that found nothing wrong."""
    result = porttrace(*args, user=user)
    assert (result.returncode, result.stderr) == (code, "")
    decoded: dict[str, Any] = msgspec.json.decode(result.stdout)
    return decoded


def errors(result: CompletedProcess[str]) -> list[tuple[str, str]]:
    """Code and message of the errors of a run."""
    findings = msgspec.json.decode(result.stdout)["findings"]
    return [(each["code"], each["message"]) for each in findings if each["severity"] == "error"]


def web_of(document: dict[str, Any]) -> dict[str, Any]:
    (traced,) = document["services"]
    return dict(traced)


EXTENSIONS = {kind.known_as for kind in KINDS if not kind.built_in}

IN_NO_NAMESPACE = {"mutatingwebhookconfigurations", "validatingwebhookconfigurations", "apiservices"}
"""What the ClusterRole `view` does not give: kinds whose objects are in no namespace."""


def unread(document: dict[str, Any], *reasons: str) -> set[str]:
    """The resources that were not read for one of some reasons, of those that every server has.

    Other tests may have made the control plane serve the kinds of the Gateway API.
    """
    resources = {each["resource"] for each in document["notChecked"] if each["reason"] in reasons}
    return {each for each in resources if each.partition(" ")[0] not in EXTENSIONS}


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize("user", ["admin", "reader", "no-nodes", "view-only"])
def test_who_may_read_what_is_needed_gets_the_whole_answer(porttrace: Porttrace, user: str) -> None:
    document = report(porttrace, *WEB, user=user)
    assert web_of(document)["verdict"] == "wired"
    assert web_of(document)["pods"] == {"matched": 2, "ready": 2, "ended": {}}
    assert {backend["owner"] for backend in web_of(document)["ports"][0]["backends"]} == {"Deployment/web"}
    hidden = IN_NO_NAMESPACE if user == "view-only" else set()
    assert unread(document, "forbidden", "error", "not-served") == hidden


@pytest.mark.usefixtures("web")
def test_without_pods_the_slices_still_tell_where_traffic_goes(porttrace: Porttrace) -> None:
    document = report(porttrace, *WEB, user="no-pods")
    traced = web_of(document)
    assert (traced["verdict"], traced["pods"]) == ("wired", None)
    assert [backend["pod"] for backend in traced["ports"][0]["backends"]] == [None, None]
    assert unread(document, "forbidden") == {"pods"}
    (pods,) = [each for each in document["notChecked"] if each["resource"] == "pods"]
    assert "PTR01" in pods["affects"]
    assert 'User "no-pods" cannot list resource "pods"' in pods["message"]


@pytest.mark.usefixtures("web")
def test_without_slices_nothing_tells_where_traffic_goes(porttrace: Porttrace) -> None:
    document = report(porttrace, *WEB, user="no-slices", code=4)
    traced = web_of(document)
    assert (traced["verdict"], traced["pods"]) == ("unknown", {"matched": 2, "ready": 2, "ended": {}})
    assert len(traced["ports"][0]["backends"]) == 2
    assert {backend["endpointSlice"] for backend in traced["ports"][0]["backends"]} == {None}
    assert unread(document, "forbidden") == {"endpointslices"}


@pytest.mark.usefixtures("web")
def test_what_is_asked_for_and_unknown_is_not_called_fine(porttrace: Porttrace) -> None:
    assert report(porttrace, "web:80", "-o", "json", user="no-slices", code=4)
    assert report(porttrace, *WEB, "--fail-on", "never", user="no-slices")
    assert report(porttrace, "-o", "json", user="no-slices")


@pytest.mark.parametrize(("user", "verdict", "code"), [("reader", "partial", 0), ("no-nodes", "unknown", 4)])
def test_without_nodes_policy_local_is_unknown(
    porttrace: Porttrace, web: Namespace, user: str, verdict: str, code: int
) -> None:
    web.patch("Service", "web", {"spec": {"internalTrafficPolicy": "Local"}})
    result = porttrace(*WEB, user=user)
    assert result.returncode == code
    document = msgspec.json.decode(result.stdout)
    assert web_of(document)["verdict"] == verdict
    assert unread(document, "forbidden") == ({"nodes"} if user == "no-nodes" else set())


@pytest.mark.parametrize(("user", "code"), [("reader", "PTP12"), ("no-nodes", "PTE25"), ("no-pods", "PTE25")])
def test_a_pod_on_a_node_that_is_gone_is_an_error_whoever_asks(
    porttrace: Porttrace, namespace: Namespace, user: str, code: str
) -> None:
    namespace.apply(service("web", service_port(80, "http")))
    hand_pod(container("app", container_port(8080, "http")), node="node-gone").of("web").run(namespace)
    namespace.wait_for(lambda: "PTE25" in str(errors(porttrace(*WEB, user="no-nodes"))), "the controller's event")
    result = porttrace(*WEB, user=user)
    assert result.returncode == 3
    assert errors(result)[0][0] == code
    assert web_of(msgspec.json.decode(result.stdout))["verdict"] == "broken"


def test_without_pods_an_unready_endpoint_is_an_error_that_says_what_is_missing(
    porttrace: Porttrace, namespace: Namespace
) -> None:
    namespace.apply(service("web", service_port(80, 8080)))
    hand_pod(container("app"), state="unready").of("web").run(namespace)
    namespace.wait_for_endpoints("web", ready=0, not_ready=1)
    result = porttrace(*WEB, user="no-pods")
    assert result.returncode == 3
    ((code, message),) = errors(result)
    assert code == "PTT05"
    assert message.endswith("the cause is not known, as these could not be read: pods")


def test_who_may_view_one_namespace_is_told_to_name_it(
    porttrace: Porttrace, control_plane: Cluster, web: Namespace
) -> None:
    control_plane.allow_view(web.name)
    assert web_of(report(porttrace, *WEB, user="namespaced-view"))["verdict"] == "wired"
    assert_refused(porttrace("-A", user="namespaced-view"), 1, "whole cluster", "-n NAMESPACE")


def test_pods_elsewhere_may_be_out_of_sight(porttrace: Porttrace, control_plane: Cluster, namespace: Namespace) -> None:
    control_plane.allow_view(namespace.name)
    namespace.apply(service("web"))
    namespace.wait_for_slices("web")
    result = porttrace(*WEB, user="namespaced-view")
    assert result.returncode == 3
    document = msgspec.json.decode(result.stdout)
    assert [finding["code"] for finding in document["findings"]][:1] == ["PTP01"]
    assert unread(document, "forbidden") == {"pods in other namespaces", *IN_NO_NAMESPACE}


@pytest.mark.parametrize("args", [("web",), (), ("-l", "a=b")], ids=["one", "namespace", "labels"])
def test_who_may_nothing_is_told_so(porttrace: Porttrace, args: tuple[str, ...]) -> None:
    result = porttrace(*args, user="nothing")
    assert_refused(result, 1, f'Services of namespace "{porttrace.namespace}"', 'User "nothing" cannot')


def test_nothing_but_reads_happens(porttrace: Porttrace, control_plane: Cluster, web: Namespace) -> None:
    user = control_plane.own_user(web)
    config = str(control_plane.kubeconfig(user, web.name))
    mark = control_plane.audit.mark()
    for args in (("web",), (), ("-A",), ("-l", "app"), ("web", "-o", "wide")):
        assert porttrace(*args, "--fail-on", "never", "--kubeconfig", config).returncode == 0
    requests = control_plane.audit.since(mark, user=user)
    # kubectl itself asks nothing before it hands over to a plugin.
    assert {each.user_agent.partition("/")[0] for each in requests} == {"kubectl-porttrace"}
    assert {each.verb for each in requests} <= READ_VERBS - {"watch"}
    assert {each.resource for each in requests} & {"secrets", "configmaps"} == set()


@pytest.mark.usefixtures("web")
def test_the_deprecation_of_endpoints_is_no_business_of_the_user(porttrace: Porttrace) -> None:
    assert porttrace("web", user="no-slices").stderr == ""
