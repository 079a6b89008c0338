from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.label_origin import SET_BY, origin_of
from tests.build import cluster, pod, template, workload

OWNED = {"ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}]}


def deployment(**labels: str) -> Any:
    return workload("Deployment", "web", spec={"template": {"metadata": {"labels": labels}}})


def revision(name: str = "web-1", **labels: str) -> Any:
    return workload("ReplicaSet", name, metadata={**OWNED, "labels": labels})


OF_WEB = pod(labels={"app": "web"}, owner=("ReplicaSet", "web-1"))
BARE = pod(labels={"app": "web"})


@pytest.mark.parametrize(
    ("pods", "objects", "origin"),
    [
        pytest.param([OF_WEB], [deployment(role="x"), revision()], "template", id="template"),
        pytest.param([OF_WEB], [deployment(), revision(role="x")], "template", id="its-replica-set"),
        pytest.param(
            [OF_WEB], [deployment(), revision(), revision("web-0", role="x")], "template", id="an-older-replica-set"
        ),
        pytest.param([OF_WEB], [deployment(app="web"), revision(app="web")], "run time", id="no-template"),
        pytest.param([OF_WEB], [revision(app="web")], "unknown", id="deployment-not-read"),
        pytest.param([OF_WEB], [revision(role="x")], "template", id="replica-set-alone"),
        pytest.param([BARE], [], "unknown", id="nothing-made-it"),
        pytest.param([OF_WEB, BARE], [deployment(), revision()], "unknown", id="one-of-them-unknown"),
        pytest.param([template(labels={"role": "x"})], [], "template", id="manifest"),
        pytest.param([template(labels={})], [], "run time", id="manifest-without"),
        pytest.param([], [], "unknown", id="no-pods"),
    ],
)
def test_origin_of_a_label(pods: list[Pod], objects: list[Any], origin: str) -> None:
    assert origin_of(cluster(*pods, *objects), pods, "role") == origin


@pytest.mark.parametrize("key", SET_BY)
def test_what_controllers_set_comes_from_no_template(key: str) -> None:
    assert origin_of(cluster(), [], key) == "run time"
