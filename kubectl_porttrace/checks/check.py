"""What a check is: a function that says where and what; its runner adds who, how bad and how sure."""

from collections.abc import Callable, Collection, Iterator
from inspect import cleandoc
from typing import Any, Literal, TypeVar

import msgspec

from kubectl_porttrace.findings import Certainty, Culprit, Fix, ObjectReference, Severity, SharedCause
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.subject import Subject
from kubectl_porttrace.trace.ways import Way

CheckScope = Literal["anywhere", "cluster", "manifests"]
Needs = tuple[str | tuple[str, ...], ...]
"""Resources: all of those listed, and at least one of those in each tuple."""

Judged = TypeVar("Judged", bound=Subject)

FAMILIES = "SPRBEKNDLHIAMGT"
"""Families in the order of precedence: an earlier one is the root cause of a later one."""


class Found(msgspec.Struct, frozen=True):
    """One thing a check saw.

    Attributes:
        message: one sentence that names what was seen.
        fix: what to change.
        path: the field path in `object`, as the API server's validation writes it: `spec.ports[0].targetPort`,
            `metadata.labels[KEY]`. An element that has a name of its own is chosen by it, as kubectl's JSONPath does:
            `status.conditions[?(@.type=="Ready")]`. Empty for the object as a whole.
        evidence: the facts it rests on, one per line.
        object: the object to change; None for the subject itself.
        ports: the Service ports it concerns. For an error, those that get no traffic because of it: where one of them
            still has a usable backend, the finding is printed as a warning.
        ways: the ways in that it concerns; none named where it concerns all of them.
        severity: where this case is worth less than the check in full, or more; None for the check's own.
        certainty: where one can be less sure of this case; None for the check's own.
        despite_backends: whether an error stands although the ports it names have usable backends, as where policy
            Local keeps traffic from them.
        shared: the cause, where it may be behind other subjects as well.
        part: of a subject with parts that have nothing to do with one another, which it is about: what follows from
            one part does not follow from another. Empty for all of it.
        culprits: the pods it blames: what other pods, or other containers, are blamed for does not follow from it.
    """

    message: str
    fix: Fix
    path: str = ""
    evidence: tuple[str, ...] = ()
    object: ObjectReference | None = None
    ports: tuple[TracedPort, ...] = ()
    ways: tuple[Way, ...] = ()
    severity: Severity | None = None
    certainty: Certainty | None = None
    despite_backends: bool = False
    shared: SharedCause | None = None
    part: str = ""
    culprits: frozenset[Culprit] = frozenset()


class Check(msgspec.Struct, frozen=True, eq=False):
    """A check with its identity, which is equal to itself alone. The docstring of `run` is its documentation.

    Attributes:
        code: `PT`, the letter of the family, two digits.
        name: what it finds, in words joined by hyphens.
        severity: what it is worth where it applies in full.
        certainty: how sure one can be, given the objects.
        subject: the kind of subject it judges: what its function is annotated with.
        needs: the resources without which it cannot be decided, of each set at least one; where all of a set were not
            read, it does not run.
        uses: further resources that let it see more, or judge better how bad it is; where one was not read, it runs,
            and may miss something.
        scope: where it applies: on what a cluster holds, on manifests, or anywhere.
        causes: codes that follow from this one: where both are found on a port, the other is folded under it.
        last_resort: whether it speaks only of broken ports that no other error names.
        kinds: the keys of the kinds of objects it judges, where its subject may be of several; empty for all of them.
        of_service: whether it follows from whatever breaks the Service ports that it names: then it is folded under
            the error on that Service.
    """

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    run: Callable[[Any], Iterator[Found]]
    subject: type[Subject]
    needs: frozenset[frozenset[str]] = frozenset()
    uses: frozenset[str] = frozenset()
    scope: CheckScope = "anywhere"
    causes: frozenset[str] = frozenset()
    last_resort: bool = False
    kinds: frozenset[str] = frozenset()
    of_service: bool = False

    @property
    def family(self) -> str:
        """The letter of its family."""
        return self.code[2]

    @property
    def precedence(self) -> tuple[int, str]:
        """Its place in the order of root causes."""
        return FAMILIES.index(self.family), self.code

    def judges(self, subject: Subject) -> bool:
        """Whether a subject is of the kind it judges."""
        return isinstance(subject, self.subject) and (not self.kinds or _key_of(subject) in self.kinds)

    def lacks(self, unread: Collection[str]) -> frozenset[str]:
        """Those of some unread resources that keep it from being decided."""
        return frozenset(each for group in self.needs if group.issubset(unread) for each in group)

    def misses(self, unread: Collection[str]) -> frozenset[str]:
        """Those of some unread resources without which it does not run, or may miss something."""
        return self.lacks(unread) | self.uses.intersection(unread)

    @property
    def documentation(self) -> str:
        """What `--explain` prints."""
        return cleandoc(self.run.__doc__ or "")


def check(
    code: str,
    name: str,
    *,
    severity: Severity,
    certainty: Certainty,
    needs: Needs = (),
    uses: tuple[str, ...] = (),
    scope: CheckScope = "anywhere",
    causes: tuple[str, ...] = (),
    last_resort: bool = False,
    kinds: tuple[str, ...] = (),
    of_service: bool = False,
) -> Callable[[Callable[[Judged], Iterator[Found]]], Check]:
    """Make a check of a function that looks at one subject; the annotation of its argument says of which kind.

    The arguments are the attributes of `Check`, which says what each means. In `needs` a tuple stands for resources of
    which one is enough.
    """

    def decorate(run: Callable[[Judged], Iterator[Found]]) -> Check:
        return Check(
            code=code,
            name=name,
            severity=severity,
            certainty=certainty,
            run=run,
            subject=_judged_by(run),
            needs=frozenset(frozenset({each} if isinstance(each, str) else each) for each in needs),
            uses=frozenset(uses),
            scope=scope,
            causes=frozenset(causes),
            last_resort=last_resort,
            kinds=frozenset(kinds),
            of_service=of_service,
        )

    return decorate


def _key_of(subject: Subject) -> str:
    """What its kind is called among all: `Gateway.networking.istio.io` is no `Gateway`."""
    # Most runs follow nothing of the kind.
    from kubectl_porttrace.trace.routes.referrer import TracedReferrer

    return subject.referrer.kind if isinstance(subject, TracedReferrer) else subject.kind


def _judged_by(run: Callable[[Judged], Iterator[Found]]) -> type[Subject]:
    judged = next(iter(run.__annotations__.values()), None)
    if not isinstance(judged, type):
        raise TypeError(f"{run.__module__}: the argument of {run.__name__} is not annotated with a kind of subject")
    return judged
