"""When the checks of a module can have something to say: only then are they imported, and run.

The folder of a family lists its occasions in `OCCASIONS`. A module that none of them names runs always.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from kubectl_porttrace.trace.subject import Subject


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
        return any(each.__name__ == self.subject for each in type(subject).__mro__) and self.arises(subject)
