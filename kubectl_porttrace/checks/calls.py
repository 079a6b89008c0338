"""What the API server calls because of one object, Service port by Service port, and what comes of it."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.stopped_requests import requests_in_words
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.model.reference import DefaultPort, Reference
from kubectl_porttrace.model.referrers.api_service import APIService
from kubectl_porttrace.model.referrers.client_config import DEFAULT_PORT
from kubectl_porttrace.model.referrers.custom_resource_definition import CustomResourceDefinition
from kubectl_porttrace.model.referrers.webhook import Webhook, WebhookConfiguration
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedCaller
from kubectl_porttrace.trace.verdict import Verdict

KINDS: Final = (
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
    "APIService",
    "CustomResourceDefinition",
)
"""The kinds because of which the API server calls a Service."""
WEBHOOKS: Final = KINDS[:2]

_WEBHOOK: Final = r"webhooks\[(\d+)\]"


class Call(msgspec.Struct, frozen=True):
    """One Service port that the API server calls because of an object.

    Attributes:
        backends: the places that name it, in the object's order.
        webhooks: the webhooks there, which have one `failurePolicy`; none where it is no admission webhook.
    """

    backends: tuple[TracedBackend, ...]
    webhooks: tuple[Webhook, ...] = ()

    @property
    def first(self) -> TracedBackend:
        """The first of the places."""
        return self.backends[0]

    @property
    def reference(self) -> Reference:
        """What stands there."""
        return self.first.reference

    @property
    def part(self) -> str:
        """What tells its findings from those of other calls because of the same object."""
        return self.reference.path

    @property
    def placed(self) -> tuple[tuple[str, Webhook], ...]:
        """The webhooks with their field paths."""
        places = (backend.reference.path.partition(".")[0] for backend in self.backends)
        return tuple(zip(places, self.webhooks, strict=False))

    @property
    def number(self) -> int:
        """The port that is called."""
        return called_number(self.reference)

    @property
    def port(self) -> TracedPort | None:
        """The Service port that this means; None where there is none."""
        return self.first.ports[0] if self.first.ports else None

    @property
    def refuses(self) -> bool:
        """Whether requests fail while it does not answer: admission webhooks may let them pass."""
        return all(webhook.failure_policy != "Ignore" for webhook in self.webhooks)

    @property
    def never_made(self) -> bool:
        """Whether it is of webhooks that are asked about nothing."""
        return bool(self.webhooks) and not any(webhook.rules for webhook in self.webhooks)

    @property
    def severity(self) -> Severity | None:
        """What a failure of it is worth, where that is less than an error."""
        return "note" if self.never_made else None if self.refuses else "warning"

    @property
    def cannot_be_answered(self) -> bool:
        """Whether no Service port is there to call, or nothing behind it, whatever the mode of routing."""
        return self.has_no_service or self.has_no_port or self.has_no_backend

    @property
    def has_no_service(self) -> bool:
        """Whether the Service is known not to exist."""
        return self.first.exists is False

    @property
    def has_no_port(self) -> bool:
        """Whether the Service has no port of that number for TCP."""
        return self.first.missing is not None

    @property
    def is_for_other_protocol(self) -> bool:
        """Whether the port of that number is for UDP or SCTP alone; the API server does not look, and calls it."""
        nearest = self.first.missing.nearest if self.first.missing else None
        return nearest is not None and nearest.near == "other-protocol"

    @property
    def has_no_backend(self) -> bool:
        """Whether nothing usable is behind the port."""
        return self.port is not None and self.port.verdict is Verdict.BROKEN and not self.port.usable


def called_number(reference: Reference) -> int:
    """The number of the port that is called: 443 where none is written."""
    written = reference.written_port
    return written if isinstance(written, int) else DEFAULT_PORT


def calls_of(traced: TracedCaller) -> tuple[Call, ...]:
    """The Service ports that are called because of an object; what the API server answers itself is left out."""
    groups: dict[tuple[object, ...], list[TracedBackend]] = {}
    for backend in traced.backends:
        reference = backend.reference
        if (*reference.service_key, called_number(reference)) != ("default", "kubernetes", DEFAULT_PORT):
            webhook = _webhook(traced, backend)
            policy = webhook.failure_policy if webhook else ""
            groups.setdefault((*reference.service_key, called_number(reference), policy), []).append(backend)
    return tuple(Call(tuple(group), tuple(_webhooks(traced, group))) for group in groups.values())


def found_unanswered(traced: TracedCaller, fix: Fix, *, refusing: bool) -> Iterator[Found]:
    """Findings about webhooks that cannot be called: those whose requests then fail, or those whose requests pass."""
    for call in calls_of(traced):
        if not call.cannot_be_answered or call.is_for_other_protocol or call.never_made or call.refuses != refusing:
            continue
        names = ", ".join(webhook.name for webhook in call.webhooks)
        yield Found(
            message=f"{what_fails(traced, call)} ({traced.title})",
            part=call.part,
            path=f"{call.reference.path.partition('.')[0]}.failurePolicy",
            evidence=(f"webhooks: {names}",),
            fix=fix,
            ports=(call.port,) if call.port else (),
        )


def called_title(call: Call) -> str:
    """`port 443 of Service shop/web`; of a port that is left out, that it is the default."""
    reference = call.reference
    default = " (the default)" if isinstance(reference.port, DefaultPort) else ""
    return f"port {call.number}{default} of {service_title(reference)}"


def service_title(reference: Reference) -> str:
    """`Service shop/web`."""
    return f"Service {reference.service_namespace}/{reference.service_name}"


def both_numbers(call: Call) -> str:
    """What is called: the Service port, and the port that this is on the pods; empty without such a port."""
    port = call.port
    if port is None:
        return ""
    numbers = {backend.port for backend in port.backends} or {
        entry.resolution.number for entry in port.resolved if entry.resolution
    }
    target = port.spec.target
    known = sorted(numbers) or ([target] if isinstance(target, int) else [])
    if not known:
        return f"the API server calls port {call.number} of the Service, and no pod has port {target}"
    on_pods = some([f":{number}" for number in known])
    pods = some([backend.pod.name for backend in port.backends if backend.pod], shown=2)
    return (
        f"the API server calls port {call.number} of the Service, that is {on_pods} on "
        f"{f'pod {pods}' if pods else 'its pods'}; a control plane with its own firewall must be allowed to reach "
        f"{on_pods}"
    )


def what_fails(traced: TracedCaller, call: Call) -> str:
    """What comes of it that the call is not answered: `every create of pods in every namespace fails`."""
    object_ = traced.object
    if isinstance(object_, WebhookConfiguration):
        asked = requests_in_words(call.webhooks)
        if not asked:
            return "no rule asks it about anything"
        return f"every {asked} fails" if call.refuses else f"every {asked} passes unchecked"
    if isinstance(object_, APIService):
        spec = object_.spec
        return (
            f"every request for {spec.group}/{spec.version} is answered with 503, and namespaces that are deleted stay "
            "Terminating"
        )
    if isinstance(object_, CustomResourceDefinition):
        return f"every request for {object_.name} fails that needs another version than the stored one"
    return "it gets no answer"


def severity_of_unknown(snapshot: Snapshot, call: Call) -> Severity | None:
    """What it is worth that a Service is not in the files that were read; None where it is, or may not be told."""
    if call.first.exists is not None or snapshot.source.type != "file":
        return None
    namespace = call.reference.service_namespace
    return "warning" if any(service.namespace == namespace for service in snapshot.services) else "note"


def _webhook(traced: TracedCaller, backend: TracedBackend) -> Webhook | None:
    found = re.match(_WEBHOOK, backend.reference.path)
    object_ = traced.object
    return object_.webhooks[int(found[1])] if found and isinstance(object_, WebhookConfiguration) else None


def _webhooks(traced: TracedCaller, backends: list[TracedBackend]) -> Iterator[Webhook]:
    found = (_webhook(traced, backend) for backend in backends)
    return (webhook for webhook in found if webhook is not None)
