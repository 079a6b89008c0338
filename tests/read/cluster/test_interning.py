"""Equal parts of pods are kept once, and stay equal."""

from msgspec import json

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.read.cluster.interning import Interner
from tests.build import container, pod, port


def decoded(original: Pod) -> Pod:
    """The same as it comes over the wire, sharing nothing with the original."""
    return json.decode(json.encode(original), type=Pod)


def test_pods_of_one_template_share_what_the_template_says() -> None:
    pods = [pod(container(port(8080, "http")), name=name, owner=("ReplicaSet", "web-1")) for name in "ab"]
    first, second = (decoded(each) for each in pods)
    sharing = Interner()
    sharing.intern([first])
    sharing.intern([second])
    assert first.spec.containers is second.spec.containers
    assert first.spec.node_name is second.spec.node_name
    assert first.metadata.labels is second.metadata.labels
    assert first.metadata.owner_references is second.metadata.owner_references
    assert [first, second] == pods


def test_what_differs_stays_apart() -> None:
    pods = [
        pod(container(port(8080, "http")), labels={"app": "web"}, node="n1"),
        pod(container(port(8080, "htpt")), labels={"app": "api"}, node="n2", init=[container(name="init")]),
        pod(labels={}, owner=("Job", "web")),
    ]
    copies = [decoded(each) for each in pods]
    Interner().intern(copies)
    assert copies == pods
