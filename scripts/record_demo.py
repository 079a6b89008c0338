"""Record the cluster behind `--demo` anew: `python -m scripts.record_demo`.

Starts a control plane of its own, applies the manifests of `scripts/demo`, waits until the controllers have made of
them what they make, and records it with `kubectl porttrace --save`, as anybody would. Nodes and pods are simulated,
so the one thing only a kubelet knows, why the pods of `search` are not ready, is told in its place.

Only times are changed afterwards, and the labels of the test nodes left out: the shop has run for twelve days and the
rollout of `web` is four minutes old.
"""

import json
import re
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tests.cluster.api import Manifest, resource_path
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace, endpoints
from tests.cluster.nodes import HAND_NODES
from tests.cluster.plugin import Porttrace

MANIFESTS = Path(__file__).parent / "demo"
RECORDING = Path(__file__).parents[1] / "kubectl_porttrace" / "read" / "demo" / "shop.json"
NAMESPACE = "shop"
ROLLOUT = "30-web-rollout.yaml"
OBSERVED_AT = datetime(2026, 11, 21, 3, 10, tzinfo=timezone.utc)
SHOP_AGE = timedelta(days=12, minutes=5)
ROLLOUT_AGE = timedelta(minutes=4, seconds=30)
TEST_LABELS = "porttrace.test/"

PODS = {
    "admin": 2,
    "cart": 3,
    "catalog": 2,
    "checkout": 2,
    "images": 2,
    "orders-db": 3,
    "payments": 2,
    "recommendations": 2,
    "search": 2,
    "statsd": 1,
    "web": 8,
}
UNREADY = "search"
PROBE_ERROR = 'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "api": invalid syntax'

_TIME = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z"')


def main() -> int:
    """Record, and say where."""
    with ControlPlane() as plane, tempfile.TemporaryDirectory() as home:
        cluster = Cluster(plane.connection)
        shop = build_shop(cluster)
        start_rollout(shop)
        started = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(seconds=1)
        wait_for_rollout(shop)
        target = Path(home) / "shop.json"
        result = Porttrace(cluster, NAMESPACE, Path(home))("--save", str(target), "--fail-on", "never")
        if result.returncode != 0:
            sys.stderr.write(result.stderr)
            return 1
        RECORDING.write_text(tidied(target.read_text("utf-8"), started), "utf-8")
        cluster.close()
    print(f"recorded {RECORDING}")
    return 0


def build_shop(cluster: Cluster) -> Namespace:
    """Make the shop as it was before the rollout, with every pod in the state it is to have."""
    api = cluster.api()
    for name in HAND_NODES:
        api.delete(resource_path("Node", name=name))
    api.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
    shop = Namespace(api, NAMESPACE)
    for path in sorted(MANIFESTS.glob("*.yaml")):
        if path.name != ROLLOUT:
            shop.apply(path.read_text("utf-8"))
    for name, count in PODS.items():
        shop.wait_for_pods(count, app=name)
    for pod in shop.objects("Pod", app=UNREADY):
        shop.set_state(pod, "unready")
        shop.create(probe_event(pod))
    shop.wait_for_endpoints(UNREADY, 0, PODS[UNREADY])
    shop.wait_for_endpoints("warehouse", 2)
    shop.wait_for_endpoints("web", PODS["web"])
    return shop


def start_rollout(shop: Namespace) -> None:
    """Change the template of `web`, a moment after everything else, so that times tell the two apart."""
    time.sleep(2.5)
    shop.apply((MANIFESTS / ROLLOUT).read_text("utf-8"))


def wait_for_rollout(shop: Namespace) -> None:
    """Wait until three pods of the new revision are published beside the five old ones."""

    def halfway(slices: list[Manifest]) -> bool:
        ports = {each["metadata"]["name"]: {port["name"] for port in each["ports"] or ()} for each in slices}
        counted = {
            "http" in ports[each["metadata"]["name"]]: len(endpoints([each])) for each in slices if each["endpoints"]
        }
        return counted == {True: 5, False: 3}

    shop.wait_for_slices("web", halfway)
    shop.wait_for_pods(PODS["web"], app="web")


def probe_event(pod: Manifest) -> Manifest:
    """What the kubelet says of a probe whose port name its container does not have."""
    metadata = pod["metadata"]
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    container = pod["spec"]["containers"][0]["name"]
    subject = {"apiVersion": "v1", "kind": "Pod", "fieldPath": f"spec.containers{{{container}}}"}
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": f"{metadata['name']}.unhealthy"},
        "involvedObject": subject | {key: metadata[key] for key in ("name", "namespace", "uid")},
        "reason": "Unhealthy",
        "message": PROBE_ERROR,
        "type": "Warning",
        "firstTimestamp": now,
        "lastTimestamp": now,
        "count": 1,
        "source": {"component": "kubelet", "host": pod["spec"]["nodeName"]},
    }


def tidied(recording: str, started: datetime) -> str:
    """The recording with the times of the story, and without the labels that only the tests use.

    Args:
        recording: what `--save` wrote, one object per line.
        started: when the rollout began.
    """
    times = [datetime.fromisoformat(f"{found[1]}+00:00") for found in _TIME.finditer(recording)]
    first = min(each for each in times if started - each < timedelta(hours=1))

    def moved(found: re.Match[str]) -> str:
        when = datetime.fromisoformat(f"{found[1]}+00:00")
        told = OBSERVED_AT - ROLLOUT_AGE + (when - started)
        if when < started:
            told = OBSERVED_AT - SHOP_AGE + max(when - first, timedelta())
        return f'"{told:%Y-%m-%dT%H:%M:%SZ}"'

    lines = _TIME.sub(moved, recording).splitlines()
    return "".join(f"{_without_test_labels(_observed(line))}\n" for line in lines)


def _observed(line: str) -> str:
    return f'"observedAt":"{OBSERVED_AT:%Y-%m-%dT%H:%M:%SZ}",' if line.startswith('"observedAt":') else line


def _without_test_labels(line: str) -> str:
    if TEST_LABELS not in line:
        return line
    end = "," if line.endswith(",") else ""
    item = json.loads(line.removesuffix(","))
    labels = item["metadata"]["labels"]
    item["metadata"]["labels"] = {key: value for key, value in labels.items() if not key.startswith(TEST_LABELS)}
    return json.dumps(item, separators=(",", ":")) + end


if __name__ == "__main__":
    sys.exit(main())
