"""A cause that keeps a pod from being ready, and what was seen of it."""

from datetime import datetime
from typing import Literal

import msgspec

CauseKind = Literal["scheduling", "node", "volume", "sandbox", "image", "creation", "crash", "init", "readiness"]


class Cause(msgspec.Struct, frozen=True):
    """What keeps a pod from being ready. Pods with equal causes are told together, so it names no single pod.

    Attributes:
        kind: which step of a pod's start does not work.
        what: the thing at fault, as in `image`, `container web`, `node node-1`.
        why: what is wrong with it, in a few words.
        container: the container it is about; empty where it is about none.
        subject: the name of an object to act on: an image, a Secret, a volume, a node; empty where there is none.
        subject_kind: what `subject` is, where that is an API object.
        meant: the name of the object of that kind that was most likely meant; `subject` itself where it exists by now.
        fault: which of the known faults of its kind it is, for what to do about it; empty where it is none of them.
    """

    kind: CauseKind
    what: str
    why: str
    container: str = ""
    subject: str = ""
    subject_kind: str = ""
    meant: str = ""
    fault: str = ""


class Explanation(msgspec.Struct, frozen=True):
    """A cause, and what was seen of it on one pod.

    Attributes:
        cause: the cause.
        message: what the component that reports it says, whole; empty where it says nothing.
        since: when it began, where that is known.
        restarts: how often the container was started again.
    """

    cause: Cause
    message: str = ""
    since: datetime | None = None
    restarts: int = 0
