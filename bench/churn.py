"""A namespace that never rests, watched for hours in fast motion: `python -m bench.churn [SECONDS] [CHANGES A SECOND]`.

The API server is one of this process, so that nothing but the watching is measured. It forgets what was long ago and
ends watches, as a real one does. What is known in the end is compared with what a fresh read says.
"""

import gc
import json
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.options import Options
from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.rounds import read_cluster
from kubectl_porttrace.read.cluster.watched.store import Store
from kubectl_porttrace.sessions.session import Session
from kubectl_porttrace.watch.changes import present
from kubectl_porttrace.watch.loop import Looks
from kubectl_porttrace.watch.states import states

Json = dict[str, Any]

PODS = 60
REMEMBERED = 4000
"""So many events are remembered; a watch from before gets 410."""

LONGEST_WATCH = 15.0
MINUTE = 60.0
KINDS = {"services": "Service", "endpointslices": "EndpointSlice", "pods": "Pod"}


class World:
    """Two Services, their pods and slices, and the events that made them so; as an API server tells of them."""

    def __init__(self, seed: int = 1) -> None:
        """Make what is there at first."""
        self.url = "https://churn"
        self.changes = 0
        self._random = Random(seed)  # noqa: S311 - a measurement, not a secret
        self._objects: dict[str, dict[str, Json]] = {resource: {} for resource in KINDS}
        self._events: deque[tuple[int, str, bytes]] = deque(maxlen=REMEMBERED)
        self._version = 1
        self._made = 0
        self._news = threading.Condition()
        for name in ("web", "api"):
            ports = [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}]
            spec = {"type": "ClusterIP", "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"], "ports": ports}
            self._put("services", name, spec={**spec, "selector": {"app": name}, "ipFamilies": ["IPv4"]})
        for _ in range(PODS):
            self.change()

    def change(self) -> None:
        """Make, change or delete a pod, and publish it; now and then change a selector."""
        with self._news:
            self.changes += 1
            pods = self._objects["pods"]
            dice = self._random.random()
            if len(pods) < PODS or dice < 0.2:  # noqa: PLR2004 - a share
                self._make_pod()
            elif dice < 0.4:  # noqa: PLR2004 - a share
                self._remove("pods", self._random.choice(list(pods)))
            elif dice < 0.41:  # noqa: PLR2004 - a share
                service = self._objects["services"]["web"]
                self._put(
                    "services",
                    "web",
                    spec={**service["spec"], "selector": {"app": self._random.choice(["web", "wbe"])}},
                )
            else:
                old = pods[self._random.choice(list(pods))]
                self._put_pod(old, ready=self._random.random() < 0.7)  # noqa: PLR2004 - a share
            for name in ("web", "api"):
                self._publish(name)
            self._news.notify_all()

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:  # noqa: ARG002 - a server has it
        """Answer a list or an object."""
        *_, last = path.split("/")
        with self._news:
            if last in KINDS:
                items = [each for each in self._objects[last].values() if _selected(last, each, query)]
                whole = {
                    "kind": f"{KINDS[last]}List",
                    "metadata": {"resourceVersion": str(self._version)},
                    "items": items,
                }
                return _answer(whole)
            resource = path.split("/")[-2]
            found = self._objects.get(resource, {}).get(last)
        return _answer(found) if found else _answer({"kind": "Status", "code": 404, "message": "not found"}, 404)

    def follow(self, path: str, parameters: Mapping[str, str], accept: str, silence: float) -> "Watch | HttpAnswer":  # noqa: ARG002
        """Answer a watch."""
        resource = path.rpartition("/")[2]
        if resource not in KINDS:
            return _answer({"kind": "Status", "code": 404, "message": "not found"}, 404)
        return Watch(self, resource, dict(parameters))

    def since(self, version: int, resource: str) -> tuple[int, list[bytes]] | None:
        """The lines about a resource after a version, and the version they lead to; None where these are forgotten."""
        with self._news:
            if self._version == version:
                self._news.wait(0.5)
            if self._events and self._events[0][0] > version + 1:
                return None
            return self._version, [line for at, of, line in self._events if at > version and of == resource]

    def _make_pod(self) -> None:
        self._made += 1
        app = self._random.choice(["web", "api"])
        # No two pods have equal containers, so that whatever is kept of them would show.
        ports = [{"name": self._random.choice(["http", "http", "htp"]), "containerPort": 8080}]
        spec = {"nodeName": "node-0", "containers": [{"name": f"app-{self._made}", "ports": ports}]}
        metadata = {"labels": {"app": app, "pod-template-hash": f"h{self._made}"}}
        owner = {"kind": "ReplicaSet", "name": f"{app}-h{self._made}", "controller": True}
        self._put_pod(
            {"metadata": {"name": f"{app}-{self._made}", **metadata, "ownerReferences": [owner]}, "spec": spec},
            ready=True,
        )

    def _put_pod(self, old: Json, *, ready: bool) -> None:
        name = old["metadata"]["name"]
        ip = f"10.{self._made >> 16 & 255}.{hash(name) >> 8 & 255}.{hash(name) & 255}"
        ip = old.get("status", {}).get("podIP", ip)
        conditions = [{"type": kind, "status": str(ready)} for kind in ("Ready", "ContainersReady")]
        status = {"phase": "Running", "podIP": ip, "podIPs": [{"ip": ip}], "conditions": conditions}
        more = {key: value for key, value in old["metadata"].items() if key not in {"name", "namespace", "uid"}}
        self._put("pods", name, metadata=more, spec=old["spec"], status=status)

    def _publish(self, name: str) -> None:
        """The slice of a Service, as the controller makes it."""
        selector = self._objects["services"][name]["spec"]["selector"]
        endpoints = [
            {
                "addresses": [pod["status"]["podIP"]],
                "nodeName": "node-0",
                "conditions": dict.fromkeys(("ready", "serving"), pod["status"]["conditions"][0]["status"] == "True"),
                "targetRef": {"kind": "Pod", **{key: pod["metadata"][key] for key in ("name", "namespace", "uid")}},
            }
            for pod in self._objects["pods"].values()
            if pod["metadata"]["labels"]["app"] == selector["app"]
            and pod["spec"]["containers"][0]["ports"][0]["name"] == "http"
        ]
        labels = {
            "kubernetes.io/service-name": name,
            "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
        }
        ports = [{"name": "http", "protocol": "TCP", "port": 8080}]
        known = self._objects["endpointslices"].get(f"{name}-x")
        if known is None or known["endpoints"] != endpoints:
            more = {"addressType": "IPv4", "endpoints": endpoints, "ports": ports}
            self._put("endpointslices", f"{name}-x", metadata={"labels": labels}, **more)

    def _put(self, resource: str, name: str, metadata: Json | None = None, **more: Any) -> None:  # noqa: ANN401 - JSON
        self._version += 1
        own = {"name": name, "namespace": "shop", "uid": f"uid-{name}", "resourceVersion": str(self._version)}
        made = {"kind": KINDS[resource], "metadata": {"labels": {}, **(metadata or {}), **own}, **more}
        type_ = "MODIFIED" if name in self._objects[resource] else "ADDED"
        self._objects[resource][name] = made
        self._tell(resource, type_, made)

    def _remove(self, resource: str, name: str) -> None:
        self._version += 1
        gone = self._objects[resource].pop(name)
        gone["metadata"] = {**gone["metadata"], "resourceVersion": str(self._version)}
        self._tell(resource, "DELETED", gone)

    def _tell(self, resource: str, type_: str, made: Json) -> None:
        self._events.append((self._version, resource, json.dumps({"type": type_, "object": made}).encode()))


class Watch:
    """One watch, which ends after a while."""

    def __init__(self, world: World, resource: str, parameters: Mapping[str, str]) -> None:
        """Watch a resource of a world from a version on."""
        self._world = world
        self._resource = resource
        self._parameters = parameters
        self._ends = time.monotonic() + LONGEST_WATCH
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        """The lines; those about objects that are not selected are left out."""
        version = int(self._parameters["resourceVersion"])
        while not self._closed and time.monotonic() < self._ends:
            found = self._world.since(version, self._resource)
            if found is None:
                yield json.dumps({"type": "ERROR", "object": {"kind": "Status", "code": 410}}).encode()
                return
            version, lines = found
            yield from (
                line for line in lines if _selected(self._resource, json.loads(line)["object"], self._parameters)
            )
            mark = {"kind": KINDS[self._resource], "metadata": {"resourceVersion": str(version)}}
            yield json.dumps({"type": "BOOKMARK", "object": mark}).encode()

    def close(self) -> None:
        """End it."""
        self._closed = True


class Offline(Session):
    """A session that only follows and diagnoses: what is watched comes from elsewhere."""

    def read(self) -> Snapshot:
        """Nothing is read here."""
        raise NotFoundError("nothing to read")


def churn(world: World, seconds: float, rate: float) -> Iterator[tuple[float, tuple[str, ...], tuple[str, ...]]]:
    """Watch a world that changes so often a second.

    Returns:
        Every ten seconds how many have passed; and in the end what is said of it, and what a fresh read says.
    """
    session = Offline(Options(namespace="shop"))
    source = Source("cluster")
    with closing(Store(world, source, session.question, lambda _: None)) as store:
        begun = reported = time.monotonic()
        looks = iter(Looks(session, store, ProgressLine(None)))
        said: tuple[str, ...] = ()
        ended = False
        while True:
            look = next(looks)
            if look is not None and look.report is not None:
                said = tuple(present(states(look.report, routes=False)))
            now = time.monotonic()
            while not ended and world.changes < PODS + (now - begun) * rate:
                world.change()
            ended = now - begun > seconds
            if now - reported > 10.0 and not ended:  # noqa: PLR2004 - seconds
                reported = now
                yield now - begun, (), ()
            if ended:
                fresh = session.follow(read_cluster(world, source, session.question, ProgressLine(None)))
                expected = tuple(present(states(session.diagnose(fresh), routes=False)))
                if said == expected or now - begun > seconds + MINUTE:
                    yield now - begun, said, expected
                    return


def resident() -> float:
    """The megabytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    """Measure as the command line says."""
    seconds, rate = (float(word) for word in [*sys.argv[1:], *("600", "200")[len(sys.argv) - 1 :]])
    gc.enable()
    world = World()
    for passed, said, expected in churn(world, seconds, rate):
        taken = f"{resident():.1f} MB  {time.process_time():.1f} s of processor time"
        sys.stdout.write(f"{passed:6.0f} s  {world.changes} changes  {taken}\n")
        sys.stdout.flush()
        if expected:
            sys.stdout.write(f"said in the end: {said}\nfresh read:      {expected}\n")
            sys.exit(said != expected)


def _selected(resource: str, item: Json, query: Mapping[str, str]) -> bool:
    """Whether a list or a watch has an object: by its name, or by the labels that the questions of a Service use."""
    wanted = query.get("fieldSelector", "").partition("metadata.name=")[2]
    labels = query.get("labelSelector", "")
    if resource == "endpointslices" and " in (" in labels:
        names = labels.partition("(")[2].rstrip(")").split(",")
        return item["metadata"]["labels"].get("kubernetes.io/service-name") in names
    pairs = dict(each.split("=") for each in labels.split(",") if "=" in each)
    return wanted in {"", item["metadata"]["name"]} and pairs.items() <= item["metadata"]["labels"].items()


def _answer(body: Json, status: int = 200) -> HttpAnswer:
    return HttpAnswer(status, json.dumps(body).encode(), "application/json")


if __name__ == "__main__":
    main()
