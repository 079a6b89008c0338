"""Random apps, and a random change of each: what a pull request would do to them."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.objects import container, container_port, service, service_port, workload

KINDS = ("Deployment", "Deployment", "StatefulSet")
NAMES = ("http", "web", "main")
NUMBERS = (8080, 8081, 9090)


@dataclass(frozen=True)
class Change:
    """An app as it runs, and the manifests of it that change; what the change is called, for a failure to say."""

    running: tuple[Manifest, ...]
    files: tuple[Manifest, ...]
    told: tuple[str, ...]

    @property
    def services(self) -> frozenset[str]:
        """The Services of the app, those of other teams among them."""
        held = (*self.running, *self.files)
        return frozenset(each["metadata"]["name"] for each in held if each["kind"] == "Service")


def change(seed: int, number: int) -> Change:
    """The app of that number, and its change."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - a test's own dice
    name = f"a{number}"
    app = _app(random, name)
    files = {kind: deepcopy(each) for kind, each in app.items() if kind != "other"}
    told = tuple(random.sample(sorted(CHANGES), random.choice((1, 1, 2))))
    for each in told:
        CHANGES[each](random, name, files)
    changed = {kind for kind, each in files.items() if each != app.get(kind)}
    kept = {kind for kind in files if random.random() < 0.3}
    chosen = sorted(changed | kept) or ["service"]
    return Change(tuple(app.values()), tuple(files[kind] for kind in chosen), told)


def _app(random: Random, name: str) -> dict[str, Manifest]:
    port = container_port(random.choice(NUMBERS), random.choice((*NAMES, None)))
    target = random.choice((port.get("name"), port["containerPort"])) or port["containerPort"]
    if random.random() < 0.2:
        target = random.choice((*NAMES, 7777))
    ports = [service_port(80, target, random.choice(("http", None)))]
    if random.random() < 0.3:
        ports = [service_port(80, target, "http"), service_port(81, random.choice(NUMBERS), "more")]
    kind = random.choice(KINDS)
    labels = {"app": name, "tier": "front"}
    type_ = random.choice(({}, {}, {"type": "NodePort"}, {"clusterIP": "None"}))
    maker = workload(
        kind,
        name,
        container("app", port),
        replicas=random.choice((0, 1, 2, 2)),
        labels=labels,
        selector={"matchLabels": {"app": name}},
    )
    app = {
        "service": _with_version(service(name, *ports, selector=random.choice(({"app": name}, labels)), **type_)),
        "workload": maker,
        "other": _with_version(service(f"{name}-other", service_port(8000, target), selector={"app": name})),
    }
    if random.random() < 0.6:
        app["ingress"] = _ingress(name, {"number": random.choice((80, 80, 81))})
    return app


def _with_version(manifest: Manifest) -> Manifest:
    return {"apiVersion": "v1", "kind": "Service"} | manifest


def _ingress(name: str, port: Mapping[str, Any]) -> Manifest:
    backend = {"service": {"name": name, "port": dict(port)}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    rules = [{"host": f"{name}.example.com", "http": {"paths": paths}}]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": name},
        "spec": {"rules": rules},
    }


Files = dict[str, Manifest]


def _ports(files: Files) -> list[Manifest]:
    ports: list[Manifest] = files["service"]["spec"]["ports"]
    return ports


def _container(files: Files) -> Manifest:
    (found,) = files["workload"]["spec"]["template"]["spec"]["containers"]
    kept: Manifest = found
    return kept


def _renamed_port(random: Random, _name: str, files: Files) -> None:
    _container(files)["ports"] = [
        container_port(each["containerPort"], random.choice(NAMES)) for each in _container(files)["ports"]
    ]


def _moved_port(random: Random, _name: str, files: Files) -> None:
    for each in _container(files)["ports"]:
        each["containerPort"] = random.choice(NUMBERS)


def _undeclared(_random: Random, _name: str, files: Files) -> None:
    _container(files)["ports"] = []


def _other_image(_random: Random, _name: str, files: Files) -> None:
    _container(files)["image"] = "registry.example/app:2"


def _scaled(random: Random, _name: str, files: Files) -> None:
    files["workload"]["spec"]["replicas"] = random.randrange(4)


def _label_lost(_random: Random, _name: str, files: Files) -> None:
    files["workload"]["spec"]["template"]["metadata"]["labels"].pop("tier")


def _probed(random: Random, _name: str, files: Files) -> None:
    _container(files)["readinessProbe"] = {"httpGet": {"port": random.choice(NUMBERS)}}


def _held_back(_random: Random, _name: str, files: Files) -> None:
    """A template that is not rolled out."""
    spec = files["workload"]["spec"]
    if files["workload"]["kind"] == "Deployment":
        spec["paused"] = True
    else:
        spec["updateStrategy"] = {"type": "OnDelete", "rollingUpdate": None}
    _container(files)["ports"] = []


def _retargeted(random: Random, _name: str, files: Files) -> None:
    _ports(files)[0]["targetPort"] = random.choice((*NAMES, *NUMBERS))


def _renumbered(random: Random, _name: str, files: Files) -> None:
    _ports(files)[0]["port"] = random.choice((80, 8000))


def _port_added(random: Random, _name: str, files: Files) -> None:
    _ports(files)[0]["name"] = "http"
    files["service"]["spec"]["ports"] = [_ports(files)[0], service_port(90, random.choice(NUMBERS), "added")]


def _selector_changed(random: Random, name: str, files: Files) -> None:
    selectors = ({"app": name}, {"app": name, "tier": "front"}, {"app": name, "tier": "back"}, {"app": "nobody"})
    files["service"]["spec"]["selector"] = random.choice(selectors)


def _type_changed(random: Random, _name: str, files: Files) -> None:
    if files["service"]["spec"].get("clusterIP") != "None":
        files["service"]["spec"]["type"] = random.choice(("ClusterIP", "NodePort", "LoadBalancer"))


def _unready_too(_random: Random, _name: str, files: Files) -> None:
    files["service"]["spec"]["publishNotReadyAddresses"] = True


def _new_service(random: Random, name: str, files: Files) -> None:
    files["new"] = _with_version(
        service(f"{name}-new", service_port(80, random.choice((*NAMES, *NUMBERS))), selector={"app": name})
    )


def _new_workload(random: Random, name: str, files: Files) -> None:
    labels = {"app": name, "tier": random.choice(("front", "back"))}
    files["second"] = workload(
        random.choice(KINDS),
        f"{name}-second",
        container("app", container_port(random.choice(NUMBERS), random.choice(NAMES))),
        replicas=random.choice((1, 2)),
        labels=labels | {"copy": "second"},
    )


def _other_route(random: Random, name: str, files: Files) -> None:
    files["ingress"] = _ingress(name, random.choice(({"number": 80}, {"number": 8000}, {"name": "http"})))


CHANGES: Mapping[str, Callable[[Random, str, Files], None]] = {
    "a container port is renamed": _renamed_port,
    "a container port gets another number": _moved_port,
    "a container port is not declared any more": _undeclared,
    "the image changes": _other_image,
    "the replicas change": _scaled,
    "the template loses a label": _label_lost,
    "a readiness probe is added": _probed,
    "a template that is held back": _held_back,
    "the targetPort changes": _retargeted,
    "the Service port changes": _renumbered,
    "a Service port is added": _port_added,
    "the selector changes": _selector_changed,
    "the type changes": _type_changed,
    "addresses that are not ready are published": _unready_too,
    "a new Service": _new_service,
    "a new workload": _new_workload,
    "the Ingress names another port": _other_route,
}
