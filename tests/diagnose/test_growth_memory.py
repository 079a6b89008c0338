"""Memory grows as the cluster does, and no faster: what Python holds at most, which a busy machine does not change."""

import subprocess
import sys
from pathlib import Path

import pytest

MEASURED = """
import contextlib, io, json, sys, tracemalloc
from kubectl_porttrace.cli import run_command

def made(kind, n):
    metadata = {"name": f"r{n}", "namespace": "shop"}
    if kind == "Ingress":
        backend = {"service": {"name": "web", "port": {"number": 80}}}
        rule = {"host": f"r{n}.example", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}
        return {"apiVersion": "networking.k8s.io/v1", "kind": kind, "metadata": metadata, "spec": {"rules": [rule]}}
    spec = {"parentRefs": [{"name": "edge"}], "rules": [{"backendRefs": [{"name": "web", "port": 80}]}]}
    return {"apiVersion": "gateway.networking.k8s.io/v1", "kind": kind, "metadata": metadata, "spec": spec}

kind, count = sys.argv[1], int(sys.argv[2])
web = {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"ports": [{"port": 80}], "selector": {"app": "web"}}}
listener = {"name": "http", "port": 80, "protocol": "HTTP"}
gateway = {"metadata": {"name": "edge", "namespace": "shop"}, "spec": {"listeners": [listener]}}
items = [{"apiVersion": "v1", "kind": "Service", **web}]
items.append({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", **gateway})
items += [made(kind, n) for n in range(count)]
written = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
del items
with contextlib.redirect_stdout(io.StringIO()) as out:
    with open(sys.argv[3], "w") as file:
        file.write(written)
    run_command(["--demo", "-o", "json"])
    out.truncate(0)
    tracemalloc.start()
    code = run_command(["-f", sys.argv[3], "-n", "shop", "-o", "json", "--fail-on", "never"])
    peak = tracemalloc.get_traced_memory()[1]
print(code, peak, out.getvalue().count(f'"kind":"{kind}"') + out.getvalue().count(f'"kind": "{kind}"'))
"""
"""Prints the exit code, how many bytes were held at most, and how often the report names the kind. What the demo
imports is not counted; a process of its own, as `tracemalloc` counts what other tests hold as well."""


def peak(kind: str, count: int, path: Path) -> int:
    """How many bytes a look at so many routes in a file holds at most."""
    command = [sys.executable, "-c", MEASURED, kind, str(count), str(path)]
    asked = subprocess.run(command, capture_output=True, text=True, check=True)
    code, most, named = map(int, asked.stdout.split())
    assert code == 0
    assert named >= count
    return most


@pytest.mark.parametrize("kind", ["Ingress", "HTTPRoute"])
def test_routes_of_a_namespace_take_memory_by_their_number(kind: str, tmp_path: Path) -> None:
    """What a thousand take more than five hundred is what the next thousand takes again, twice."""
    few, some, many = (peak(kind, count, tmp_path / "routes.json") for count in (500, 1000, 2000))
    assert many - some < 2.2 * (some - few)
