"""`--over-cluster` before an apply is what a plain read says after it, for random changes of random apps."""

import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace.cli import run_command
from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.truth.changes import Change, change
from tests.truth.figures import counted
from tests.truth.options import CHANGES, SEED
from tests.truth.snapshots import read
from tests.truth.test_controllers import disagreements

CHUNK = 20
PATIENCE = 180.0
"""Seconds for rollouts of all apps at once."""

SECOND_LOOK = 60.0
"""Seconds for what is there for a moment only."""

MAKERS = ("Deployment", "StatefulSet")


def apply(cluster: Cluster, namespace: Namespace, manifests: Sequence[Manifest]) -> None:
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(manifests)})
    cluster.kubectl("apply", "-f", "-", namespace=namespace.name, stdin=text)


def settled(namespace: Namespace) -> bool:
    """Whether all rollouts that go on by themselves are through, and slices are what they should be."""
    makers = [each for kind in MAKERS for each in namespace.objects(kind)]
    return (
        all(map(is_through, makers))
        and not any("deletionTimestamp" in each["metadata"] for each in namespace.objects("Pod"))
        and not disagreements(read(namespace))
    )


def is_through(maker: Manifest) -> bool:
    spec, status = maker["spec"], maker.get("status", {})
    if status.get("observedGeneration") != maker["metadata"]["generation"]:
        return False
    wanted = spec["replicas"]
    if status.get("replicas", 0) != wanted or status.get("readyReplicas", 0) != wanted:
        return False
    held = bool(spec.get("paused")) or spec.get("updateStrategy", {}).get("type") == "OnDelete"
    if "serviceName" in spec:
        return held or bool(status.get("currentRevision") == status.get("updateRevision"))
    return held or bool(status.get("updatedReplicas", 0) == wanted)


def ask(cluster: Cluster, namespace: Namespace, *words: str) -> Manifest:
    flags = ["-n", namespace.name, "--kubeconfig", str(cluster.kubeconfig()), "-o", "json", "--fail-on", "never"]
    with redirect_stdout(StringIO()) as stdout, redirect_stderr(StringIO()) as stderr:
        code = run_command([*words, *flags])
    assert code == 0, stderr.getvalue()
    report: Manifest = json.loads(stdout.getvalue())
    return report


def told(report: Manifest, names: frozenset[str]) -> dict[str, Any]:
    """What is said of some Services and what names them; nothing of names and addresses of pods, nor of what is new."""
    services = {each["name"]: each for each in report["services"] if each["name"] in names}
    found: dict[str, Any] = {
        name: (each["type"], each["selector"], each["pods"], [_port(port) for port in each["ports"]])
        for name, each in services.items()
    }
    for route in report["routes"]:
        for backend in route["backends"]:
            if backend["service"]["name"] in names:
                found[f"{route['kind']} {route['name']} {backend['path']}"] = (
                    backend["verdict"],
                    backend["servicePort"],
                    sorted(backend["findings"]),
                )
    for finding in report["findings"]:
        if finding["severity"] == "error":
            for subject in finding["subjects"]:
                if subject["name"] in names:
                    found.setdefault(f"errors of {subject['kind']} {subject['name']}", set()).add(finding["code"])
    return found


_OF_BACKENDS = ("port", "owner", "usable", "ready", "container")


def _port(port: Manifest) -> tuple[Any, ...]:
    backends = [each for each in port["backends"] if not each["terminating"]]
    return (
        port["name"],
        port["port"],
        port["protocol"],
        port["targetPort"],
        port["verdict"],
        # What is not known is null, which has no order of its own.
        sorted(([each[key] for key in _OF_BACKENDS] for each in backends), key=repr),
        sorted(each["owner"] for each in port["unresolved"]),
    )


BATCHES = [range(start, min(start + CHUNK, CHANGES)) for start in range(0, CHANGES, CHUNK)]


@pytest.mark.parametrize("numbers", BATCHES, ids=str)
def test_what_is_foreseen_comes_to_pass(
    control_plane: Cluster, namespace: Namespace, numbers: range, tmp_path: Path
) -> None:
    changes = [change(SEED, number) for number in numbers]
    with counted("files over the cluster") as tally:
        apply(control_plane, namespace, [each for one in changes for each in one.running])
        namespace.wait_for(lambda: settled(namespace), "the apps", PATIENCE)
        files = tmp_path / "files.json"
        held = [each for one in changes for each in one.files]
        files.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": held}))
        foreseen = ask(control_plane, namespace, "-f", str(files), "--over-cluster")
        apply(control_plane, namespace, held)
        namespace.wait_for(lambda: settled(namespace), "the change", PATIENCE)
        wrong: list[str] = []

        def as_foreseen() -> bool:
            """Looked at more than once: an IngressClass of another test may be there at one moment, say."""
            after = ask(control_plane, namespace)
            wrong[:] = [text for one in changes if (text := disagreement(one, foreseen, after))]
            return not wrong

        with suppress(AssertionError):
            namespace.wait_for(as_foreseen, "what was foreseen", SECOND_LOOK)
        tally["cases"] += len(changes)
        tally["services"] += len(foreseen["services"])
        tally["ports"] += sum(len(each["ports"]) for each in foreseen["services"])
        tally["disagreements"] = len(wrong)
        assert not wrong, "\n\n".join(wrong)


def node_ports(report: Manifest, names: frozenset[str]) -> dict[tuple[str, int], int]:
    """The node ports that are known; one that is yet to be given is not."""
    services = (each for each in report["services"] if each["name"] in names)
    return {
        (each["name"], port["port"]): port["nodePort"]
        for each in services
        for port in each["ports"]
        if port["nodePort"] is not None
    }


def disagreement(one: Change, foreseen: Manifest, after: Manifest) -> str | None:
    """Where the two say something else of one app; of a Service that is not shown, nothing was foreseen to change."""
    shown = frozenset(each["name"] for each in foreseen["services"]) & one.services
    before, now = told(foreseen, shown), told(after, shown)
    kept = node_ports(foreseen, shown)
    before["node ports"], now["node ports"] = kept, {key: node_ports(after, shown).get(key) for key in kept}
    if before == now:
        return None
    keys = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    lines = [f"{key}:\n  foreseen {before.get(key)}\n  came     {now.get(key)}" for key in keys]
    return "\n".join([f"{', '.join(one.told)} ({', '.join(each['kind'] for each in one.files)})", *lines])
