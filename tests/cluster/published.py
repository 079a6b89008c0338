"""Wait until the EndpointSlices of a namespace say of each pod what the pod says of itself.

The controllers may be seconds behind, and what is published of a pod before they come is another case than the test's.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace, endpoints, is_ready

_ENDED = frozenset({"Succeeded", "Failed"})
# Ready, serving and terminating: the conditions of an endpoint.
_Conditions = tuple[bool, bool, bool]


def wait_until_published(namespace: Namespace, *names: str) -> None:
    """Return once the slices of these Services, of all if none is named, have the pods that they select, as they are.

    Services without a selector are left out: nobody computes their slices.
    """

    def differences() -> dict[str, object]:
        pods = namespace.objects("Pod")
        services = [each for each in namespace.objects("Service") if each["spec"].get("selector")]
        asked = [each for each in services if not names or each["metadata"]["name"] in names]
        pairs = {each["metadata"]["name"]: (_wanted(each, pods), _written(namespace, each)) for each in asked}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    found: dict[str, object] = {}

    def published() -> bool:
        found.clear()
        found.update(differences())
        return not found

    try:
        namespace.wait_for(published, "the slices to be as the pods are")
    except AssertionError as error:
        raise AssertionError(f"{error}\nwanted and written: {found}") from None


def _wanted(service: Manifest, pods: Iterable[Manifest]) -> dict[str, _Conditions]:
    """What the endpointslice controller makes of the pods: `pkg/controller/util/endpoint/controller_utils.go`."""
    spec = service["spec"]
    if spec.get("type") == "ExternalName":
        return {}
    published = bool(spec.get("publishNotReadyAddresses"))
    wanted: dict[str, _Conditions] = {}
    for pod in pods:
        labels = pod["metadata"].get("labels", {})
        if spec["selector"].items() <= labels.items() and _counts(pod, spec.get("ipFamilies", ())):
            going = "deletionTimestamp" in pod["metadata"]
            serving = is_ready(pod)
            wanted[pod["metadata"]["name"]] = (published or (serving and not going), serving, going)
    return wanted


def _counts(pod: Manifest, families: Iterable[str]) -> bool:
    has = {"IPv6" if ":" in each["ip"] else "IPv4" for each in pod["status"].get("podIPs", ())}
    return pod["status"].get("phase") not in _ENDED and bool(has & set(families))


def _written(namespace: Namespace, service: Manifest) -> dict[str, _Conditions] | None:
    """The pods in the slices of the controller; None before there is a slice."""
    slices = namespace.slices(service["metadata"]["name"])
    if not slices and service["spec"].get("type") != "ExternalName":
        return None
    written: dict[str, _Conditions] = {}
    for endpoint in endpoints(slices):
        if "targetRef" in endpoint:
            conditions = endpoint["conditions"]
            ready = conditions.get("ready", True)
            serving, going = conditions.get("serving", ready), conditions.get("terminating", False)
            written[endpoint["targetRef"]["name"]] = ready, serving, going
    return written
