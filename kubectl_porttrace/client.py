"""A client as a person writes it: `pod/web-0`, `deploy/web`, `shop/deploy/web`, `ns/shop`, `10.0.0.0/8`, `outside`."""

from ipaddress import ip_network

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.question import Client, WorkloadTarget
from kubectl_porttrace.target import is_name, parse_target

_FORMS = "write pod/NAME, deploy/NAME, NAMESPACE/deploy/NAME, ns/NAME, an address or network, or outside"
_NAMESPACE_WORDS = {"ns", "namespace", "namespaces"}


def parse_client(written: str) -> Client:
    """Understand who is to be the client.

    Raises:
        UsageError: it is none of these.
    """
    if written == "outside":
        return Client(written, network="")
    kind, _, name = written.partition("/")
    if kind.lower() in _NAMESPACE_WORDS and is_name(name):
        return Client(written, namespace=name)
    if _is_network(written):
        return Client(written, network=written)
    return _pods(written)


def _pods(written: str) -> Client:
    parts = written.split("/")
    namespace = parts[0] if len(parts) == 3 else None  # noqa: PLR2004 - namespace, kind and name
    try:
        target = parse_target("/".join(parts[1:] if namespace else parts))
    except UsageError:
        target = None
    if not isinstance(target, WorkloadTarget) or not (namespace is None or is_name(namespace)):
        raise UsageError(f'--from cannot be "{written}"', _FORMS)
    return Client(written, workload=target, namespace=namespace)


def _is_network(written: str) -> bool:
    try:
        ip_network(written, strict=False)
    except ValueError:
        return False
    return True
