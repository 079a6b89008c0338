"""A kind names its struct and the functions beside it, which are imported where they are used: each name holds."""

import inspect
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable

import pytest

from kubectl_porttrace.model.kind import Kind, struct_of
from kubectl_porttrace.model.kinds import KINDS, REFERRING, is_read, kind_of, may_refer
from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta
from kubectl_porttrace.model.reference import Reference
from kubectl_porttrace.model.service_labels import ServiceLabels
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, APIGroup

EVERY = pytest.mark.parametrize("kind", [*KINDS, DISCOVERY.api_kind], ids=lambda kind: kind.key)
OF_A_STRUCT = Counter(kind.struct for kind in KINDS)
LABELS = ServiceLabels((), ())


def an_object(kind: Kind) -> KubernetesObject:
    own = {"kind": kind.name} if kind.shares_model else {}
    return kind.model(metadata=ObjectMeta(name="web", namespace="shop"), **own)


@EVERY
def test_the_struct_is_one_of_an_object_and_has_a_name_of_one_form(kind: Kind) -> None:
    assert issubclass(kind.model, KubernetesObject)
    assert struct_of(kind.model) == kind.struct


@EVERY
def test_the_functions_beside_it_take_such_objects_and_yield_references(kind: Kind) -> None:
    module = sys.modules[kind.model.__module__]
    for name, others in ((kind.references, []), (kind.selects, [ServiceLabels])):
        if name:
            signature = inspect.signature(getattr(module, name))
            assert [each.annotation for each in signature.parameters.values()] == [kind.model, *others]
            assert list(signature.return_annotation.__args__) == [Reference]
            assert issubclass(signature.return_annotation.__origin__, Iterable)


@pytest.mark.parametrize("kind", REFERRING, ids=lambda kind: kind.key)
def test_the_references_of_an_object_are_read(kind: Kind) -> None:
    each = an_object(kind)
    assert may_refer(type(each))
    assert all(isinstance(one, Reference) for one in (*kind.references_in(each), *kind.selected_by(each, LABELS)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_an_object_is_of_the_kind_that_it_was_decoded_as(kind: Kind) -> None:
    assert kind_of(an_object(kind)) is kind
    assert is_read(kind.model)
    assert may_refer(kind.model) is kind.refers
    assert kind.shares_model is (OF_A_STRUCT[kind.struct] > 1)


def test_what_says_which_kinds_there_are_is_none_of_them() -> None:
    assert not is_read(APIGroup)
    assert not may_refer(APIGroup)


def test_kinds_are_known_without_an_import_of_their_structs() -> None:
    program = """
import sys
from kubectl_porttrace.model.kinds import KIND_BY_NAME
before = set(sys.modules)
assert KIND_BY_NAME["Mapping"].refers and "kubectl_porttrace.model.referrers.emissary_mapping" not in before
assert KIND_BY_NAME["Mapping"].model.__name__ == "Mapping"
assert [name for name in set(sys.modules) - before if ".traefik" in name] == []
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
