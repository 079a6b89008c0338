"""What a question needs to have read, given what is known so far: rules that name queries, asked until none is new.

One Service never lists the cluster: its own objects come first, and what explains a failure only where there is one.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster import rules
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


@cache
def _names() -> Sequence[str]:
    """The modules with a rule, found by walking the folder `rules`."""
    return tuple(info.name for info in iter_modules(rules.__path__))


@cache
def rules_in(name: str) -> Sequence[Rule]:
    """The rule in a module of that folder."""
    module = import_module(f"{rules.__name__}.{name}")
    return tuple(value for value in vars(module).values() if isinstance(value, Rule))


def _rules(question: Question, snapshot: Snapshot | None = None) -> Iterator[Rule]:
    """Those that can ask for something; others are not imported."""
    for name in _names():
        occasion = rules.OCCASIONS.get(name)
        if occasion is None or occasion.arises(question, snapshot):
            yield from rules_in(name)


def first_queries(question: Question) -> Iterator[Query]:
    """What is needed whatever the Services look like, each once: first that without which there is nothing to say."""
    queries = dict.fromkeys(query for rule in _rules(question) for query in rule.first(question))
    return iter(sorted(queries, key=lambda query: not query.essential))


def further_queries(question: Question, collected: Collected) -> Iterator[Query]:
    """What is needed given what was read; all of it again, whether or not it was asked for already."""
    known = Known(question, collected)
    for rule in _rules(question, collected.snapshot):
        yield from rule.further(known)


def not_requested(question: Question, collected: Collected) -> Iterator[Unread]:
    """What was left out on purpose, for a check that would need it."""
    known = Known(question, collected)
    for rule in _rules(question, collected.snapshot):
        yield from rule.left_out(known)
