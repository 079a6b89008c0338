"""A case: one Service and what stands behind it, and what the real controllers and the command make of it.

What is expected is written as lines, so that a failing case shows its difference at a glance. Pods are named without
the Service's name, ports as `number/protocol` or `name:number/protocol`:

* a slice: `http:8080/TCP: 0 ready, 1 unready`, with `custom`, `mirrored`, `headless` or `IPv6` before it;
* a port's traffic: `80/TCP partial 0:8080 (1:8080)`, where brackets hold what gets no traffic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import pod
from tests.cluster.pod_status import PodState

_MANAGERS = {"endpointslice-controller.k8s.io": "", "endpointslicemirroring-controller.k8s.io": "mirrored "}


@dataclass(frozen=True)
class HandPod:
    """A pod whose kubelet the test plays; pods of one `owner` have one and the same controller."""

    manifest: Manifest
    state: PodState = "ready"
    ips: tuple[str, ...] | None = None
    owner: str | None = None
    status: Manifest = field(default_factory=dict)

    def of(self, service: str) -> HandPod:
        """Return it as a pod of that Service: named after it and, unless it names labels, labelled app=SERVICE."""
        metadata = self.manifest["metadata"]
        named = {"name": f"{service}-{metadata['name']}", "labels": metadata["labels"] or {"app": service}}
        return replace(self, manifest=self.manifest | {"metadata": metadata | named})

    def on(self, node: str) -> HandPod:
        """Return it bound to that node."""
        return replace(self, manifest=self.manifest | {"spec": self.manifest["spec"] | {"nodeName": node}})

    def run(self, namespace: Namespace) -> None:
        """Create it and say what its kubelet would."""
        manifest = self.manifest
        if self.owner:
            metadata = manifest["metadata"] | {"ownerReferences": [_controller(namespace, self.owner)]}
            manifest = manifest | {"metadata": metadata}
        stored = namespace.run_pod(manifest, self.state, self.ips)
        if self.status:
            namespace.patch_status(stored["metadata"]["name"], **self.status)


@dataclass(frozen=True)
class Outcome:
    """What is seen of a Service: its slices, its ports' traffic, and the codes of its root findings.

    Of the notes only those that a case is about; others may be there.
    """

    slices: tuple[str, ...]
    traffic: tuple[str, ...]
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One Service, told apart by its name; `what` says in a few words what is special about it.

    `objects` are made after the Service, in order; `then` is called after them.
    """

    service: Manifest
    what: str
    objects: tuple[HandPod | Manifest, ...] = ()
    then: Callable[[Namespace], object] | None = None
    outcome: Outcome = Outcome((), ())

    @property
    def name(self) -> str:
        """The Service's."""
        return str(self.service["metadata"]["name"])

    @property
    def exit_code(self) -> int:
        """The command's, where only this Service is asked for."""
        return 3 if self.outcome.errors else 0

    def __str__(self) -> str:
        return f"{self.name}-{self.what.replace(' ', '-')}"

    def make(self, namespace: Namespace) -> None:
        """Put everything into the namespace."""
        namespace.create(self.service)
        for each in self.objects:
            if isinstance(each, HandPod):
                each.run(namespace)
            else:
                namespace.apply(each)
        if self.then:
            self.then(namespace)


def case(
    service: Manifest,
    what: str,
    *objects: HandPod | Manifest,
    slices: Iterable[str] = (),
    traffic: Iterable[str] = (),
    errors: Iterable[str] = (),
    warnings: Iterable[str] = (),
    notes: Iterable[str] = (),
    then: Callable[[Namespace], object] | None = None,
) -> Case:
    """Return a case; pods that name no labels are the Service's: labelled app=NAME and named after it."""
    name = service["metadata"]["name"]
    expected = Outcome(
        slices=tuple(sorted(slices)),
        traffic=tuple(traffic),
        errors=tuple(sorted(errors)),
        warnings=tuple(sorted(warnings)),
        notes=tuple(notes),
    )
    made = tuple(each.of(name) if isinstance(each, HandPod) else each for each in objects)
    return Case(service, what, made, then, expected)


def hand_pod(
    *containers: Manifest,
    n: int = 0,
    state: PodState = "ready",
    ips: tuple[str, ...] | None = None,
    owner: str | None = None,
    status: Manifest | None = None,
    **more: Any,
) -> HandPod:
    """Return pod number `n` of the case it is given to; `more` as of objects.pod."""
    return HandPod(pod(f"{n}", *containers, **({"labels": {}} | more)), state, ips, owner, status or {})


def labelled(manifest: Manifest, labels: dict[str, str]) -> Manifest:
    """Return the object with more labels."""
    return manifest | {"metadata": manifest["metadata"] | {"labels": manifest["metadata"].get("labels", {}) | labels}}


def slice_lines(slices: Iterable[Manifest], service: str) -> tuple[str, ...]:
    """Return a line per EndpointSlice of a Service, as the module says."""
    return tuple(sorted(_slice_line(each, service) for each in slices))


def traffic_lines(service: Manifest, addresses: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a line per port of a Service of the report, or its verdict alone where it has none.

    `addresses` are those that each pod really has: a backend that has another is shown by its address.
    """
    lines = tuple(_traffic_line(port, service["name"], addresses) for port in service["ports"])
    return lines or (service["verdict"],)


def _controller(namespace: Namespace, name: str) -> Manifest:
    """Return the reference to an owner that no controller acts for: a ConfigMap, which stands for a custom workload."""
    kind = {"apiVersion": "v1", "kind": "ConfigMap"}
    (stored,) = namespace.apply(kind | {"metadata": {"name": name}})
    return kind | {"name": name, "uid": stored["metadata"]["uid"], "controller": True}


def _slice_line(slice_: Manifest, service: str) -> str:
    labels = slice_["metadata"]["labels"]
    manager = _MANAGERS.get(labels.get("endpointslice.kubernetes.io/managed-by"), "custom ")
    headless = "headless " if "service.kubernetes.io/headless" in labels else ""
    family = "" if slice_["addressType"] == "IPv4" else f"{slice_['addressType']} "
    ports = ", ".join(sorted(_port(port) for port in slice_.get("ports") or ())) or "no ports"
    endpoints = ", ".join(sorted(_endpoint(each, service) for each in slice_.get("endpoints") or ())) or "nobody"
    return f"{manager}{headless}{family}{ports}: {endpoints}"


def _port(port: Manifest) -> str:
    name = f"{port['name']}:" if port.get("name") else ""
    return f"{name}{port.get('port')}/{port['protocol']}"


def _endpoint(endpoint: Manifest, service: str) -> str:
    who = endpoint.get("targetRef", {}).get("name", endpoint["addresses"][0]).removeprefix(f"{service}-")
    conditions = endpoint["conditions"]
    ready, serving = conditions.get("ready", True), conditions.get("serving")
    words = ["ready" if ready else "unready"]
    if serving not in (None, ready):
        words.append("serving" if serving else "not-serving")
    if conditions.get("terminating"):
        words.append("terminating")
    return " ".join([who, *words])


def _traffic_line(port: Manifest, service: str, addresses: dict[str, tuple[str, ...]]) -> str:
    name = f"{port['name']}:" if port["name"] else ""
    return " ".join([f"{name}{port['port']}/{port['protocol']}", port["verdict"], *_backends(port, service, addresses)])


def _backends(port: Manifest, service: str, addresses: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for backend in sorted(port["backends"], key=lambda each: (each["pod"] or "", each["ip"], each["port"])):
        known = backend["ip"] in addresses.get(backend["pod"] or "", ())
        shown = f"{backend['pod'].removeprefix(f'{service}-') if known else backend['ip']}:{backend['port']}"
        yield shown if backend["usable"] else f"({shown})"
