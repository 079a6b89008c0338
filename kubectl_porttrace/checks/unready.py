"""Pods that are not ready, grouped by what keeps them from it: one finding for each cause."""

import re
from collections.abc import Iterable
from types import MappingProxyType

import msgspec

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.ordered_pods import held_up
from kubectl_porttrace.checks.phrases import age, by_revision, count
from kubectl_porttrace.checks.readiness import unready_pods
from kubectl_porttrace.checks.subjects import maker_of, only_maker, written_in
from kubectl_porttrace.findings import Culprit, Fix, Severity, SharedCause
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.cohorts import cohorts
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.cause import Cause, CauseKind, Explanation
from kubectl_porttrace.trace.unready.explain import explanation_of
from kubectl_porttrace.trace.unready.names import names_unread

UNREADY_CODES = ("PTP06", "PTP07", "PTP08", "PTP30", "PTD01")
"""What follows from any cause: pods without an address or not ready, a rollout that waits for them, no DNS records."""

LONGEST_MESSAGE = 200

_WRAPPINGS = (
    r"rpc error: code = \w+ desc = |failed to create containerd task: |failed to create shim task: "
    r"|OCI runtime create failed: |runc create failed: |unable to start container process: "
    r"|error during container init: |failed to do request: "
    r'|failed to pull and unpack image "[^"]*": |failed to resolve reference "[^"]*": '
)
"""What containerd, its shim and runc put before the error of any container and any pull."""

_SINCE = MappingProxyType(
    {"crash": "last end {} ago", "readiness": "the container has run for {}", "init": "it has run for {}"}
)
SHOWN = 3


class Held(msgspec.Struct, frozen=True):
    """Pods that one cause keeps from being ready; `explanation` is that of the first of them, the example."""

    cause: Cause
    pods: tuple[Pod, ...]
    explanation: Explanation

    @property
    def example(self) -> Pod:
        """The pod to look at."""
        return self.pods[0]


def held_by(traced: TracedService, kind: CauseKind) -> tuple[Held, ...]:
    """The pods that a kind of cause keeps from being ready, those with the same cause together, most of them first."""
    return tuple(held for held in traced.once(_held) if held.cause.kind == kind)


def unexplained(traced: TracedService, pods: Iterable[Pod]) -> tuple[Pod, ...]:
    """Those of some pods of which nothing that was read says why they are not ready."""
    explained = traced.once(_explained)
    return tuple(pod for pod in pods if pod.key not in explained)


def found_held(
    traced: TracedService, held: Held, *, message: str, fix: Fix, path: str, evidence: tuple[str, ...] = ()
) -> Found:
    """The finding about one cause.

    Args:
        traced: the Service.
        held: the cause, and the pods it holds.
        message: what is wrong; how many pods are not ready because of it is said before.
        fix: what to do.
        path: the field at fault, in the pod; empty where it is not the pod that has to change.
        evidence: further facts that it rests on.
    """
    object_ = only_maker(traced, held.pods)
    if path:
        object_, path = written_in(traced, held.example, path)
    place = maker_of(traced, held.example)
    named = held.cause.subject if held.cause.subject_kind or held.cause.kind == "image" else ""
    at_fault = named or f"{place.kind}/{place.name}"
    within = "" if held.cause.subject_kind == "Node" else place.namespace
    return Found(
        message=f"{_how_many(traced, held)}: {message}",
        path=path,
        evidence=(
            *_who(traced, held),
            *_what_was_said(traced, held),
            *_not_looked_up(traced, held.cause),
            *evidence,
            *held_up(traced, held.pods),
        ),
        fix=fix,
        object=object_,
        ports=traced.ports,
        severity=_severity(traced),
        shared=SharedCause(key=f"{within} {at_fault}: {held.cause.why}", message=message),
        culprits=frozenset(Culprit(pod.namespace, pod.name, held.cause.container) for pod in held.pods),
    )


def container_path(pod: Pod, name: str) -> str:
    """Where a container stands in its pod, as in `spec.containers[0]`."""
    for field, containers in (("containers", pod.spec.containers), ("initContainers", pod.spec.init_containers)):
        for place, container in enumerate(containers):
            if container.name == name:
                return f"spec.{field}[{place}]"
    return "spec"


def _held(traced: TracedService) -> tuple[Held, ...]:
    groups: dict[Cause, list[tuple[Pod, Explanation]]] = {}
    for pod in _not_serving(traced):
        explanation = explanation_of(traced.snapshot, pod)
        if explanation is not None:
            groups.setdefault(explanation.cause, []).append((pod, explanation))
    held = (Held(cause, tuple(pod for pod, _ in found), found[0][1]) for cause, found in groups.items())
    return tuple(sorted(held, key=lambda each: -len(each.pods)))


def _explained(traced: TracedService) -> frozenset[tuple[str, str]]:
    return frozenset(pod.key for held in traced.once(_held) for pod in held.pods)


def _not_serving(traced: TracedService) -> Iterable[Pod]:
    """The pods that are to serve and do not; readiness plays no part where unready addresses are published."""
    if not traced.service.spec.publish_not_ready_addresses:
        return unready_pods(traced)
    return [pod for pod in traced.living_pods if not pod.is_template and not pod.ips]


def _severity(traced: TracedService) -> Severity:
    """An error where no pod is ready, and none that is being deleted still serves in their place."""
    draining = not traced.service.headless and any(pod.terminating and pod.ready for pod in traced.eligible_pods)
    return "warning" if traced.ready_pods or draining else "error"


def _how_many(traced: TracedService, held: Held) -> str:
    number, total = len(held.pods), len(traced.living_pods)
    revision = _only_revision(traced, held)
    if number == total:
        return "no pod is ready"
    return f"{number} of {count(total, 'pod')}{revision} {'is' if number == 1 else 'are'} not ready"


def _only_revision(traced: TracedService, held: Held) -> str:
    """The revision of a Deployment that all these pods are of, where pods of another are behind the Service as well."""
    groups = cohorts(traced, traced.living_pods)
    names = {pod.key for pod in held.pods}
    of_them = [group for group in groups if any(pod.key in names for pod in group.pods)]
    if len(of_them) != 1 or len(groups) == 1 or of_them[0].revision is None:
        return ""
    return f" (revision {of_them[0].revision})"


def _who(traced: TracedService, held: Held) -> tuple[str, ...]:
    lines = by_revision(traced, held.pods)
    shown = lines if len(lines) <= SHOWN else (*lines[:SHOWN], f"and {len(lines) - SHOWN} more groups of pods")
    first = f"{shown[0]}, such as {held.example.name}" if not shown[0].startswith("Pod/") else shown[0]
    return (first, *shown[1:])


def _what_was_said(traced: TracedService, held: Held) -> tuple[str, ...]:
    explanation = held.explanation
    told = []
    if explanation.message:
        told.append(f"reported: {shortened(explanation.message)}")
    if explanation.since is not None:
        since = age(explanation.since, traced.snapshot.observed_at)
        told.append(_SINCE.get(held.cause.kind, "since {}").format(since))
    return tuple(told)


def _not_looked_up(traced: TracedService, cause: Cause) -> Iterable[str]:
    """That another name may be meant, where the names there are could not be read."""
    resource = names_unread(traced.snapshot, traced.namespace, cause.subject_kind)
    if resource and "has no key" not in cause.why:
        yield f"{resource} could not be read, so whether another name is meant is not known"


def shortened(message: str) -> str:
    """A component's message on one line: without what repeats or says nothing, cut where it is still long.

    Errors are wrapped from the outside (`failed to pull: failed to resolve: 401 Unauthorized`): the cause stands last,
    and is kept.
    """
    line = " ".join(message.split()).split(" preemption: ", 1)[0].removesuffix(" no new claims to deallocate,")
    parts = list(dict.fromkeys(part.strip() for part in re.sub(_WRAPPINGS, "", line).split(": ")))
    while len(parts) > 1 and len(": ".join(parts)) > LONGEST_MESSAGE:
        parts.pop(0)
    line = ": ".join(parts)
    return line if len(line) <= LONGEST_MESSAGE else f"{line[: LONGEST_MESSAGE - 1]}…"
