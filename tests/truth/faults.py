"""What people get wrong: each fault changes one healthy app, and some need a namespace of their own."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from random import Random
from types import MappingProxyType

from tests.cluster.api import Manifest
from tests.cluster.objects import container, container_port, endpoint_slice, service, service_port, workload
from tests.truth.shops import App, Shop, healthy

Fault = Callable[[Random, App], App | None]
"""Puts itself into an app; None where that app has no room for it."""


def shop(seed: int, number: int) -> Shop:
    """The shop of that number in the series of a seed; the same for the same arguments."""
    random = Random(f"{seed}/shop/{number}")  # noqa: S311 - a test, not a secret
    names = sorted(FAULTS)
    name = names[number % len(names)]
    while True:
        first, *others = healthy(random)
        faulty = FAULTS[name](random, first)
        if faulty is not None:
            return Shop(name, (faulty, *others), elsewhere=name == ELSEWHERE)


def _on_service(change: Callable[[Random, App, Manifest], bool]) -> Fault:
    """A fault of the Service alone; `change` says whether there was room for it."""

    def fault(random: Random, app: App) -> App | None:
        changed = deepcopy(app.service)
        return app.with_service(changed) if change(random, app, changed) else None

    return fault


def _misspelt(random: Random, word: str) -> str:
    """The word with one letter left out, doubled, or changed places with the next."""
    place = random.randrange(len(word) - 1)
    how = random.choice(("out", "doubled", "swapped"))
    if how == "out":
        return word[:place] + word[place + 1 :]
    if how == "doubled":
        return word[: place + 1] + word[place:]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _value_misspelt(random: Random, app: App, made: Manifest) -> bool:
    wrong = made["spec"]["selector"]["app"] = _misspelt(random, app.name)
    return wrong != app.name


def _key_misspelt(random: Random, _: App, made: Manifest) -> bool:
    value = made["spec"]["selector"].pop("app")
    made["spec"]["selector"][random.choice(("apps", "App", "aap", "app.kubernetes.io/name"))] = value
    return True


def _label_too_many(random: Random, _: App, made: Manifest) -> bool:
    key, value = random.choice((("track", "stable"), ("version", "v2"), ("role", "master"), ("color", "green")))
    made["spec"]["selector"][key] = value
    return True


def _another_app(_: Random, __: App, made: Manifest) -> bool:
    made["spec"]["selector"]["app"] = "checkout"
    return True


def _named_targets(made: Manifest) -> list[Manifest]:
    return [port for port in made["spec"]["ports"] if isinstance(port["targetPort"], str)]


def _target_misspelt(random: Random, _: App, made: Manifest) -> bool:
    for port in _named_targets(made)[:1]:
        right = port["targetPort"]
        port["targetPort"] = _misspelt(random, right)
        return bool(port["targetPort"] != right)
    return False


def _target_renamed(random: Random, _: App, made: Manifest) -> bool:
    for port in _named_targets(made)[:1]:
        port["targetPort"] = random.choice(("https", "api", "http-main", "frontend"))
    return bool(_named_targets(made))


def _protocol(_: Random, __: App, made: Manifest) -> bool:
    made["spec"]["ports"][0]["protocol"] = "UDP"
    return True


def _number(random: Random, _: App, made: Manifest) -> bool:
    made["spec"]["ports"][0]["targetPort"] = random.choice((3000, 8000, 5000))
    return True


def _targets_swapped(_: Random, __: App, made: Manifest) -> bool:
    """Two ports, each with the other's targetPort misspelt a little."""
    ports = _named_targets(made)
    if len(ports) < 2:
        return False
    one, other = ports[0]["targetPort"], ports[1]["targetPort"]
    ports[0]["targetPort"], ports[1]["targetPort"] = f"{other}s", f"{one}s"
    return True


def _numbers_swapped(_: Random, __: App, made: Manifest) -> bool:
    port = made["spec"]["ports"][0]
    if not isinstance(port["targetPort"], int) or port["targetPort"] == port["port"]:
        return False
    port["port"], port["targetPort"] = port["targetPort"], port["port"]
    return True


def _unnamed(_: Random, app: App) -> App | None:
    bare = tuple(
        {**each, "ports": [{"containerPort": port["containerPort"]} for port in each["ports"]]}
        for each in app.containers
    )
    return replace(app, containers=bare) if _named_targets(app.service) else None


def _each_others_names(_: Random, app: App) -> App:
    """Ports http and https, and one container port, called http."""
    ports = (service_port(80, "http", "http"), service_port(443, "https", "https"))
    return replace(
        app,
        containers=(container("app", container_port(8443, "http")),),
        service=service(app.name, *ports, selector=dict(app.labels)),
    )


def _two_names_one_port(random: Random, app: App) -> App:
    """Two names, and one port without any."""
    names = random.choice((("http", "https"), ("http", "metrics"), ("web", "api")))
    ports = [service_port(80 + place, name, name) for place, name in enumerate(names)]
    return replace(
        app,
        containers=(container("app", container_port(8080)),),
        service=service(app.name, *ports, selector=dict(app.labels)),
    )


def _label_missing(random: Random, app: App) -> App:
    """Bare pods, all or some of which lack a label of the selector."""
    whole = {**app.labels, "tier": "backend"}
    less = {"app": app.name}
    some = random.choice(((less, less), (whole, less)))
    return replace(app, kind="Pod", bare_labels=some, service=_selecting(app, whole))


def _selecting(app: App, selector: dict[str, str]) -> Manifest:
    return {**app.service, "spec": {**app.service["spec"], "selector": selector}}


def _scaled_to_zero(random: Random, app: App) -> App:
    return replace(app, kind=random.choice(("Deployment", "StatefulSet")), replicas=0)


def _leader(random: Random, app: App) -> App:
    """The selector asks for a label that pods get when they run: here a leader election gave it to none."""
    key, value = random.choice((("role", "master"), ("spilo-role", "master"), ("leader", "true")))
    kind = random.choice(("StatefulSet", "Deployment"))
    return replace(app, kind=kind, replicas=2, service=_selecting(app, {**app.labels, key: value}))


def _ordinal(_: Random, app: App) -> App:
    """One pod of a StatefulSet, and one that is beyond its replicas."""
    label = {"statefulset.kubernetes.io/pod-name": f"{app.name}-2"}
    return replace(app, kind="StatefulSet", replicas=2, service=_selecting(app, {**app.labels, **label}))


def _canary(_: Random, app: App) -> App:
    """Another workload with the same labels, whose ports have other names."""
    renamed = tuple(
        {**each, "ports": [{**port, "name": f"{port['name']}-new"[:15]} for port in each["ports"]]}
        for each in app.containers
    )
    made = workload("Deployment", f"{app.name}-canary", *renamed, labels={**app.labels, "track": "canary"})
    return replace(app, others=(made,))


def _green_refused(_: Random, app: App) -> App:
    """Blue runs; green is meant, and its pods are refused."""
    blue, green = {**app.labels, "color": "blue"}, {**app.labels, "color": "green"}
    refused = {"priorityClassName": "no-such-class"}
    made = workload("Deployment", f"{app.name}-green", *app.containers, labels=green, pod_spec=refused)
    return replace(app, kind="Deployment", labels=blue, service=_selecting(app, green), others=(made,))


def _slice_port(change: Manifest) -> Fault:
    """A Service without a selector whose slice differs in one field of its port."""

    def fault(random: Random, app: App) -> App:
        named = random.random() < 0.5
        port = service_port(80, 8080, "http" if named else None, "TCP")
        offered = {"name": "http" if named else "", "port": 8080, "protocol": "TCP"} | change
        by_hand = endpoint_slice(f"{app.name}-hand", app.name, "192.0.2.7", ports=(offered,))
        made = service(app.name, port, selector={})
        return replace(app, kind="Pod", replicas=0, service=made, others=(by_hand,), bare_labels=())

    return fault


def _not_mirrored(_: Random, app: App) -> App:
    metadata = {"name": app.name, "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}}
    subsets = [{"addresses": [{"ip": "192.0.2.8"}], "ports": [{"port": 8080, "protocol": "TCP"}]}]
    by_hand = {"apiVersion": "v1", "kind": "Endpoints", "metadata": metadata, "subsets": subsets}
    made = service(app.name, service_port(80, 8080), selector={})
    return replace(app, kind="Pod", replicas=0, service=made, others=(by_hand,))


ELSEWHERE = "pods-in-another-namespace"

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "selector-value-misspelt": _on_service(_value_misspelt),
        "selector-key-misspelt": _on_service(_key_misspelt),
        "selector-label-too-many": _on_service(_label_too_many),
        "selector-of-another-app": _on_service(_another_app),
        "target-misspelt": _on_service(_target_misspelt),
        "target-renamed": _on_service(_target_renamed),
        "target-number": _on_service(_number),
        "targets-swapped": _on_service(_targets_swapped),
        "numbers-swapped": _on_service(_numbers_swapped),
        "protocol": _on_service(_protocol),
        "container-ports-unnamed": _unnamed,
        "each-others-names": _each_others_names,
        "two-names-one-port": _two_names_one_port,
        "label-missing": _label_missing,
        "scaled-to-zero": _scaled_to_zero,
        "leader": _leader,
        "ordinal": _ordinal,
        "canary": _canary,
        "green-refused": _green_refused,
        "slice-port-name": _slice_port({"name": "other"}),
        "slice-port-protocol": _slice_port({"protocol": "UDP"}),
        "not-mirrored": _not_mirrored,
        ELSEWHERE: lambda _, app: app,
    }
)
