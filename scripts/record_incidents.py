"""Record the incidents behind `--demo=NAME` anew: `python -m scripts.record_incidents [NAME ...]`.

Each is made of its manifests in `scripts/demo/incidents` on a control plane of its own, as a webhook concerns all of a
cluster, and is recorded with `kubectl porttrace --save`, as anybody would. Pods are simulated: that their probe
fails is told in the kubelet's place. Times are moved as `record_demo` moves them.
"""

import sys
import tempfile
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

from kubectl_porttrace.demos import DEMOS, SHOP
from scripts.record_demo import MANIFESTS, RECORDING, probe_event, tidied
from tests.cluster.api import resource_path
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import HAND_NODES
from tests.cluster.plugin import Porttrace

INCIDENTS = tuple(name for name in DEMOS if name != SHOP)
NAMESPACES = {"webhook-timeout": "policy-system"}
SERVICES = {"ingress-503": ("cart", 2), "webhook-timeout": ("policy", 1)}
"""What the pods of an incident are labelled with as their app, and how many they are: two of `orders` elsewhere."""

PROBE_FAILS = "Readiness probe failed: HTTP probe failed with statuscode: 404"


def main(names: list[str]) -> int:
    """Record those named, or all."""
    for name in names or INCIDENTS:
        with (
            ControlPlane() as plane,
            closing(Cluster(plane.connection)) as cluster,
            tempfile.TemporaryDirectory() as home,
        ):
            make(cluster, name)
            saved = Path(home) / "saved.json"
            result = Porttrace(cluster, NAMESPACES.get(name, SHOP), Path(home))(
                "--save", str(saved), "--fail-on", "never"
            )
            if result.returncode != 0:
                sys.stderr.write(result.stderr)
                return 1
            after = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(seconds=1)
            target = RECORDING.with_name(f"{name}.json")
            target.write_text(tidied(saved.read_text("utf-8"), after), "utf-8")
        print(f"recorded {target}")
    return 0


def make(cluster: Cluster, name: str) -> None:
    """Apply the manifests of an incident, and wait until all its pods are in the state they are to have."""
    api = cluster.api()
    for node in HAND_NODES:
        api.delete(resource_path("Node", name=node))
    place = NAMESPACES.get(name, SHOP)
    api.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": place}})
    there = Namespace(api, place)
    app, count = SERVICES.get(name, ("orders", 2))
    parts = (MANIFESTS / "incidents" / f"{name}.yaml").read_text("utf-8").split("---\n")
    for part in parts[:2]:
        there.apply(part)
    pods = there.wait_for_pods(count, app=app)
    for pod in pods if name == "not-ready" else ():
        there.set_state(pod, "unready")
        there.create({**probe_event(pod), "message": PROBE_FAILS})
    if name == "not-ready":
        there.wait_for_endpoints(app, 0, count)
    # What refuses pods comes when they are there.
    with tempfile.TemporaryDirectory() as folder:
        for number, part in enumerate(parts[2:]):
            file = Path(folder) / f"{number}.yaml"
            file.write_text(part, "utf-8")
            cluster.kubectl("apply", "-f", str(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
