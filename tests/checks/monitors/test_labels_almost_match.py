from typing import Any

import pytest

from kubectl_porttrace.checks.monitors.labels_almost_match import labels_almost_match
from kubectl_porttrace.model.meta import KubernetesObject
from tests.build import found, in_files, pod, service, traced
from tests.build.callers import monitor
from tests.build.snapshots import LISTED

HTTP = {"name": "http", "port": 80}


def selecting(**labels: str) -> dict[str, Any]:
    return {"selector": {"matchLabels": labels}}


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param(
            (service(HTTP, labels={"app": "web"}), monitor(**selecting(app="web", release="x"))), id="all-but-one"
        ),
        pytest.param((service(HTTP), monitor()), id="what-its-selector-has"),
    ],
)
def test_fires(objects: tuple[KubernetesObject, ...]) -> None:
    (finding,) = found(labels_almost_match, traced(*objects, pod(), listed=LISTED))
    assert finding.path == "metadata.labels"


def test_says_that_the_selector_has_what_the_labels_lack() -> None:
    (finding,) = found(labels_almost_match, traced(service(HTTP), monitor(), pod(), listed=LISTED))
    assert finding.evidence[1] == "the Service's selector, app=web, has what its labels lack"


def test_fires_in_files() -> None:
    assert len(found(labels_almost_match, in_files(service(HTTP), monitor()))) == 1


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((service(HTTP, labels={"app": "web"}), monitor()), id="selected"),
        pytest.param(
            (service(HTTP), service(HTTP, name="api", labels={"app": "web"}), monitor()), id="selects-another"
        ),
        pytest.param((service(HTTP), monitor(namespace="other")), id="of-another-namespace"),
        pytest.param((service({"name": "web", "port": 80}), monitor()), id="without-the-port"),
        pytest.param((service(HTTP), monitor({"targetPort": 80})), id="without-a-port-name"),
        pytest.param((service(HTTP), monitor(**selecting(app="x", release="y"))), id="two-conditions-missed"),
        pytest.param((service(HTTP), monitor(**selecting(team="x"))), id="one-condition-and-nothing-alike"),
        pytest.param((service(HTTP), monitor({"port": "http"}, kind="PodMonitor")), id="of-pods"),
        pytest.param((service(HTTP), monitor(**selecting(app="(?i)web"))), id="not-evaluated"),
    ],
)
def test_stays_silent(objects: tuple[KubernetesObject, ...]) -> None:
    assert found(labels_almost_match, traced(*objects, pod(), listed=LISTED)) == []


def test_stays_silent_where_not_all_services_were_read() -> None:
    assert found(labels_almost_match, traced(service(HTTP), monitor(), pod(), listed=frozenset())) == []
