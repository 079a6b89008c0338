"""A rule that is not imported for a question would have had nothing to ask for."""

from itertools import chain

import pytest

from kubectl_porttrace.demos import DEMOS
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import EVERYTHING, Question
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.queries import rules_in
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, RuleOccasion
from kubectl_porttrace.read.cluster.rules import OCCASIONS
from kubectl_porttrace.read.demo import read_demo
from tests.build import asking, cluster, ingress, service
from tests.read.cluster.queries_wanted import collected

QUESTIONS = (EVERYTHING, asking(), asking("web"))


def _known(question: Question, snapshot: Snapshot) -> Known:
    """Every object of a Snapshot, as if each had been asked for."""
    kinds = {kind.struct: kind for kind in KIND_BY_NAME.values()}
    found = (QueryResult(Query(kind.key, None), snapshot.of_kind(kind)) for kind in kinds.values())
    return Known(question, collected(snapshot).with_results(found))


@pytest.mark.parametrize("name", DEMOS)
@pytest.mark.parametrize("question", QUESTIONS, ids=["all", "namespace", "service"])
def test_nothing_would_be_asked_for_without_an_occasion(name: str, question: Question) -> None:
    known = _known(question, read_demo(name))
    for module, occasion in OCCASIONS.items():
        for rule in rules_in(module):
            if not occasion.arises(question):
                assert list(rule.first(question)) == []
            if not occasion.arises(question, known.snapshot):
                assert list(chain(rule.further(known), rule.left_out(known))) == []


def test_some_of_them_arise_and_some_do_not() -> None:
    known = _known(asking("web"), cluster(service(), ingress()))
    arising = {name for name, occasion in OCCASIONS.items() if occasion.arises(known.question, known.snapshot)}
    assert arising == {"consumers"}


def test_an_occasion_names_a_module_that_there_is_and_kinds() -> None:
    for module, occasion in OCCASIONS.items():
        assert len(rules_in(module)) == 1
        assert set(occasion.kinds) <= set(KIND_BY_NAME)


def test_without_any_objects_only_the_question_may_give_one() -> None:
    assert RuleOccasion(asked=lambda question: question.routes).arises(asking())
    assert not RuleOccasion(kinds=("Ingress",)).arises(asking())
    assert not RuleOccasion(kinds=("Ingress",)).arises(asking(), cluster(service()))
    assert RuleOccasion(kinds=("Ingress",)).arises(asking(), cluster(service(), ingress()))
