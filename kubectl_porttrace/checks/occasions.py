"""When the checks of a module can have something to say: only then are they imported, and run.

The folder of a family lists its occasions in `OCCASIONS`. A module that none of them names runs always.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from kubectl_porttrace.trace.subject import Subject

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.model.workload import PodTemplate
    from kubectl_porttrace.trace.service import TracedService


def _always(_subject: Subject) -> bool:
    return True


class Occasion(msgspec.Struct, frozen=True):
    """Modules whose checks have something to say of some subjects alone.

    Attributes:
        subject: the kind of subject that they judge, by the name of its class, which is imported where one is followed.
        modules: their names; none for all those of the folder that no occasion names.
        arises: whether they may have something to say of such a subject. It may say yes too often, never too seldom.
    """

    subject: str
    modules: tuple[str, ...] = ()
    arises: Callable[[Any], bool] = _always

    def concerns(self, subject: Subject) -> bool:
        """Whether the checks may have something to say of a subject."""
        return self.subject in names_of(type(subject)) and self.arises(subject)


@cache
def names_of(kind: type[Subject]) -> frozenset[str]:
    """What a kind of subject is called, and what it is one of."""
    return frozenset(each.__name__ for each in kind.__mro__)


def headless(traced: "TracedService") -> bool:
    """Whether the Service has no cluster IP."""
    return traced.service.headless


def balanced(traced: "TracedService") -> bool:
    """Whether the Service is to have a load balancer."""
    return traced.service.spec.type == "LoadBalancer"


def without_selector(traced: "TracedService") -> bool:
    """Whether the Service selects no pods."""
    return not traced.service.spec.selector


def undeclared(traced: "TracedService") -> bool:
    """Whether a port's number is declared by no container of a pod."""
    return any(port.undeclared for port in traced.ports)


def templates_behind(traced: "TracedService") -> Iterator["PodTemplate"]:
    """The templates of the workloads that own its pods, as far as they were read."""
    for owner, _ in traced.pods_by_owner:
        if owner.workload is not None and owner.workload.template is not None:
            yield owner.workload.template
