from datetime import timedelta

import msgspec
import pytest

from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.model.workload import Event
from tests.build import NOW, cluster, endpoint_slice, forbidden, node, pod, service, workload


def test_pods_of_a_service_match_every_pair_in_its_own_namespace() -> None:
    asked = service(selector={"app": "web", "tier": "front"})
    both = pod(labels={"app": "web", "tier": "front", "more": "x"})
    others = [pod(), pod(labels={"tier": "front"}), pod(labels=both.labels, namespace="other")]
    assert cluster(asked, *others, both).pods_of(asked) == (both,)


def test_an_empty_selector_selects_nothing() -> None:
    asked = service(selector={})
    assert cluster(asked, pod(labels={})).pods_of(asked) == ()


def test_slices_belong_to_a_service_by_label_alone() -> None:
    asked = service(name="web")
    mine = endpoint_slice([EndpointPort(port=80)], name="anything", managed_by="me")
    foreign = [
        endpoint_slice([], name="web-abcde", service="other"),
        endpoint_slice([], namespace="other"),
        endpoint_slice([], name="web-fghij", service=""),
    ]
    assert cluster(asked, mine, *foreign, published=False).slices_of(asked) == (mine,)


@pytest.mark.parametrize(
    ("unread", "was_read"),
    [
        pytest.param((), True, id="nothing-unread"),
        pytest.param((forbidden("pods", "shop"),), False, id="here"),
        pytest.param((forbidden("pods", "other"),), True, id="elsewhere"),
        pytest.param((forbidden("pods"),), False, id="everywhere"),
        pytest.param((forbidden("nodes"),), True, id="something-else"),
    ],
)
def test_was_read(unread: tuple[Unread, ...], was_read: bool) -> None:  # noqa: FBT001 - the expectation
    assert cluster(unread=unread).was_read("pods", "shop") is was_read


def test_look_ups_by_name() -> None:
    template = {"template": {"metadata": {"labels": {"app": "web"}}}}
    alone, home, maker = pod(name="p"), node("n"), workload("Deployment", "d", spec=template)
    snapshot = cluster(alone, home, maker)
    assert snapshot.pod("shop", "p") is alone
    assert snapshot.pod("other", "p") is None
    assert snapshot.node("n") is home
    assert snapshot.workload("Deployment", "shop", "d") is maker
    assert snapshot.workload("StatefulSet", "shop", "d") is None
    assert (snapshot.pods_in("shop"), snapshot.pods_in("other")) == ((alone,), ())
    assert snapshot.template_labels.with_all("shop", {"app": "web"}) == (maker,)
    assert snapshot.template_labels.with_all("shop", {"app": "web", "tier": "api"}) == ()
    assert snapshot.template_labels.with_all("shop", {}) == ()
    assert snapshot.template_labels.with_all("other", {"app": "web"}) == ()


def test_cluster_ips_are_known_by_their_service() -> None:
    asked = service(clusterIP="10.96.0.7")
    assert cluster(asked).addresses.cluster_ip_owners == {"10.96.0.7": asked}


def test_events_are_found_by_their_subject_and_dated_by_their_last_sighting() -> None:
    early, late = NOW - timedelta(hours=1), NOW
    event = msgspec.convert(
        {
            "involvedObject": {"kind": "Service", "namespace": "shop", "name": "web"},
            "firstTimestamp": early,
            "series": {"lastObservedTime": late},
        },
        Event,
    )
    snapshot = cluster(events=(event,))
    assert snapshot.events_about("Service", "shop", "web") == (event,)
    assert snapshot.events_about("Service", "shop", "other") == ()
    assert event.seen == late
    assert msgspec.structs.replace(event, series=None).seen == early


def test_services_of_a_pod_are_those_that_select_it() -> None:
    one, two = service(name="one"), service(name="two", selector={"app": "web", "tier": "x"})
    others = [service(name="none", selector={}), service(name="far", namespace="staging")]
    snapshot = cluster(one, two, *others)
    assert snapshot.selecting.services(pod()) == (one,)
    found = snapshot.selecting.services(pod(labels={"app": "web", "tier": "x"}))
    assert sorted(each.name for each in found) == ["one", "two"]


def test_pods_of_several_revisions_keep_their_order() -> None:
    asked = service(selector={"app": "web"})
    old, new = {"app": "web", "rev": "1"}, {"app": "web", "rev": "2"}
    pods = [pod(name=name, labels=labels) for name, labels in (("a", old), ("b", new), ("c", old), ("d", dict(new)))]
    snapshot = cluster(asked, *pods)
    assert snapshot.pods_of(asked) == tuple(pods)
    assert snapshot.pod_labels.with_key("shop", "rev") == tuple(pods)
    assert snapshot.pod_labels.with_any("shop", [("rev", "1"), ("app", "web")]) == tuple(pods)


def test_the_labels_known_are_those_of_pods_that_have_not_ended() -> None:
    ended = pod(name="job", labels={"app": "job"}, phase="Succeeded")
    snapshot = cluster(pod(labels={"app": "web"}), ended, pod(labels={"app": "api"}, namespace="other"))
    assert (snapshot.pod_labels.known("shop"), snapshot.pod_labels.not_ended("shop")) == ({"app": ("web",)}, 1)
