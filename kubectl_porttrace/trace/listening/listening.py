"""What is known of listening at one address and number, and what shows it."""

from typing import Literal

import msgspec

ListeningWord = Literal["yes", "loopback", "no", "unreachable", "unknown"]
ListeningSource = Literal["readiness", "proxy", "forward", "proc"]
Hint = Literal["liveness", "startup"]


class Listening(msgspec.Struct, frozen=True):
    """Whether something listens at an address and number.

    Attributes:
        word: `yes`: it takes connections on that address. `loopback`: it does on 127.0.0.1 or ::1 alone. `no`: nothing
            takes connections on that address. `unreachable`: something listens, but it is not reached from the control
            plane, or that is all that is known. `unknown`: nothing shows it.
        by: what shows it; None where it is unknown.
        hint: a probe of the kubelet that makes it likely, where it is unknown.
        localhost: whether something takes connections on localhost inside the pod; None where that was not tried.
    """

    word: ListeningWord = "unknown"
    by: ListeningSource | None = None
    hint: Hint | None = None
    localhost: bool | None = None


UNKNOWN = Listening()
