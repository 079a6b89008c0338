from typing import Any

import pytest

from kubectl_porttrace.model.workload import POD_INDEX, POD_NAME, Workload
from kubectl_porttrace.trace.makers import makers
from tests.build import cluster, workload

KAFKA = {"app": "kafka"}


def of(kind: str = "StatefulSet", name: str = "kafka", *, owner: str = "", **spec: Any) -> Workload:
    metadata = {"ownerReferences": [{"kind": owner, "name": "above", "controller": True}]} if owner else {}
    whole = {"replicas": 3, "template": {"metadata": {"labels": {**KAFKA, "x": "y"}}}, **spec}
    return workload(kind, name, spec=whole, metadata=metadata)


@pytest.mark.parametrize(
    ("made", "selector", "counts"),
    [
        pytest.param(of(), KAFKA, True, id="template"),
        pytest.param(of(), {"app": "web"}, False, id="another-template"),
        pytest.param(of(), {}, False, id="empty-selector"),
        pytest.param(of(replicas=0), KAFKA, True, id="scaled-to-zero"),
        pytest.param(of("Job"), KAFKA, False, id="job"),
        pytest.param(of("DaemonSet"), KAFKA, True, id="daemon-set"),
        pytest.param(of(owner="Kafka"), KAFKA, True, id="controlled-by-an-operator"),
        pytest.param(of("ReplicaSet"), KAFKA, True, id="replica-set"),
        pytest.param(of("ReplicaSet", owner="Deployment"), KAFKA, False, id="revision"),
        pytest.param(of(), {**KAFKA, POD_NAME: "kafka-2"}, True, id="name"),
        pytest.param(of(), {POD_NAME: "kafka-2"}, True, id="name-alone"),
        pytest.param(of(), {**KAFKA, POD_NAME: "kafka-3"}, False, id="name-beyond"),
        pytest.param(of(), {POD_NAME: "other-2"}, False, id="name-of-another"),
        pytest.param(of(), {"app": "web", POD_NAME: "kafka-2"}, False, id="name-and-another-template"),
        pytest.param(of("Deployment"), {**KAFKA, POD_NAME: "kafka-2"}, False, id="name-of-no-stateful-set"),
        pytest.param(of(replicas=0), {POD_NAME: "kafka-2"}, True, id="name-scaled-to-zero"),
        pytest.param(of(replicas=None), {POD_NAME: "kafka-0"}, True, id="one-by-default"),
        pytest.param(of(ordinals={"start": 5}), {POD_NAME: "kafka-7"}, True, id="name-from-five"),
        pytest.param(of(ordinals={"start": 5}), {POD_NAME: "kafka-0"}, False, id="name-before-five"),
        pytest.param(of(), {**KAFKA, POD_INDEX: "1"}, True, id="index"),
        pytest.param(of(), {**KAFKA, POD_INDEX: "9"}, False, id="index-beyond"),
        pytest.param(of(), {POD_NAME: "kafka-1", POD_INDEX: "1"}, True, id="name-and-index"),
        pytest.param(of(), {POD_NAME: "kafka-1", POD_INDEX: "2"}, False, id="name-and-another-index"),
    ],
)
def test_makers(made: Workload, selector: dict[str, str], *, counts: bool) -> None:
    found = makers(cluster(made, of(name="elsewhere", owner="")), "shop", selector)
    assert (made in found) is counts


def test_those_of_other_namespaces_do_not_count() -> None:
    assert makers(cluster(of()), "staging", KAFKA) == ()
    assert makers(cluster(of()), "staging", {POD_NAME: "kafka-2"}) == ()
