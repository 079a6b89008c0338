import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.traffic.topology_hints_withdrawn import topology_hints_withdrawn as check
from kubectl_porttrace.model.endpointslice import EndpointHints, EndpointSlice, ForZone
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.trace.service import TracedService
from tests.build import cluster, found, judged, node, pod, service, traced

AUTO = service(annotations={"service.kubernetes.io/topology-mode": "Auto"})
CONTROL = {"node-role.kubernetes.io/control-plane": "", "topology.kubernetes.io/zone": "c"}


def zoned(*zones: str) -> list[Node]:
    return [node(f"node-{n}", labels={"topology.kubernetes.io/zone": zone}) for n, zone in enumerate(zones)]


def hinted(*zones: str) -> TracedService:
    """One endpoint, which has a hint all the same."""
    snapshot = cluster(AUTO, pod(), *zoned(*zones))

    def with_hint(slice_: EndpointSlice) -> EndpointSlice:
        hints = EndpointHints(for_zones=(ForZone("a"),))
        return replace(slice_, endpoint_list=tuple(replace(each, hints=hints) for each in slice_.endpoints))

    slices = map(with_hint, snapshot.endpoint_slices)
    return traced(AUTO, *snapshot.pods, *zoned(*zones), *slices, published=False)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(AUTO, pod(), pod(), *zoned("a", "b")), id="enough"),
        pytest.param(traced(service(), pod(), *zoned("a", "b")), id="not-asked-for"),
        pytest.param(traced(AUTO, pod(ready=False), *zoned("a", "b")), id="nothing-ready"),
        pytest.param(hinted("a", "b"), id="there-are-hints"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        pytest.param(traced(AUTO, pod(), *zoned("a", "b")), "1 ready endpoint for 2 zones", id="few-endpoints"),
        pytest.param(traced(AUTO, pod(), pod(), *zoned("a", "a")), "1 zone", id="one-zone"),
        pytest.param(
            traced(AUTO, pod(), pod(), *zoned("a", "a"), node("control", labels=CONTROL)), "1 zone", id="control-plane"
        ),
    ],
)
def test_fires(subject: TracedService, words: str) -> None:
    (issue,) = found(check, subject)
    assert words in issue.message
    assert judged(subject)["PTK11"].severity == "note"
