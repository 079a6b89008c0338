"""What is to be read: which Services were asked about."""

import msgspec

from kubectl_porttrace.model.service import Service


class Scope(msgspec.Struct, frozen=True):
    """What was asked about: some Services of a namespace by name, or those of a namespace or of the cluster.

    `namespace` is None for the whole cluster, `names` empty for every Service that `labels` select.
    """

    namespace: str | None
    names: tuple[str, ...] = ()
    labels: str = ""

    def covers(self, service: Service) -> bool:
        """Whether a Service that was read may be one that was asked about."""
        return self.namespace in {None, service.namespace} and (not self.names or service.name in self.names)
