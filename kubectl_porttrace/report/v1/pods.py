"""Pods: how many there are, and those that are left out."""

import msgspec

from kubectl_porttrace.report.v1.value import ReportValue


class PodCount(ReportValue, frozen=True):
    """The pods a selector matches, and how many of them are published as ready.

    `ended` counts those of the matched that have ended and are never endpoints again, by how they did: `Completed`,
    `Evicted`. The rest of the matched may serve.
    """

    matched: int
    ready: int
    ended: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def living(self) -> int:
        """The matched pods that have not ended."""
        return self.matched - sum(self.ended.values())


class UnresolvedPod(ReportValue, frozen=True):
    """A pod on which the port's name is not found, and the finding that says why."""

    pod: str
    owner: str
    finding: str | None
    replica_set: str | None = None
    revision: int | None = None


class PodOutside(ReportValue, frozen=True):
    """A pod that is in none of the EndpointSlices of a Service that reaches others of its workload, or it; and why."""

    pod: str
    service: str
    reason: str
