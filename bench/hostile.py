"""What files take that were made to take long: `python -m bench.hostile [WORD]`, those whose name has the word.

Each is run at parts of its size and at the whole: what takes time or memory by the square shows at once. Where Services
or ports share pods, the report itself is the product: it lists the backends of each.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tabulate import tabulate

MEGABYTE = 1_000_000
PARTS = (4, 2, 1)
"""The shares of the whole size that are measured."""

Manifest = dict[str, Any]


def service(name: str, ports: list[Manifest], **selector: str) -> Manifest:
    """A Service that selects pods by their labels."""
    spec = {"selector": selector or {"app": "web"}, "ports": ports}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}


def pod(name: str, *numbers: int) -> Manifest:
    """A pod that is ready and declares these numbers."""
    containers = [{"name": "app", "ports": [{"containerPort": number} for number in numbers]}]
    owner = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "web", "controller": True}
    metadata = {"name": name, "uid": name, "labels": {"app": "web"}, "ownerReferences": [owner]}
    digits = int(name.rpartition("-")[2])
    address = f"10.{digits >> 16}.{digits >> 8 & 255}.{digits & 255}"
    ready = [{"type": "Ready", "status": "True"}]
    status = {"phase": "Running", "conditions": ready, "podIP": address, "podIPs": [{"ip": address}]}
    spec = {"containers": containers, "nodeName": "node-0"}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": status}


def listed(items: Iterator[Manifest]) -> Iterator[str]:
    """A list as kubectl prints it."""
    yield '{"apiVersion": "v1", "kind": "List", "items": ['
    separator = ""
    for item in items:
        yield separator + json.dumps(item)
        separator = ","
    yield "]}"


def services_and_pods(size: int) -> Iterator[str]:
    """Services, all of which select all of the pods."""

    def items() -> Iterator[Manifest]:
        ports = [{"name": "http", "port": 80, "targetPort": 8080}]
        yield from (service(f"web-{n}", ports) for n in range(size))
        yield from (pod(f"web-{n}", 8080) for n in range(size))

    return listed(items())


def ports_and_pods(size: int) -> Iterator[str]:
    """Four ports of one Service for each of the pods, each with a number of its own: so many backends in the report."""

    def items() -> Iterator[Manifest]:
        yield service("web", [{"name": f"p{n}", "port": n + 1, "targetPort": n + 1} for n in range(4 * size)])
        yield from (pod(f"web-{n}", 8080) for n in range(size))

    return listed(items())


def ports(size: int) -> Iterator[str]:
    """One Service of many ports."""
    yield json.dumps(service("web", [{"name": f"p{n}", "port": n + 1, "targetPort": n + 1} for n in range(size)]))


def documents(size: int) -> Iterator[str]:
    """JSON documents, one behind the other."""
    for number in range(size):
        yield json.dumps(service(f"web-{number}", [{"port": 80}], app=f"web-{number}"))


def yaml_documents(size: int) -> Iterator[str]:
    """The same in YAML."""
    for number in range(size):
        yield (
            f"---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web-{number}\n"
            f"spec:\n  selector:\n    app: web-{number}\n  ports:\n  - port: 80\n"
        )


def config_maps(size: int) -> Iterator[str]:
    """YAML documents that are of no use."""
    for number in range(size):
        yield f"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map-{number}\ndata:\n  a: b\n"


CASES: dict[str, tuple[Callable[[int], Iterator[str]], int, str]] = {
    "Services on the same pods": (services_and_pods, 1000, "json"),
    "pods behind four times as many ports": (ports_and_pods, 500, "json"),
    "ports of a Service": (ports, 50_000, "json"),
    "JSON documents": (documents, 100_000, "json"),
    "YAML documents": (yaml_documents, 100_000, "yaml"),
    "YAML documents of other kinds": (config_maps, 100_000, "yaml"),
}


NOT_LISTED = ("YAML documents of other kinds",)
"""Of these there is nothing to report."""


def main() -> None:
    """Measure, and print a table."""
    word = " ".join(sys.argv[1:])
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (made, size, extension) in CASES.items():
            for part in PARTS if word in name else ():
                path = Path(folder) / f"made.{extension}"
                path.write_text("".join(made(size // part)), "utf-8")
                for output in ("wide", "json") if name not in NOT_LISTED else ("name",):
                    taken = _taken(path, output)
                    peak = f"{taken['peak'] / MEGABYTE:,.0f}"
                    rows.append([name, f"{size // part:,}", output, f"{taken['cpu']:.1f}", peak, taken["code"]])
                    sys.stderr.write(f"{rows[-1]}\n")
    headers = ("", "size", "output", "CPU s", "peak MB", "code")
    sys.stdout.write(tabulate(rows, headers=headers, tablefmt="plain", disable_numparse=True) + "\n")


def _taken(path: Path, output: str) -> Manifest:
    timed = [sys.executable, "-I", str(Path(__file__).with_name("timed.py"))]
    command = [sys.executable, "-m", "kubectl_porttrace", "-f", str(path), "-o", output]
    return dict(json.loads(subprocess.run([*timed, *command], capture_output=True, check=True).stdout))


if __name__ == "__main__":
    main()
