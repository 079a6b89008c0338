"""A real CoreDNS with its plugin for Kubernetes, which watches the test cluster."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from tests.cluster.cluster import Cluster
from tests.cluster.users import COMPONENT
from tests.truth.dns_client import ask
from tests.truth.oracle import built_once

MODULE = Path(__file__).parent / "go" / "dns"
PATIENCE = 180.0


def program() -> Path:
    """The program. BuildError says why there is none."""
    return built_once("core-dns", MODULE, ".", (MODULE / "main.go",))


@contextmanager
def core_dns(cluster: Cluster, folder: Path) -> Iterator[int]:
    """Run it for the domain `cluster.local`, and give the port on which it answers."""
    port = _free_port()
    config = folder / "Corefile"
    kubeconfig = cluster.kubeconfig(COMPONENT, "default")
    config.write_text(
        f"cluster.local:{port} in-addr.arpa:{port} {{\n"
        f"    errors\n    kubernetes cluster.local {{\n        kubeconfig {kubeconfig} test\n    }}\n}}\n",
        "utf-8",
    )
    with (folder / "core-dns.log").open("wb") as log:
        process = subprocess.Popen([str(program()), "-conf", str(config)], stdout=log, stderr=log)
        try:
            _wait(process, port, folder)
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Wait until it answers for the one Service that every cluster has."""
    give_up = monotonic() + PATIENCE
    while True:
        try:
            if ask(port, "kubernetes.default.svc.cluster.local", "A"):
                return
        except OSError:
            pass
        if process.poll() is not None or monotonic() > give_up:
            raise AssertionError((folder / "core-dns.log").read_text("utf-8"))
        sleep(0.1)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
