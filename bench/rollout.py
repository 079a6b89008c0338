"""What it takes to watch a rollout from start to end: `python -m bench.rollout [PODS]`.

It needs a running test cluster, named by PORTTRACE_TEST_CLUSTER (`make cluster`), and nothing else on the machine:
beside others the same work takes more processor time. A plain run of the same question says how much more.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.cluster.cluster import Cluster
from tests.cluster.connection import Connection
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace, executable
from tests.end_to_end.accounts import account

PODS = 500
PATIENCE = 600.0


def plain(porttrace: Porttrace, kubeconfig: Path) -> float:
    """The processor seconds of one run that does not watch."""
    command = [str(executable()), "web", "--kubeconfig", str(kubeconfig)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=porttrace.environment()) as process:
        return _taken(process)


def _taken(process: subprocess.Popen[Any]) -> float:
    """Wait for the end of a process; the processor seconds that it took."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def rolled(namespace: Namespace, pods: int) -> bool:
    """Whether all pods are of the newest revision, and ready."""
    stored = namespace.get("Deployment", "web")
    status = stored["status"]
    counts = {status.get(key) for key in ("replicas", "updatedReplicas", "readyReplicas")}
    return status.get("observedGeneration") == stored["metadata"]["generation"] and counts == {pods}


def watched(porttrace: Porttrace, namespace: Namespace, kubeconfig: Path, pods: int) -> float:
    """The processor seconds of a program that watches one rollout."""
    command = [str(executable()), "-w", "web", "--kubeconfig", str(kubeconfig)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=porttrace.environment()) as process:
        sys.stdout.write(process.stdout.readline() if process.stdout else "")
        template = {"metadata": {"annotations": {"turn": str(time.time())}}}
        namespace.patch("Deployment", "web", {"spec": {"template": template}})
        begun = time.monotonic()
        namespace.wait_for(lambda: rolled(namespace, pods), "the rollout", PATIENCE)
        sys.stdout.write(f"{pods} pods in {time.monotonic() - begun:.0f} s\n")
        # For the last changes to be looked at as well.
        time.sleep(10)
        process.send_signal(signal.SIGINT)
        return _taken(process)


def main() -> None:
    """Make the pods, watch them being replaced, and print what it took and what was asked for."""
    pods = int(sys.argv[1]) if len(sys.argv) > 1 else PODS
    directory = os.environ["PORTTRACE_TEST_CLUSTER"]
    cluster = Cluster(Connection.load(Path(directory)))
    namespace = cluster.new_namespace("rollout")
    porttrace = Porttrace(cluster, namespace.name, Path(directory))
    try:
        made = deployment("web", container("app", container_port(8080, "http")), replicas=pods)
        namespace.apply(service("web", service_port(80, "http", "http")), made)
        namespace.wait_for(lambda: rolled(namespace, pods), "the pods", PATIENCE)
        user, kubeconfig = account(porttrace, namespace, "get", "list", "watch")
        mark = cluster.audit.mark()
        taken = watched(porttrace, namespace, kubeconfig, pods)
        asked = Counter(each.uri for each in cluster.audit.since(mark, user) if each.verb == "list")
        again = sum(asked.values()) - len(asked)
        once = plain(porttrace, kubeconfig)
        sys.stdout.write(f"{taken:.2f} s of processor time, a plain run {once:.2f} s; {again} lists asked for again\n")
    finally:
        namespace.remove()


if __name__ == "__main__":
    main()
