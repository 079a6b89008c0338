"""Of a body that is cut or damaged nothing is believed, and one sentence says so."""

from random import Random

import msgspec
import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.ask import ask
from kubectl_porttrace.read.cluster.protobuf.packed_list import PackedList
from kubectl_porttrace.read.cluster.query import Query
from tests.read.cluster.protobuf.bodies import PREFIX, REST, a_pod, body, listed, message, packed, sent
from tests.read.scripted import Scripted

PODS = Query("Pod", None, essential=True)
FAR = message("Time", seconds=2**60)
BODY = listed("Pod", a_pod("a"), a_pod("b"), more="t", remaining=1)


def read(content: bytes) -> tuple[KubernetesObject, ...] | None:
    """The objects; None where the body is told to be none."""
    try:
        return PackedList(PODS).page(content)[1]()
    except msgspec.DecodeError:
        return None


def test_a_body_that_is_cut_anywhere_is_refused() -> None:
    whole = read(BODY)
    assert whole is not None
    assert [each.name for each in whole] == ["a", "b"]
    for end in range(len(BODY) - len(REST)):
        assert read(BODY[:end]) is None, end
    # What is still to come there says nothing.
    for end in range(len(BODY) - len(REST), len(BODY)):
        assert read(BODY[:end]) in (whole, None), end


def test_no_damage_is_an_exception_of_another_kind() -> None:
    random = Random(1)  # noqa: S311 - no secret
    for place in range(len(BODY)):
        for value in (0, 0xFF, BODY[place] ^ 1, random.randrange(256)):
            read(BODY[:place] + bytes([value]) + BODY[place + 1 :])


def said(answer: HttpAnswer, query: Query = PODS) -> str:
    with pytest.raises(UnreachableError) as raised:
        ask(Scripted(lambda _path, _query: answer), query, lambda *_: None)
    return raised.value.message


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(BODY[:-40], "sent protobuf that is cut short or damaged", id="cut"),
        pytest.param(b"", "sent protobuf that is cut short or damaged", id="nothing"),
        pytest.param(PREFIX, "sent protobuf that is cut short or damaged", id="nothing-after-the-prefix"),
        pytest.param(BODY[4:], "sent protobuf that is cut short or damaged", id="no-prefix"),
        pytest.param(b'{"kind":"PodList"}', "sent protobuf that is cut short or damaged", id="json"),
        pytest.param(body("PodList", b"\xff\xff"), "sent protobuf that is cut short or damaged", id="inside"),
        pytest.param(listed("Service"), 'it sent a "ServiceList", not a PodList', id="a-list-of-another-kind"),
        pytest.param(body("Pod", b""), 'it sent a "Pod", not a PodList', id="an-object"),
        pytest.param(
            listed("Pod", message("Pod", spec=message("PodSpec", containers=[b"\xff"]))),
            "cut short or damaged",
            id="part",
        ),
        pytest.param(
            listed("Pod", message("Pod", spec=message("PodSpec", containers=[packed("Container", image="a")]))),
            "it sent a Container without name",
            id="no-name",
        ),
        pytest.param(
            listed(
                "Pod", message("Pod", metadata=message("ObjectMeta", deletionTimestamp=message("Time", seconds=2**60)))
            ),
            "a time beyond the years 1 to 9999",
            id="no-time",
        ),
    ],
)
def test_one_sentence_says_what_is_wrong(content: bytes, sentence: str) -> None:
    assert sentence in said(sent(content))
    assert "\n" not in said(sent(content))


def test_a_port_that_is_neither_a_number_nor_a_name_is_told() -> None:
    port = message("ServicePort", port=80, targetPort=message("IntOrString", type=2))
    spec = message("ServiceSpec", ports=[port])
    content = listed("Service", message("Service", spec=spec))
    assert "an IntOrString of type 2" in said(sent(content), Query("Service", None, essential=True))
