"""What many contexts in one run take: `python -m bench.contexts [CONTEXTS [PODS]]`, 50 contexts of 1,000 pods each.

The clusters are one fake server on this machine with the answers for a namespace of so many pods, so that the figures
are those of the program: seconds, processor seconds, and most memory. One context alone stands beside them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Process, Queue
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any
from urllib.parse import urlsplit

from bench import timed
from tests.read.scripted import http_server

OK, FORBIDDEN = 200, 403

PODS_OF_EACH = 50
"""So many pods are behind each Service."""


def answers(pods: int) -> dict[str, bytes]:
    """The lists of a namespace with so many pods, by their resource."""
    services = range(max(pods // PODS_OF_EACH, 1))
    made = {
        "services": [_service(number) for number in services],
        "pods": [_pod(number % len(services), number) for number in range(pods)],
        "endpointslices": [_slice(number, range(number, pods, len(services))) for number in services],
    }
    kinds = {"services": "ServiceList", "pods": "PodList", "endpointslices": "EndpointSliceList"}
    return {
        name: json.dumps({"kind": kinds[name], "apiVersion": "v1", "metadata": {}, "items": items}).encode()
        for name, items in made.items()
    }


def _service(number: int) -> dict[str, Any]:
    spec = {
        "type": "ClusterIP",
        "clusterIP": f"10.96.0.{number + 1}",
        "clusterIPs": [f"10.96.0.{number + 1}"],
        "ipFamilies": ["IPv4"],
        "internalTrafficPolicy": "Cluster",
        "selector": {"app": f"app-{number}"},
        "ports": [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}],
    }
    return {"metadata": {"name": f"app-{number}", "namespace": "shop", "uid": f"s{number}"}, "spec": spec}


def _address(number: int) -> str:
    return f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"


def _pod(service: int, number: int) -> dict[str, Any]:
    metadata = {"name": f"pod-{number}", "namespace": "shop", "uid": f"p{number}", "labels": {"app": f"app-{service}"}}
    container = {"name": "app", "image": "registry.example/app:1", "ports": [{"name": "http", "containerPort": 8080}]}
    filler = {"env": [{"name": f"VARIABLE_{each}", "value": "x" * 40} for each in range(40)]}
    status = {
        "phase": "Running",
        "podIP": _address(number),
        "podIPs": [{"ip": _address(number)}],
        "conditions": [{"type": each, "status": "True"} for each in ("Ready", "ContainersReady", "PodScheduled")],
    }
    return {"metadata": metadata, "spec": {"nodeName": "node-0", "containers": [container | filler]}, "status": status}


def _slice(service: int, numbers: range) -> dict[str, Any]:
    labels = {
        "kubernetes.io/service-name": f"app-{service}",
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
    }
    endpoints = [
        {
            "addresses": [_address(number)],
            "conditions": {"ready": True, "serving": True, "terminating": False},
            "nodeName": "node-0",
            "targetRef": {"kind": "Pod", "namespace": "shop", "name": f"pod-{number}", "uid": f"p{number}"},
        }
        for number in numbers
    ]
    owner = {"kind": "Service", "name": f"app-{service}", "uid": f"s{service}", "controller": True}
    return {
        "metadata": {"name": f"app-{service}-x", "namespace": "shop", "labels": labels, "ownerReferences": [owner]},
        "addressType": "IPv4",
        "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
        "endpoints": endpoints,
    }


def _serve(pods: int, urls: "Queue[str]") -> None:
    held = answers(pods)
    refused = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": FORBIDDEN}

    def reply(path: str) -> tuple[int, str, bytes]:
        found = held.get(urlsplit(path).path.rpartition("/")[2])
        if found is None:
            return FORBIDDEN, "application/json", json.dumps(refused).encode()
        return OK, "application/json", found

    with http_server(reply) as url:
        urls.put(url)
        while True:
            sleep(60)


@contextmanager
def _served(pods: int) -> Iterator[str]:
    """The URL of the fake server, in a process of its own so that it takes nothing from what is measured."""
    urls: Queue[str] = Queue()
    process = Process(target=_serve, args=(pods, urls), daemon=True)
    process.start()
    try:
        yield urls.get()
    finally:
        process.terminate()


def _kubeconfig(url: str, contexts: int) -> dict[str, Any]:
    return {
        "clusters": [{"name": "fake", "cluster": {"server": url}}],
        "contexts": [
            {"name": f"cluster-{number}", "context": {"cluster": "fake", "user": "", "namespace": "shop"}}
            for number in range(contexts)
        ],
        "current-context": "cluster-0",
    }


def measured(kubeconfig: Path, *words: str) -> dict[str, float]:
    """What one run takes."""
    command = [sys.executable, timed.__file__, sys.executable, "-m", "kubectl_porttrace", *words]
    environment = {**os.environ, "KUBECONFIG": str(kubeconfig)}
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    taken: dict[str, float] = json.loads(printed)
    return taken


def main(contexts: int = 50, pods: int = 1000) -> None:
    """Measure and print."""
    with _served(pods) as url, TemporaryDirectory() as folder:
        path = Path(folder) / "config"
        path.write_text(json.dumps(_kubeconfig(url, contexts)), encoding="utf-8")
        for title, words in (("one context", ()), (f"{contexts} contexts", ("--all-contexts",))):
            for output in ("table", "json"):
                taken = measured(path, *words, "-o", output)
                peak = taken["peak"] / 1e6
                sys.stdout.write(
                    f"{title}, {pods} pods each, -o {output}: {taken['wall']:.2f} s, {taken['cpu']:.2f} s of CPU, "
                    f"{peak:.0f} MB, exit code {taken['code']:.0f}\n"
                )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
