"""Family T: what is certain where its cause is not."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion
from kubectl_porttrace.trace.verdict import Verdict

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _broken(traced: "TracedService") -> bool:
    return traced.verdict is Verdict.BROKEN


OCCASIONS = (Occasion("TracedService", ("no_usable_backend",), _broken),)
