"""Fixes that are sentences, done by a script as a reader would do them."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from tests.cluster.api import JSON_PATCH, Manifest
from tests.cluster.namespace import Namespace

Apply = Callable[[Namespace, Manifest], bool]
"""Do what the fix of a finding says; False where the sentence leaves it to the owner, so that nothing was done."""

_LABEL = r"(?P<key>[\w./-]+)=(?P<value>[\w.-]*)"
_FRESH = 18080


def _service(namespace: Namespace, finding: Manifest) -> Manifest:
    return namespace.get("Service", finding["subject"]["name"])


def _place(finding: Manifest) -> int:
    found = re.match(r"spec\.ports\[(\d+)\]", finding["path"])
    return int(found[1]) if found else 0


def _set_port(namespace: Namespace, finding: Manifest, **fields: object) -> bool:
    """Change a port of the Service."""
    path = f"/spec/ports/{_place(finding)}"
    patch = [{"op": "add", "path": f"{path}/{name}", "value": value} for name, value in fields.items()]
    namespace.patch("Service", finding["subject"]["name"], patch, JSON_PATCH)  # type: ignore[arg-type]
    return True


def scale_up(namespace: Namespace, finding: Manifest) -> bool:
    """`scale Deployment/web up`."""
    named = re.findall(r"(Deployment|StatefulSet|ReplicaSet)/([\w.-]+)", finding["fix"]["text"])
    for kind, name in named:
        namespace.patch(kind, name, {"spec": {"replicas": 1}})
    return bool(named)


def change_selector(namespace: Namespace, finding: Manifest) -> bool:
    """`write app=web in the selector in place of app=wbe`; `take it out of the selector`."""
    text = finding["fix"]["text"]
    swap = re.search(rf"write {_LABEL} in the selector in place of (?P<old>[\w./-]+)=", text)
    out = re.search(rf"add the label {_LABEL} .*take it out of the selector", text)
    change: dict[str, str | None]
    if swap:
        change = {swap["old"]: None, swap["key"]: swap["value"]}
    elif out:
        change = {out["key"]: None}
    else:
        return False
    if len({**_service(namespace, finding)["spec"]["selector"], **change}) <= list(change.values()).count(None):
        return False
    namespace.patch("Service", finding["subject"]["name"], {"spec": {"selector": change}})
    return True


def change_target(namespace: Namespace, finding: Manifest) -> bool:
    """`set targetPort 8080`, `set targetPort "http"`; else `name the container port "http"`."""
    named = re.search(r'set targetPort:? (?:"(?P<name>[^"]+)"|(?P<number>\d+))', finding["fix"]["text"])
    if named:
        return _set_port(namespace, finding, targetPort=named["name"] or int(named["number"]))
    return name_container_port(namespace, finding)


def name_container_port(namespace: Namespace, finding: Manifest) -> bool:
    """`name the container port "http"`, where there is only one port that can be meant."""
    wanted = re.search(r'name (?:the|that|its) container port "([^"]+)"', finding["fix"]["text"])
    templates = list(_templates(namespace, finding))
    if not wanted or not templates:
        return False
    for workload in templates:
        declared = [port for _, port in _declared(workload)]
        if len(declared) != 1:
            return False
        declared[0]["name"] = wanted[1]
    _write(namespace, templates)
    return True


def add_container_port(namespace: Namespace, finding: Manifest) -> bool:
    """`add a container port named "http" to the pods that lack it`."""
    wanted = re.search(r'add a container port named "([^"]+)"', finding["fix"]["text"])
    if not wanted:
        return False
    lacking = [
        each
        for each in _templates(namespace, finding)
        if wanted[1] not in {port.get("name") for _, port in _declared(each)}
    ]
    for workload in lacking:
        ports = workload["spec"]["template"]["spec"]["containers"][0].setdefault("ports", [])
        ports.append({"name": wanted[1], "containerPort": _FRESH, "protocol": "TCP"})
    _write(namespace, lacking)
    return bool(lacking)


def change_protocol(namespace: Namespace, finding: Manifest) -> bool:
    """`set protocol TCP on the Service port`, `set the same protocol on both sides: TCP`."""
    named = re.search(r"set (?:protocol|the same protocol on both sides:) (TCP|UDP|SCTP)", finding["fix"]["text"])
    return bool(named) and _set_port(namespace, finding, protocol=named[1] if named else "")


def swap_numbers(namespace: Namespace, finding: Manifest) -> bool:
    """`swap them (port: 80, targetPort: 8080)`."""
    named = re.search(r"swap them \(port: (\d+), targetPort: (\d+)\)", finding["fix"]["text"])
    return bool(named) and _set_port(
        namespace, finding, port=int(named[1]) if named else 0, targetPort=int(named[2]) if named else 0
    )


def change_offered_port(namespace: Namespace, finding: Manifest) -> bool:
    """`write the same port name on both sides`, `write the same protocol on both sides`: that of the Service."""
    port = _service(namespace, finding)["spec"]["ports"][0]
    slices = [each for each in namespace.slices(finding["subject"]["name"]) if len(each["ports"]) == 1]
    if len(_service(namespace, finding)["spec"]["ports"]) != 1 or len(slices) != 1:
        return False
    offered = slices[0]["ports"][0] | {"name": port.get("name", ""), "protocol": port["protocol"]}
    namespace.patch("EndpointSlice", slices[0]["metadata"]["name"], {"ports": [offered]})
    return True


def remove_label(namespace: Namespace, finding: Manifest) -> bool:
    """`remove the label`, which the path names."""
    (label,) = re.findall(r"metadata\.labels\[(.+)\]", finding["path"])
    namespace.patch(finding["object"]["kind"], finding["object"]["name"], {"metadata": {"labels": {label: None}}})
    return True


def _templates(namespace: Namespace, finding: Manifest) -> Iterator[Manifest]:
    """The workloads whose pods the Service selects."""
    wanted = _service(namespace, finding)["spec"].get("selector", {}).items()
    for kind in ("Deployment", "StatefulSet"):
        for each in namespace.objects(kind):
            if wanted <= each["spec"]["template"]["metadata"]["labels"].items():
                yield {**each, "kind": kind}


def _declared(workload: Manifest) -> Iterator[tuple[Manifest, Manifest]]:
    for container in workload["spec"]["template"]["spec"]["containers"]:
        for port in container.get("ports", ()):
            yield container, port


def _write(namespace: Namespace, workloads: list[Manifest]) -> None:
    for each in workloads:
        containers = each["spec"]["template"]["spec"]["containers"]
        change = {"spec": {"template": {"spec": {"containers": containers}}}}
        namespace.patch(each["kind"], each["metadata"]["name"], change)


SENTENCES: Mapping[str, Apply] = MappingProxyType(
    {
        "PTP03": change_selector,
        "PTP04": scale_up,
        "PTR01": change_target,
        "PTR02": add_container_port,
        "PTR03": change_protocol,
        "PTR05": change_target,
        "PTR06": change_target,
        "PTR12": change_target,
        "PTR13": change_protocol,
        "PTR17": change_target,
        "PTS19": swap_numbers,
        "PTE01": change_offered_port,
        "PTE03": change_offered_port,
        "PTE04": remove_label,
    }
)
"""How to do what the sentence says, by the finding's code."""
