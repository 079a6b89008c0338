"""How pods get a container port of a name, without taking one from what else needs it."""

from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.port_names import declared_with, taken_by_others, written
from kubectl_porttrace.trace.find_port import Declaration
from kubectl_porttrace.trace.needed_ports import names_needed
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


def names_lacking(traced: TracedService, port: TracedPort) -> tuple[str, ...]:
    """The names that the pods lack for this port and, of the same protocol, for other ports and Services."""
    own = (port.named_target,) if port.named_target else ()
    others = (
        needed.name
        for needed in names_needed(traced, port)
        if not needed.found and needed.protocol == port.spec.protocol
    )
    return tuple(dict.fromkeys((*own, *others)))


def needing(traced: TracedService, port: TracedPort, name: str) -> tuple[str, ...]:
    """What needs that name on the pods, beside this port: as in `port http 80/TCP`, `Service admin`."""
    return tuple(
        dict.fromkeys(
            needed.needed_by
            for needed in names_needed(traced, port)
            if (needed.name, needed.protocol) == (name, port.spec.protocol)
        )
    )


def name_it(traced: TracedService, port: TracedPort, name: str) -> str:
    """What to write in the template, for the pods to have the name and everything else to keep what it needs."""
    lacking = names_lacking(traced, port)
    if len(lacking) > 1:
        names = " and ".join(f'"{each}"' for each in lacking)
        return f"the pods need a container port for each of {names}: name the port that serves each"
    declared = _declared(port)
    free = [entry for entry in declared if not _taken(traced, port, entry)]
    if declared and not free:
        kept = list(dict.fromkeys(written(entry) for entry in declared))
        return f'add a container port "{name}" to the template ({some(kept)} is needed as it is)'
    if free and all(entry.port.name for entry in free):
        return f'give the container port that serves it the name "{name}" if nothing uses its present one'
    return f'name the container port "{name}"'


def _declared(port: TracedPort) -> tuple[Declaration, ...]:
    """The ports of its protocol that the pods declare, each once."""
    entries = (entry for pod in port.unresolved for entry in declared_with(pod, port.spec.protocol))
    return tuple({(entry.container.name, entry.port): entry for entry in entries}.values())


def _taken(traced: TracedService, port: TracedPort, entry: Declaration) -> bool:
    """Whether another port of the Service is served there, or anything goes by the name it has."""
    named = bool(entry.port.name) and bool(needing(traced, port, entry.port.name))
    return named or entry.port.container_port in taken_by_others(traced, port)
