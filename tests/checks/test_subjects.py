"""Where a field of a pod's container is written."""

from typing import Any

import pytest

from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.model.workload import Workload
from tests.build import container, pod, service, sidecar, traced, workload

PATH = "spec.containers[1].readinessProbe"
WEB: dict[str, Any] = {"name": "web", "image": "web"}
LOG: dict[str, Any] = {"name": "log", "image": "log"}


def stateful(*containers: dict[str, Any], kind: str = "StatefulSet") -> Workload:
    return workload(kind, "web", spec={"template": {"spec": {"containers": list(containers)}}})


@pytest.mark.parametrize(
    ("others", "owner", "where"),
    [
        pytest.param((), None, ("Pod", PATH), id="nothing-made-it"),
        pytest.param((), ("StatefulSet", "web"), ("StatefulSet", f"spec.template.{PATH}"), id="maker-not-read"),
        pytest.param((), ("CronJob", "web"), ("CronJob", f"spec.jobTemplate.spec.template.{PATH}"), id="deeper"),
        pytest.param((), ("Rollout", "web"), ("Pod", PATH), id="of-a-custom-resource"),
        pytest.param(
            (stateful(WEB, LOG),),
            ("StatefulSet", "web"),
            ("StatefulSet", f"spec.template.{PATH}"),
            id="as-it-is",
        ),
        pytest.param(
            (stateful(LOG),),
            ("StatefulSet", "web"),
            ("StatefulSet", "spec.template.spec.containers[0].readinessProbe"),
            id="at-another-place",
        ),
        pytest.param((stateful(WEB),), ("StatefulSet", "web"), ("Pod", PATH), id="added-when-the-pod-was-made"),
        pytest.param(
            (stateful(WEB, {**LOG, "ports": [{"containerPort": 1}]}),),
            ("StatefulSet", "web"),
            ("Pod", PATH),
            id="template-changed-since",
        ),
    ],
)
def test_where_it_is_written(
    others: tuple[Workload, ...], owner: tuple[str, str] | None, where: tuple[str, str]
) -> None:
    made = pod(container(name="web"), container(name="log"), owner=owner)
    object_, path = written_in(traced(service(), made, *others), made, PATH)
    assert (object_.kind, path) == where


def test_sidecars_have_a_list_of_their_own() -> None:
    made = pod(container(name="web"), init=[sidecar(name="log")], owner=("StatefulSet", "web"))
    template = {"initContainers": [{**LOG, "restartPolicy": "Always"}], "containers": [WEB]}
    made_by = workload("StatefulSet", "web", spec={"template": {"spec": template}})
    _, path = written_in(traced(service(), made, made_by), made, "spec.initContainers[0].ports")
    assert path == "spec.template.spec.initContainers[0].ports"
