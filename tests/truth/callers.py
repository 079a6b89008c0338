"""What the API server makes of a Service that it is to call, case by case: asked itself, in both modes of routing."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import Final

from tests.cluster.api import ApiError, Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import pod, service, service_port
from tests.cluster.pod_status import PodState

GROUP: Final = "callers.porttrace.test"
SECONDS: Final = 2
"""How long a request waits for a webhook: longer than to be refused at once, as what cannot be called is."""


@dataclass(frozen=True)
class Case:
    """A Service, and the state of its pod; without a Service, or without a pod, where that is what the case is.

    The codes are those that the command is to find of its webhook, and of its APIService, behind which no server is.
    """

    name: str
    service: Manifest | None = None
    state: PodState | None = "ready"
    webhook_codes: tuple[str, ...] = ()
    api_service_codes: tuple[str, ...] = ("PTA08",)

    def make(self, namespace: Namespace) -> None:
        """Create the Service and its pod, and what calls it; every object has the case's name."""
        if self.service is not None:
            namespace.create(self.service)
        if self.state is not None and self.service is not None:
            namespace.run_pod(pod(f"{self.name}-0", labels={"app": self.name}), self.state)
        _create(namespace, "validatingwebhookconfigurations", webhook(namespace.name, self.name))
        _create(namespace, "apiservices", api_service(namespace.name, self.name))

    @property
    def group(self) -> str:
        """The group of its APIService."""
        return f"{self.name}.{GROUP}"


def webhook(namespace: str, name: str) -> Manifest:
    """Return a webhook that is asked about each new ConfigMap of one namespace with the label `case: NAME`."""
    rule = {"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"]}
    asked = {
        "name": f"{name}.{GROUP}",
        "clientConfig": {"service": {"namespace": namespace, "name": name}},
        "rules": [rule],
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}},
        "objectSelector": {"matchLabels": {"case": name}},
        "sideEffects": "None",
        "admissionReviewVersions": ["v1"],
        "timeoutSeconds": SECONDS,
    }
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": {"name": f"{namespace}-{name}"},
        "webhooks": [asked],
    }


def api_service(namespace: str, name: str) -> Manifest:
    """Return an APIService for the group `NAME.GROUP`."""
    group = f"{name}.{GROUP}"
    spec = {
        "group": group,
        "version": "v1",
        "groupPriorityMinimum": 100,
        "versionPriority": 10,
        "insecureSkipTLSVerify": True,
        "service": {"namespace": namespace, "name": name},
    }
    metadata = {"name": f"v1.{group}"}
    return {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": metadata, "spec": spec}


def _broken(code: str, name: str, made: Manifest | None = None, state: PodState | None = "ready") -> Case:
    return Case(name, made, state, (code, "PTA05"), (code, "PTA08"))


def _in_one_mode_only(name: str, made: Manifest) -> Case:
    return Case(name, made, "ready", ("PTA04",), ("PTA04", "PTA08"))


CASES: Final = (
    Case("right", service("right", service_port(443, 9443, "https"))),
    _broken("PTA02", "other", service("other", service_port(8443, 8443))),
    _broken("PTA03", "nobody", service("nobody", service_port(443, 9443)), None),
    _broken("PTA03", "unready", service("unready", service_port(443, 9443)), "unready"),
    _broken("PTA03", "named", service("named", service_port(443, "https"))),
    _in_one_mode_only("headless", service("headless", service_port(443, 9443), clusterIP="None")),
    _in_one_mode_only("external", service("external", type="ExternalName", externalName="nowhere.invalid")),
    Case(
        "udp",
        service("udp", service_port(443, 9443, protocol="UDP")),
        webhook_codes=("PTA02",),
        api_service_codes=("PTA02", "PTA08"),
    ),
    _broken("PTA01", "missing"),
)


def refused_creation(namespace: Namespace, case: str) -> str:
    """Return what is said to someone who creates what the webhook of a case is asked about."""
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": case, "labels": {"case": case}}}
    try:
        namespace.create(manifest)
    except ApiError as error:
        return str(error)
    # The API server, which watches webhooks, does not know this one yet.
    namespace.delete("ConfigMap", case)
    return ""


def condition(namespace: Namespace, case: Case) -> Manifest:
    """Return the condition Available of the APIService of a case, once it is reported."""
    path = f"/apis/apiregistration.k8s.io/v1/apiservices/v1.{case.group}"

    def reported() -> Manifest:
        conditions = namespace.api.get(path).get("status", {}).get("conditions", [])
        return next((each for each in conditions if each["type"] == "Available"), {})

    return namespace.wait_for(reported, f"the condition of {case.group}")


def status_of_request(namespace: Namespace, case: Case) -> int:
    """Return with what a request for the group of a case is answered."""
    try:
        namespace.api.get(f"/apis/{case.group}/v1/things")
    except ApiError as error:
        return error.status
    return http.client.OK


def _create(namespace: Namespace, resource: str, manifest: Manifest) -> None:
    namespace.api.request("POST", f"/apis/{manifest['apiVersion']}/{resource}", manifest)
