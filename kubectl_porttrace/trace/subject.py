"""What checks judge: an object, followed to all that decides about it. Each kind of subject is a module of its own."""

from typing import Protocol

from kubectl_porttrace.model.snapshot import Snapshot


class Subject(Protocol):
    """What every subject tells of itself; the rest is between its module and the checks that judge it."""

    @property
    def snapshot(self) -> Snapshot:
        """What was read."""

    @property
    def kind(self) -> str:
        """The object's `kind`."""

    @property
    def namespace(self) -> str:
        """The object's namespace."""

    @property
    def name(self) -> str:
        """The object's name."""

    @property
    def drifting(self) -> bool:
        """Whether EndpointSlices that decide about it differ from what they should be."""

    @property
    def converging(self) -> bool:
        """Whether EndpointSlices that decide about it are still catching up with a change."""
