"""One NetworkPolicy, and the pods it selects."""

from functools import cached_property

import msgspec

from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.selecting import selected_pods


class TracedPolicy(msgspec.Struct, frozen=True, dict=True):
    """A NetworkPolicy, for what can be said of it alone, whether or not a Service is concerned."""

    snapshot: Snapshot
    policy: NetworkPolicy

    @property
    def kind(self) -> str:
        """As in `kind:`."""
        return "NetworkPolicy"

    @property
    def namespace(self) -> str:
        """Its namespace."""
        return self.policy.namespace

    @property
    def name(self) -> str:
        """Its name."""
        return self.policy.name

    @property
    def drifting(self) -> bool:
        """Never: no EndpointSlice decides about it."""
        return False

    @property
    def converging(self) -> bool:
        """Never, likewise."""
        return False

    @cached_property
    def pods(self) -> tuple[Pod, ...]:
        """The pods it selects, of those that were read."""
        return selected_pods(self.snapshot, self.policy)

    @property
    def all_pods_known(self) -> bool:
        """Whether every pod of its namespace was read, so that one which is not here does not exist."""
        return self.namespace in self.snapshot.complete_namespaces
