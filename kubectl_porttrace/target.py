"""A target as a person writes it: `web`, `svc/web`, `web:53/UDP`, `deploy/web`, `pod/web-0`, `ing/web`, `:30080`."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.model.kinds import ASKED_BY_NAME, KIND_BY_NAME
from kubectl_porttrace.question import (
    PROTOCOLS,
    AddressTarget,
    ReferrerTarget,
    ServiceTarget,
    Target,
    UrlTarget,
    WorkloadTarget,
)

_SERVICE_WORDS = {"svc", "service", "services"}
_WORKLOAD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("po", "pod", "pods"), "Pod"),
        **dict.fromkeys(("deploy", "deployment", "deployments", "deployment.apps", "deployments.apps"), "Deployment"),
        **dict.fromkeys(("sts", "statefulset", "statefulsets", "statefulset.apps", "statefulsets.apps"), "StatefulSet"),
        **dict.fromkeys(("ds", "daemonset", "daemonsets", "daemonset.apps", "daemonsets.apps"), "DaemonSet"),
        **dict.fromkeys(("rs", "replicaset", "replicasets", "replicaset.apps", "replicasets.apps"), "ReplicaSet"),
        **dict.fromkeys(("job", "jobs", "job.batch", "jobs.batch"), "Job"),
    }
)
"""The kinds of workloads by the words that kubectl takes for them."""

_REFERRER_WORDS: Mapping[str, str] = MappingProxyType(
    {word: kind.key for kind in reversed(ASKED_BY_NAME) for word in kind.words}
)
"""The kinds of routes and other objects that name Services, likewise; a word of several kinds is the first one's."""

_NAME = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_SUBDOMAIN = rf"(?=.{{1,253}}\Z){_NAME}(\.{_NAME})*"
_COLONS = 2
"""So many are in no Service and its port, and in every IPv6 address."""

_FORMS = (
    "write a Service as web, svc/web, web:http, web:80 or web:53/UDP, a workload as deploy/web or pod/web-0, a route "
    "as ing/web, and an address or a port as 10.96.0.10:53 or :30080"
)
_ONLY_SERVICES = "only Services, workloads, routes and addresses can be followed"


def parse_targets(words: Sequence[str]) -> tuple[Target, ...]:
    """Understand the targets of a command line, also as kubectl takes them: `svc web api` is `svc/web svc/api`.

    A first word that names the kind is one only where names follow it; `svc` alone is a Service of that name, and so
    is `svc/svc` anywhere.

    Raises:
        UsageError: one of them is none, or of a kind that is not followed.
    """
    first, *rest = words or ("",)
    named = rest and _is_kind(first) and not any(_names_its_kind(word) for word in rest)
    if named and (workload_kind(first) or referrer_kind(first)):
        return tuple(parse_target(f"{first}/{word}") for word in rest)
    return tuple(parse_target(word) for word in (rest if named else words))


def requested(targets: tuple[Target, ...], headers: Sequence[str], method: str) -> tuple[Target, ...]:
    """The targets, those of them that are URLs with the headers and the method of the request.

    Raises:
        UsageError: none of them is a URL, or a header or the method is none.
    """
    if not headers and not method:
        return targets
    if not any(isinstance(target, UrlTarget) for target in targets):
        raise UsageError("--header and --method are of a request for a URL", "write https://shop.example.com/ as well")
    from kubectl_porttrace.url_target import with_request

    return tuple(
        with_request(target, headers, method) if isinstance(target, UrlTarget) else target for target in targets
    )


def workload_kind(word: str) -> str | None:
    """The kind of workload that a word stands for, as `deploy` for Deployment; None where it stands for none."""
    return _WORKLOAD_WORDS.get(word.lower())


def referrer_kind(word: str) -> str | None:
    """The key of the kind of route that a word stands for, as `ing` for Ingress; None where it stands for none."""
    return _REFERRER_WORDS.get(word.lower())


def kind_of_word(word: str) -> str | None:
    """The key of the kind that a word stands for whose objects are asked for by name alone; None where of none."""
    return workload_kind(word) or referrer_kind(word)


def _is_kind(word: str) -> bool:
    return word.lower() in _SERVICE_WORDS or workload_kind(word) is not None or referrer_kind(word) is not None


def _names_its_kind(word: str) -> bool:
    kind, slash, _ = word.partition("/")
    return bool(slash) and _is_kind(kind)


def parse_target(written: str) -> Target:
    """Understand one target.

    Raises:
        UsageError: it is none, or one of a kind that is not followed.
    """
    if "://" in written:
        from kubectl_porttrace.url_target import url_target

        return url_target(written)
    before, slash, name = written.partition("/")
    workload = workload_kind(before) if slash else None
    if workload is not None:
        return WorkloadTarget(workload, _whole_name(written, workload, name))
    referrer = referrer_kind(before) if slash else None
    if referrer is not None:
        return ReferrerTarget(referrer, _whole_name(written, KIND_BY_NAME[referrer].name, name))
    address = _address(written)
    return _service(written) if address is None else address


def _address(written: str) -> AddressTarget | None:
    if written.count(":") < _COLONS and is_name(written.partition(":")[0]):
        return None  # what nearly everybody asks for needs no more
    from kubectl_porttrace.address_target import address_target

    return address_target(written)


def _whole_name(written: str, kind: str, name: str) -> str:
    if is_name(name.partition(":")[0]) and ":" in name:
        raise UsageError(f'"{written}" names a port, and a {kind} is asked for with all its ports', _FORMS)
    if re.fullmatch(_SUBDOMAIN, name) is None:
        raise UsageError(f'"{written}" is not a {kind} name', _FORMS)
    return name


def _service(written: str) -> ServiceTarget:
    _refuse_other_kinds(written)
    kind, slash, rest = written.partition("/")
    named = slash and kind.lower() in _SERVICE_WORDS
    name, colon, port = (rest if named else written).partition(":")
    port, _, protocol = port.partition("/")
    if not is_name(name) or (colon and not port) or (protocol and protocol.upper() not in PROTOCOLS):
        raise UsageError(f'"{written}" is not a Service name', _FORMS)
    return ServiceTarget(name, port or None, protocol.upper() or None)


def is_name(word: str) -> bool:
    """Whether a word can be the name of a Service or a namespace: a DNS label."""
    return re.fullmatch(_NAME, word) is not None


def _refuse_other_kinds(written: str) -> None:
    kind, slash, name = written.partition("/")
    if slash and kind and ":" not in kind and kind.lower() not in _SERVICE_WORDS:
        # Reports write a Service as namespace/name.
        in_namespace = is_name(kind) and is_name(name.partition(":")[0])
        hint = f"if {kind} is the namespace, write {name} -n {kind}; {_FORMS}" if in_namespace else _FORMS
        raise UsageError(f'"{written}" is not a Service: {_ONLY_SERVICES}', hint)
