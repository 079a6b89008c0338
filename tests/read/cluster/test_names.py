"""Names of Secrets and ConfigMaps: asked for as metadata, where one is said not to exist, and kept only where meant."""

import json
from datetime import datetime, timezone

import pytest

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.names import MANY
from kubectl_porttrace.read.cluster.queries import further_queries, not_requested
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.files.recording import saved
from tests.build import asking, cluster, config_map, event, pod, secret, service
from tests.checks.pods.held import crashing, held, running, waiting

SECRETS = Query("Secret", "shop", metadata_only=True)
CONFIG_MAPS = Query("ConfigMap", "shop", metadata_only=True)
NO_SECRET = waiting("CreateContainerConfigError", 'secret "db" not found')
NOT_MOUNTED = 'MountVolume.SetUp failed for volume "settings" : configmap "settings" not found'
NOT_RETRIEVED = "Unable to retrieve some image pull secrets (regcred); attempting to pull may not succeed."


def about(reason: str, message: str) -> KubernetesObject:
    return event(reason, message, kind="Pod", name="web-0")


def queries(question: Question, *objects: KubernetesObject) -> set[Query]:
    """The names asked for, once everything else was read."""
    return {
        each for each in further_queries(question, read(question, *objects)) if each.kind in {"Secret", "ConfigMap"}
    }


def read(question: Question, *objects: KubernetesObject) -> Collected:
    found = [QueryResult(Query(type(each).__name__, None), (each,)) for each in objects]
    asked = QueryResult(Query("Pod", question.namespace))
    return Collected(Source("cluster"), datetime.now(timezone.utc)).with_results([asked, *found])


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param((held(NO_SECRET),), {SECRETS}, id="secret-of-a-container"),
        pytest.param((held({}), about("FailedMount", NOT_MOUNTED)), {CONFIG_MAPS}, id="configmap-of-a-volume"),
        pytest.param(
            (held(waiting("ImagePullBackOff")), about("FailedToRetrieveImagePullSecret", NOT_RETRIEVED)),
            {SECRETS},
            id="pull-secret",
        ),
        pytest.param((pod(name="web-0"),), set(), id="ready"),
        pytest.param((pod(name="web-0"), about("FailedMount", NOT_MOUNTED)), set(), id="ready-since"),
        pytest.param((held(crashing(1)),), set(), id="not-ready-for-something-else"),
        pytest.param((held(running()), about("FailedMount", NOT_MOUNTED)), set(), id="mounted-since"),
        pytest.param(
            (held(running()), about("FailedToRetrieveImagePullSecret", NOT_RETRIEVED)), set(), id="pulled-since"
        ),
        pytest.param(
            (held(waiting("CreateContainerConfigError", "couldn't find key password in Secret shop/db")),),
            set(),
            id="a-key",
        ),
        pytest.param(
            (held({}), about("FailedMount", 'persistentvolumeclaim "data" not found')), set(), id="another-kind"
        ),
    ],
)
def test_names_are_asked_for_where_one_does_not_exist(
    objects: tuple[KubernetesObject, ...], expected: set[Query]
) -> None:
    assert queries(asking("web"), service(), *objects) == expected


def test_they_are_asked_for_as_metadata() -> None:
    assert SECRETS.path == "/api/v1/namespaces/shop/secrets"
    assert SECRETS.accept.startswith("application/json;as=PartialObjectMetadataList;")


def of_namespace(number: int) -> tuple[KubernetesObject, Pod]:
    name = f"n{number:02}"
    return service(namespace=name), held(NO_SECRET, namespace=name)


def test_of_very_many_namespaces_only_some_are_asked_for() -> None:
    everywhere = asking(namespace=None)
    objects = [each for number in range(MANY + 2) for each in of_namespace(number)]
    assert {each.namespace for each in queries(everywhere, *objects)} == {f"n{number:02}" for number in range(MANY)}
    left_out = [each for each in not_requested(everywhere, read(everywhere, *objects)) if each.resource == "secrets"]
    assert [(each.namespace, each.reason) for each in left_out] == [
        ("n10", "not-requested"),
        ("n11", "not-requested"),
    ]


def names_in(snapshot: Snapshot) -> list[dict[str, object]]:
    items = json.loads(saved(snapshot))["items"]
    return [each["metadata"] for each in items if each["kind"] in {"Secret", "ConfigMap"}]


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        pytest.param((held(NO_SECRET),), [], id="none-is-meant"),
        pytest.param(
            (held(waiting("CreateContainerConfigError", 'secret "databse" not found')),),
            ["database"],
            id="one-is-meant",
        ),
        pytest.param(
            (held(waiting("CreateContainerConfigError", 'secret "database" not found')),),
            ["database"],
            id="exists-by-now",
        ),
        pytest.param((pod(),), [], id="healthy"),
    ],
)
def test_only_names_that_may_be_meant_are_saved(pods: tuple[Pod, ...], expected: list[str]) -> None:
    snapshot = cluster(service(), *pods, secret("database"), secret("tls"), config_map("databaze"))
    assert names_in(snapshot) == [{"name": name, "namespace": "shop"} for name in expected]
