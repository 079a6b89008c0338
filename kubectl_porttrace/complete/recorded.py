"""The Services of files and of the demo, where the command line names these instead of a cluster."""

from kubectl_porttrace.complete.words import CommandLine
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.read.files.paths import STDIN


def services(line: CommandLine, name: str | None = None) -> tuple[Service, ...]:
    """The Services to choose from, or those of one name; without `-n` in any namespace, as the program looks for them.

    Raises:
        PorttraceError: a file cannot be read or understood.
    """
    namespace = line.last("namespace")
    return tuple(
        service for service in _all(line) if namespace in {None, service.namespace} and name in {None, service.name}
    )


def namespaces(line: CommandLine) -> tuple[str, ...]:
    """The namespaces that have Services.

    Raises:
        PorttraceError: a file cannot be read or understood.
    """
    return tuple(sorted({service.namespace for service in _all(line)}))


def _all(line: CommandLine) -> tuple[Service, ...]:
    if not line.has("filename"):
        return read_demo().services
    paths = line.all("filename")
    if STDIN in paths:
        return ()  # what will come through a pipe is not there yet
    namespace = line.last("namespace") or "default"
    return read_files(paths, recursive=line.has("recursive"), namespace=namespace).services
