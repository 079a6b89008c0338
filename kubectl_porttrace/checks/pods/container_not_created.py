"""PTP22: a container that cannot be created."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.missing_objects import fix_for_missing
from kubectl_porttrace.checks.subjects import template_of
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.cause import CauseKind

_KINDS: tuple[CauseKind, ...] = ("creation", "sandbox")

_OF_CONTAINER: Mapping[str, str] = MappingProxyType(
    {
        "": "change {what} in {where} so that it can start",
        "user is root": "set runAsUser of {what} in {where} to a number above 0, or use an image with another user",
        "user by name": "set runAsUser of {what} in {where} to the number of that user",
        "user not valid": "set runAsUser of {what} in {where} to a number above 0",
        "not in image": "correct the command of {what} in {where}, or use an image that has it",
        "architecture": "use an image for the CPU of node {node}, or begin the script with #!",
        "not executable": "make the file executable in the image, or let the command of {what} start it by a shell",
        "postStart": "correct lifecycle.postStart of {what} in {where}",
        "no command": "write a command for {what} in {where}, or use an image that has one",
        "file and directory": "mount a single file with subPath, or a directory elsewhere, in {what} of {where}",
        "subPath": "correct subPath of {what} in {where}, or make it in the volume",
        "not read yet": "wait two minutes; if it stays so, find out why node {node} does not reach the API server",
        "disk full": "free disk on node {node}",
        "name taken": "wait two minutes; if it stays so, restart the container runtime of node {node}",
        "slow runtime": "find out what slows down the container runtime of node {node}: its disk, its load",
    }
)
"""What to do about each fault of `trace/unready/runtime.py`."""

_OF_SANDBOX: Mapping[str, str] = MappingProxyType(
    {
        "": "find out from the container runtime of node {node} why it makes no sandbox",
        "network": "repair the network plugin on node {node}",
        "claim": "find out why the driver of the resource claim cannot prepare it on node {node}",
        "cgroup": "find out why the kubelet of node {node} cannot make cgroups",
        "handler": "configure that handler on node {node}, or choose another runtimeClassName in {where}",
        "image": "let node {node} pull its sandbox image: it is named in the runtime's configuration",
    }
)
"""What to do about each fault of `trace/unready/start.py`."""


@check(
    "PTP22",
    "container-not-created",
    severity="error",
    certainty="certain",
    needs=("pods",),
    uses=("events", "secrets", "configmaps"),
    scope="cluster",
    causes=UNREADY_CODES,
)
def container_not_created(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because a container in them, or the network of the pod, cannot be set up.

    Why: before it starts a container, the kubelet reads the Secrets and ConfigMaps that its environment names. If
    one does not exist, or lacks the key, the container is not made (CreateContainerConfigError). Other causes are a
    command that is not in the image, a path that cannot be mounted, and a network plugin that fails. The missing
    name is compared with the names that exist, if they may be listed; the keys of a Secret are not read.

    See: `kubectl describe pod NAME`: the reason under State, and the events. `kubectl describe secret NAME` shows the
    keys of a Secret without their values.

    Fix: create what is missing, or correct its name in the workload's template.
    """
    for kind in _KINDS:
        for held in held_by(traced, kind):
            cause, pod = held.cause, held.example
            yield found_held(
                traced,
                held,
                message=f"{cause.what} {cause.why}",
                fix=fix_for_missing(traced, held) if cause.subject_kind else _repair(traced, held),
                path=container_path(pod, cause.container) if cause.container else "",
            )


def _repair(traced: TracedService, held: Held) -> Fix:
    cause, pod = held.cause, held.example
    table = _OF_SANDBOX if cause.kind == "sandbox" else _OF_CONTAINER
    words = {"what": cause.what, "where": template_of(traced, pod), "node": pod.spec.node_name}
    text = table.get(cause.fault, table[""]).format(**words)
    return Fix(text=f"{text}; the pod's events say what fails:", command=describe_pod(pod))
