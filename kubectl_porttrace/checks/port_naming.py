"""How pods get a container port of a name, without taking one from what else needs it."""

from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.port_names import declared_with, is_taken, written
from kubectl_porttrace.trace.find_port import Declaration
from kubectl_porttrace.trace.needed_ports import lacking, needing
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


def name_it(traced: TracedService, port: TracedPort, name: str) -> str:
    """What to write in the template, for the pods to have the name and everything else to keep what it needs."""
    names, number = lacking(traced, port)
    if number > 1:
        more = [f"{number - len(names)} more"] if number > len(names) else []
        listed = " and ".join([*(f'"{each}"' for each in names), *more])
        return f"the pods need a container port for each of {listed}: name the port that serves each"
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
    named = bool(entry.port.name) and any(needing(traced, port, entry.port.name, port.spec.protocol))
    return named or is_taken(traced, port, entry.port.container_port)
