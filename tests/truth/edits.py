"""Random edits of a namespace: what people, controllers and kubelets change while somebody watches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import final

from tests.cluster.api import ApiError, Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.pod_status import PodState

APPS = ("cart", "web")
STATES: tuple[PodState, ...] = ("ready", "ready", "unready")
TARGETS: tuple[int | str, ...] = ("http", "htp", 8080)
CLOSED: Manifest = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "NetworkPolicy",
    "metadata": {"name": "closed"},
    "spec": {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"]},
}


@final
class Edits:
    """Makes one edit after the other; the same for the same seed."""

    def __init__(self, namespace: Namespace, seed: int) -> None:
        """Edit a namespace, which `fill` has filled."""
        self._namespace = namespace
        self._random = Random(f"{seed}/edits")  # noqa: S311 - a test, not a secret
        self._made = 0

    def fill(self) -> None:
        """Make what is there at first."""
        for app in APPS:
            self._namespace.create(self._service(app))
            self._run(app)

    def make(self) -> str:
        """Make an edit, and return what it is."""
        of_pods = [self._run, self._run, self._ready, self._ready, self._ready, self._remove, self._relabel]
        of_services = [self._selector, self._ports, self._target, self._service_goes, self._local, self._policy]
        edit: Callable[[str], None] = self._random.choice([*of_pods, *of_services])
        app = self._random.choice(APPS)
        # What is to be changed may not be there: then nothing is changed, which is an edit as well.
        with suppress(ApiError):
            edit(app)
        return f"{edit.__name__.strip('_')} {app}"

    def _service(self, app: str) -> Manifest:
        return service(app, service_port(80, "http", "http"), service_port(81, 9090, "metrics"), selector={"app": app})

    def _run(self, app: str) -> None:
        self._made += 1
        ports = self._random.choice([("http",), ("http",), ("htp",)])
        declared = [container_port(8080, name) for name in ports]
        state: PodState = self._random.choice(STATES)
        self._namespace.run_pod(pod(f"{app}-{self._made}", container("app", *declared), labels={"app": app}), state)

    def _some(self, app: str) -> str:
        return f"{app}-{self._random.randint(1, max(self._made, 1))}"

    def _ready(self, app: str) -> None:
        self._namespace.set_state(self._some(app), self._random.choice(STATES))

    def _remove(self, app: str) -> None:
        self._namespace.delete("Pod", self._some(app), gracePeriodSeconds=0)

    def _relabel(self, app: str) -> None:
        self._namespace.patch("Pod", self._some(app), {"metadata": {"labels": {"app": self._random.choice(APPS)}}})

    def _selector(self, app: str) -> None:
        label = self._random.choice([app, app, f"{app}s"])
        self._namespace.patch("Service", app, {"spec": {"selector": {"app": label}}})

    def _ports(self, app: str) -> None:
        both = self._service(app)["spec"]["ports"]
        ports = self._random.choice([both, both[:1]])
        self._namespace.patch("Service", app, {"spec": {"ports": ports}})

    def _target(self, app: str) -> None:
        target: int | str = self._random.choice(TARGETS)
        ports = [{**service_port(80, target, "http"), "protocol": "TCP"}]
        self._namespace.patch("Service", app, {"spec": {"ports": ports}})

    def _service_goes(self, app: str) -> None:
        """Delete the Service, or make it again."""
        try:
            self._namespace.delete("Service", app)
        except ApiError:
            self._namespace.create(self._service(app))

    def _local(self, app: str) -> None:
        policy = self._random.choice(["Local", "Cluster"])
        self._namespace.patch("Service", app, {"spec": {"internalTrafficPolicy": policy}})

    def _policy(self, _app: str) -> None:
        """Close the pods of one app, or open them again."""
        try:
            self._namespace.delete("NetworkPolicy", "closed")
        except ApiError:
            self._namespace.create(CLOSED)
