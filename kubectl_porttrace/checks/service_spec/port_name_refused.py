"""PTS02: names that no port may be referred to by."""

from collections.abc import Iterator
from typing import NamedTuple

from kubectl_porttrace.checks.admission import port_name_faults, without_backends
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.subjects import maker_of, written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import KnowsOwners
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

RULE = "use at most 15 characters of a-z, 0-9 and -, with a letter, on both sides"


@check("PTS02", "port-name-refused", severity="error", certainty="certain", scope="manifests")
def port_name_refused(traced: TracedService) -> Iterator[Found]:
    """The manifests hold a targetPort or a container port name that the API server does not accept.

    Why: a name that refers to a container port has at most 15 characters, all of them a-z, 0-9 or a hyphen, at least
    one of them a letter, and no hyphen at either end or beside another. The name of a Service port may be longer,
    which is why one of these is easily copied to the wrong place. The object with the name is refused as a whole.

    See: `kubectl apply --dry-run=server -f FILE` names the field and the rule.

    Fix: shorten or rewrite the name, in the container and in targetPort alike.
    """
    for port in traced.ports:
        name = port.named_target
        # Text without any letter is a quoted number: another finding.
        if name is not None and any(letter.isalpha() for letter in name) and port_name_faults(name):
            yield Found(
                message=f'targetPort "{name}" of port {port.title} {some(port_name_faults(name))}; '
                "the API server refuses the Service",
                path=f"{port.path}.targetPort",
                fix=Fix(text=RULE),
                ports=without_backends((port,)),
            )
    for refused in traced.of_pods(_refused, traced.pods or ()):
        maker = maker_of(traced, refused.pod)
        object_, path = written_in(traced, refused.pod, refused.path)
        yield Found(
            message=f'port name "{refused.name}" of container {refused.container} '
            f"{some(port_name_faults(refused.name))}; the API server refuses {maker.kind}/{maker.name}",
            path=path,
            fix=Fix(text=RULE),
            object=object_,
            ports=_misled(traced, refused.name),
        )


class _Refused(NamedTuple):
    """A port name that the API server does not accept, and where it is."""

    pod: Pod
    path: str
    container: str
    name: str


def _refused(_subject: KnowsOwners, pods: tuple[Pod, ...]) -> tuple[_Refused, ...]:
    return tuple(
        _Refused(pod, f"spec.{field}[{place}].ports[{index}].name", container.name, port.name)
        for pod in pods
        for field, containers in (("containers", pod.spec.containers), ("initContainers", pod.spec.init_containers))
        for place, container in enumerate(containers)
        for index, port in enumerate(container.ports)
        if port.name and port_name_faults(port.name)
    )


def _misled(traced: TracedService, name: str) -> tuple[TracedPort, ...]:
    """The ports that find nothing because this name had to be another."""
    meant = {name, name.lower(), name.lower().replace("_", "-")}
    return tuple(port for port in without_backends(traced.ports) if port.named_target in meant)
