"""The Services of files and of the demo, where the command line names these instead of a cluster."""

from kubectl_porttrace.complete.words import CommandLine
from kubectl_porttrace.demos import DEMOS, SHOP
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
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


def workloads(line: CommandLine, kind: str) -> frozenset[str]:
    """The names of the pods, workloads or routes to choose from; without `-n` in any namespace.

    Raises:
        PorttraceError: a file cannot be read or understood.
    """
    snapshot = _snapshot(line)
    if snapshot is None:
        return frozenset()
    namespace = line.last("namespace")
    pods = (pod for pod in snapshot.pods if kind == "Pod" and pod.template_of in {None, f"Pod/{pod.name}"})
    others = (each for each in snapshot.workloads if each.kind == kind)
    routes = {
        each.name for each in snapshot.referring.objects if each.kind == kind and namespace in {None, each.namespace}
    }
    return frozenset(each.name for each in (*pods, *others) if namespace in {None, each.namespace}) | routes


def namespaces(line: CommandLine) -> tuple[str, ...]:
    """The namespaces that have Services.

    Raises:
        PorttraceError: a file cannot be read or understood.
    """
    return tuple(sorted({service.namespace for service in _all(line)}))


def _all(line: CommandLine) -> tuple[Service, ...]:
    snapshot = _snapshot(line)
    return () if snapshot is None else snapshot.services


def _snapshot(line: CommandLine) -> Snapshot | None:
    """What there is to choose from; None where it is still to come through a pipe."""
    if not line.has("filename"):
        named = line.last("demo") or SHOP
        return read_demo(named) if named in DEMOS else None
    paths = line.all("filename")
    if STDIN in paths:
        return None
    namespace = line.last("namespace") or "default"
    return read_files(paths, recursive=line.has("recursive"), namespace=namespace)
