"""What is measured: groups of commands that answer the same question, porttrace's first."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.requests import all_at_once, cluster_requests, one_by_one, write_requests
from bench.size import Workload, namespace_name
from bench.stage import Stage
from bench.subject import Group, Subject
from bench.tricks import tricks

KUBECTL_AS_JSON_UP_TO = 10_000
"""Above so many pods `kubectl get pods -A -o json` takes minutes and many gigabytes, and is left out."""

_FLOOR = Path(__file__).with_name("floor.py")
_TYPED = Path(__file__).with_name("typed.py")
THROUGH_LINK = "50 ms away: "
FLOOR = "floor: same lists by page"
"""What porttrace reads, as JSON and over one connection: what the whole cluster is compared with."""


def groups(stage: Stage) -> Iterator[Group]:
    """Return every group, in the order of the table."""
    big, small = namespace_name(0), namespace_name(stage.size.namespaces - 1)
    yield _start_up(stage)
    yield from tricks(stage.size.healthy(small).name, small)
    for namespace in (small, big):
        pods = sum(each.replicas for each in stage.size.workloads() if each.namespace == namespace)
        yield _one_service(stage, stage.size.healthy(namespace), f"one Service, in a namespace of {pods:,} pods")
    opened = stage.size.opened()
    if opened is not None:
        yield _who_owns(stage, opened)
    yield _slow_link(stage, stage.size.healthy(small))
    yield _whole_cluster(stage)
    yield _offline(stage)


def floor(stage: Stage, workers: int, encoding: str = "identity") -> tuple[str, ...]:
    """Return the command that only transfers what `porttrace -A` reads; it prints how many bytes that is."""
    file = stage.folder / "requests.json"
    write_requests(file)
    return (sys.executable, str(_FLOOR), str(file), str(workers), encoding)


def _start_up(stage: Stage) -> Group:
    subjects = (
        Subject("porttrace --version", (stage.porttrace, "--version")),
        Subject("porttrace --help", (stage.porttrace, "--help")),
        Subject("porttrace --demo", (stage.porttrace, "--demo")),
        Subject("python -c pass", (sys.executable, "-c", "pass")),
        Subject("kubectl version --client", ("kubectl", "version", "--client")),
    )
    return Group("start-up", subjects, times=3)


def _one_service(stage: Stage, workload: Workload, title: str) -> Group:
    trace = (workload.name, "-n", workload.namespace)
    subjects = (
        Subject("porttrace NAME", (stage.porttrace, *trace)),
        Subject("porttrace NAME --no-routes", (stage.porttrace, *trace, "--no-routes")),
        Subject("kubectl porttrace NAME", ("kubectl", "porttrace", *trace)),
        *_instead(workload),
    )
    return Group(title, subjects, times=3, billed=True)


def _who_owns(stage: Stage, opened: Workload) -> Group:
    """A number from a log beside the Service that has it: the first takes no longer than twice the second."""
    read = ("kubectl", "get", "svc", opened.name, "-n", opened.namespace, "-o", "jsonpath={.spec.clusterIP}")
    ip = subprocess.run(read, env=stage.environment, capture_output=True, text=True, check=True).stdout
    subjects = (
        Subject("porttrace NAME", (stage.porttrace, opened.name, "-n", opened.namespace)),
        Subject("porttrace :NODEPORT", (stage.porttrace, f":{opened.node_port}")),
        Subject("porttrace CLUSTER-IP", (stage.porttrace, ip)),
    )
    return Group(f"who owns a number, in a cluster of {stage.size.pods:,} pods", subjects, times=3, billed=True)


def _instead(workload: Workload) -> tuple[Subject, Subject]:
    """What is typed without porttrace: three calls, whose output is then to be compared by eye."""
    name, scope = workload.name, f"-n {workload.namespace}"
    calls = (
        f"kubectl get svc {name} {scope}",
        f"kubectl get endpointslices {scope} -l kubernetes.io/service-name={name}",
        f"kubectl get pods {scope} -l app={name} -o json",
    )
    return (
        Subject("three kubectl calls", ("sh", "-ec", "; ".join(calls))),
        Subject("kubectl describe svc", ("kubectl", "describe", "svc", name, "-n", workload.namespace)),
    )


def _slow_link(stage: Stage, workload: Workload) -> Group:
    """Each command directly and through the link; a single request shows what the link adds."""
    straight = (
        Subject("porttrace NAME", (stage.porttrace, workload.name, "-n", workload.namespace)),
        *_instead(workload),
        Subject("one request", ("kubectl", "get", "--raw", "/version")),
    )
    slow = (Subject(THROUGH_LINK + each.name, each.command, {"KUBECONFIG": str(stage.slow)}) for each in straight)
    pairs = tuple(subject for pair in zip(slow, straight, strict=True) for subject in pair)
    return Group("one Service through a link of 50 ms and 10 Mbit/s", pairs, times=2)


def _whole_cluster(stage: Stage) -> Group:
    requests = cluster_requests()
    subjects = (
        Subject("porttrace -A", (stage.porttrace, "-A")),
        Subject("porttrace -A -o json", (stage.porttrace, "-A", "-o", "json")),
        Subject(FLOOR, floor(stage, 1)),
        Subject("floor: same lists by page, 6 at once", floor(stage, 6)),
        Subject("floor: same lists by page, 6 at once, gzip", floor(stage, 6, "gzip")),
        Subject("kubectl get --raw, whole lists", ("sh", "-ec", one_by_one(requests))),
        Subject("kubectl get --raw, whole lists, all at once", ("sh", "-c", all_at_once(requests))),
        Subject("whole lists with a typed client", (sys.executable, "-I", str(_TYPED))),
        *_as_json(stage),
    )
    return Group(
        f"the whole cluster, {stage.size.pods:,} pods in {stage.size.services:,} Services", subjects, billed=True
    )


def _as_json(stage: Stage) -> Iterator[Subject]:
    if stage.size.pods <= KUBECTL_AS_JSON_UP_TO:
        yield Subject("kubectl get pods -A -o json", ("kubectl", "get", "pods", "-A", "-o", "json"))


def _offline(stage: Stage) -> Group:
    """The same cluster into a file, and from it."""
    file = str(stage.folder / "snapshot.json")
    subjects = (
        Subject("porttrace -A --save SNAPSHOT", (stage.porttrace, "-A", "--save", file)),
        Subject("porttrace -A -f SNAPSHOT", (stage.porttrace, "-A", "-f", file)),
    )
    return Group("offline", subjects)
