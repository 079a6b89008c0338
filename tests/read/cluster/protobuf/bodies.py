"""Bodies as API servers send them, made of messages of the schema."""

from typing import Any

from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.protobuf.messages import message_class
from tests.read.scripted import answer

PREFIX = b"k8s\0"
# `contentEncoding` and `contentType`, which servers write after what they send, and leave empty.
REST = b"\x1a\0\x22\0"


def message(of: str, /, **fields: Any) -> Any:
    return message_class(of)(**fields)


def body(kind: str, content: bytes) -> bytes:
    type_meta = packed("TypeMeta", kind=kind)
    return PREFIX + b"\x0a" + size(type_meta) + type_meta + b"\x12" + size(content) + content + REST


def size(content: bytes) -> bytes:
    """How long a field is, as it is written before it."""
    left, written = len(content), bytearray()
    while left > 0x7F:
        written.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes([*written, left])


def listed(kind: str, *items: Any, more: str = "", remaining: int = 0) -> bytes:
    """One page of a list."""
    metadata = message("ListMeta", **{"continue": more}, remainingItemCount=remaining)
    return body(f"{kind}List", message(f"{kind}List", metadata=metadata, items=items).SerializeToString())


def page(kind: str, *items: Any, more: str = "", remaining: int = 0) -> HttpAnswer:
    return sent(listed(kind, *items, more=more, remaining=remaining))


def sent(content: bytes, status: int = 200) -> HttpAnswer:
    return answer(content, status, "application/vnd.kubernetes.protobuf")


def packed(of: str, /, **fields: Any) -> bytes:
    return bytes(message(of, **fields).SerializeToString())


def a_pod(name: str, **fields: Any) -> Any:
    """A pod with something in every packed part."""
    metadata = message(
        "ObjectMeta",
        name=name,
        namespace="shop",
        creationTimestamp=message("Time", seconds=1_700_000_000, nanos=0),
        labels=[packed("Pair", key="app", value="web"), packed("Pair", key="tier", value="front")],
        annotations=[message("Pair", key="a", value="b")],
        ownerReferences=[packed("OwnerReference", kind="ReplicaSet", name="web-1", uid="u", controller=True)],
    )
    port = message("ContainerPort", name="http", containerPort=8080, protocol="TCP")
    action = message("HTTPGetAction", port=message("IntOrString", type=1, intVal=0, strVal="http"))
    probe = message("Probe", handler=message("ProbeHandler", httpGet=action), periodSeconds=0)
    container = packed("Container", name="app", image="web:1", ports=[port], readinessProbe=probe)
    condition = packed("PodCondition", type="Ready", status="True", lastTransitionTime=message("Time", seconds=0))
    return message(
        "Pod",
        metadata=metadata,
        spec=message("PodSpec", containers=[container], nodeName="n1"),
        status=message("PodStatus", phase="Running", podIP="10.0.0.1", conditions=[condition], **fields),
    )
