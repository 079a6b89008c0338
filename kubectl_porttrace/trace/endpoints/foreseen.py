"""The third world: there are only manifests, and what the controllers would make of them is foreseen."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend, categorized
from kubectl_porttrace.trace.endpoints.published import backends_in_slices, listed_in_slices, ready_addresses
from kubectl_porttrace.trace.endpoints.stand_in import backends_in_endpoints, backends_of_pods
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.label_origin import will_have_no_pods
from kubectl_porttrace.trace.once import once
from kubectl_porttrace.trace.verdict import Verdict, headless_verdict, proxied_verdict


def _all_resolve(_snapshot: Snapshot, pods: tuple[Pod, ...], target: int | str, protocol: str) -> bool:
    wanted = ServicePort(port=0, protocol=protocol, target_port=target)
    return all(find_port(pod, wanted) is not None for pod in pods)


class Foreseen(msgspec.Struct, frozen=True):
    """A Service that is only in files. `eligible` are the pods of the files, and templates, that would be behind it."""

    snapshot: Snapshot
    service: Service
    eligible: tuple[Pod, ...]

    slices: ClassVar[None] = None

    def backends(self, port: ServicePort) -> tuple[Backend, ...]:
        """What the controllers would make of pods, hand-made slices and Endpoints that are still only in files."""
        snapshot, service = self.snapshot, self.service
        of_pods = backends_of_pods(snapshot, service, port, self.eligible)
        others = backends_in_slices(listed_in_slices(snapshot, service), snapshot, service, port)
        endpoints = snapshot.endpoints_of(service)
        if endpoints is not None and endpoints.mirrored and not service.selects:
            others += backends_in_endpoints(snapshot, service, endpoints, port)
        if not others:
            return of_pods
        return categorized((*of_pods, *others), headless=service.headless, virtual=snapshot.addresses.cluster_ip_owners)

    def pods_left_out(self, port: ServicePort, backends: Sequence[Backend]) -> bool:
        """Whether a pod will have no endpoint for a port with these backends."""
        known = self.snapshot.shared_selections.known(self.service)
        found = once(known, _all_resolve, self.snapshot, self.eligible, port.target, port.protocol)
        if not found:
            return True
        ready = ready_addresses(self.service, self.snapshot.slices_of(self.service))
        return not ready <= {backend.ip for backend in backends}

    def verdict(self, port: ServicePort, backends: Sequence[Backend]) -> Verdict:
        """The verdict on a port with these backends; unknown where the files do not hold what is behind the Service.

        Hand-made slices and Endpoints are all there is behind a Service without a selector; with a
        selector, pods may come from elsewhere, for example from an operator, unless the files are all there is.
        """
        service = self.service
        families = tuple(dict.fromkeys(backend.family for backend in backends if backend.usable))
        if not self.eligible and not self._made_by_hand and not families:
            return Verdict.BROKEN if will_have_no_pods(self.snapshot, service) else Verdict.UNKNOWN
        left_out = self.pods_left_out(port, backends)
        if service.headless:
            return headless_verdict(backends, families, port.port, pods_left_out=left_out)
        if not families:
            return Verdict.BROKEN
        return proxied_verdict(self.snapshot, service, port, backends, families, pods_left_out=left_out)

    def verdict_without_ports(self) -> Verdict:
        """Unknown: no controller has published an address yet."""
        return Verdict.UNKNOWN

    @property
    def _made_by_hand(self) -> bool:
        """Whether the files have slices or Endpoints for a Service without a selector."""
        slices, endpoints = self.snapshot.slices_of(self.service), self.snapshot.endpoints_of(self.service)
        return not self.service.selects and (bool(slices) or (endpoints is not None and endpoints.mirrored))
