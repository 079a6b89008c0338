"""The rules about what is in the EndpointSlices, and which of it is used, each with its opposite."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"

ENDPOINTS = (
    Flip(
        "treat nil ready as false",
        f"{MODEL}/endpointslice.py",
        "return self.conditions.ready is not False",
        "return self.conditions.ready is True",
    ),
    Flip(
        "treat nil serving as false",
        f"{MODEL}/endpointslice.py",
        "return self.conditions.serving is not False",
        "return self.conditions.serving is True",
    ),
    Flip(
        "treat nil terminating as true",
        f"{MODEL}/endpointslice.py",
        "return self.conditions.terminating is True",
        "return self.conditions.terminating is not False",
    ),
    Flip("forget publishNotReadyAddresses", f"{TRACE}/expected.py", "ready=publish or (ready", "ready=(ready"),
    Flip("publish a terminating pod as ready", f"{TRACE}/expected.py", "(ready and not terminating)", "ready"),
    Flip(
        "serving needs not to be terminating",
        f"{TRACE}/expected.py",
        "serving=ready,",
        "serving=ready and not terminating,",
    ),
    Flip("count ended pods", f"{TRACE}/expected.py", "if pod.terminal:", "if False:"),
    Flip("count only succeeded pods as ended", f"{MODEL}/pod.py", '{"Succeeded", "Failed"}', '{"Succeeded"}'),
    Flip("count pods without an address", f"{TRACE}/expected.py", "if not pod.ips:", "if False:"),
    Flip("count pods of missing nodes", f"{TRACE}/expected.py", 'return "node-missing"', "return None"),
    Flip("skip missing nodes though published", f"{TRACE}/expected.py", "= not publish and bool(pods)", "= bool(pods)"),
    Flip(
        "give every pod its hostname",
        f"{TRACE}/expected.py",
        "hostname=pod.spec.hostname if pod.spec.subdomain == subdomain else",
        "hostname=pod.spec.hostname if True else",
    ),
    Flip("leave appProtocol out of the grouping", f"{TRACE}/expected.py", ", app_protocol=port.app_protocol", ""),
    Flip(
        "publish the container port's name",
        f"{TRACE}/expected.py",
        "EndpointPort(name=port.name,",
        'EndpointPort(name=found.declaration.port.name if found.declaration else "",',
    ),
    Flip(
        "one family only",
        f"{TRACE}/expected.py",
        "for family in families:",
        "for family in families[:1]:",
    ),
    Flip(
        "ignore the headless label",
        f"{TRACE}/endpoints/joining.py",
        "and (service.headless or not slice_.hidden_from_kube_proxy)",
        "",
    ),
    Flip(
        "join slices by number",
        f"{TRACE}/endpoints/joining.py",
        "if port.name == service_port.name and port.protocol",
        "if port.port == service_port.port and port.protocol",
    ),
    Flip(
        "join slices without the protocol",
        f"{TRACE}/endpoints/joining.py",
        "if port.name == service_port.name and port.protocol == service_port.protocol:",
        "if port.name == service_port.name:",
    ),
    Flip(
        "use slices of every family",
        f"{TRACE}/endpoints/joining.py",
        "return slice_.address_type in served_families(service)",
        "return slice_.address_type in {'IPv4', 'IPv6'}",
    ),
    Flip(
        "use a port without a number",
        f"{TRACE}/endpoints/published.py",
        "if port is None or not port.port or port.port < 0:",
        "if port is None or port.port is None or port.port < 0:",
    ),
    Flip(
        "let the terminating entry win",
        f"{TRACE}/endpoints/published.py",
        "return other if one.terminating else one",
        "return one if one.terminating else other",
    ),
    Flip(
        "no fallback on terminating endpoints",
        f"{TRACE}/endpoints/backend.py",
        "and backend.may_take_traffic",
        "and False",
    ),
    Flip(
        "fall back on those that do not serve",
        f"{MODEL}/endpointslice.py",
        "(self.serving and self.terminating)",
        "self.terminating",
    ),
    Flip(
        "fall back on those that do not terminate",
        f"{MODEL}/endpointslice.py",
        "(self.serving and self.terminating)",
        "self.serving",
    ),
    Flip(
        "fall back though some are ready", f"{TRACE}/endpoints/backend.py", "and backend.family not in with_ready", ""
    ),
    Flip(
        "one family's readiness counts for the other",
        f"{TRACE}/endpoints/backend.py",
        "and backend.family not in with_ready",
        "and not with_ready",
    ),
    Flip(
        "DNS falls back on terminating endpoints",
        f"{TRACE}/endpoints/backend.py",
        "not headless and backend.family",
        "backend.family",
    ),
    Flip("a virtual address can be an endpoint", f"{TRACE}/endpoints/backend.py", "and backend.ip not in virtual", ""),
    Flip(
        "a pod that is gone serves",
        f"{TRACE}/endpoints/backend.py",
        "usable=chosen and not backend.gone",
        "usable=chosen",
    ),
    Flip(
        "the controller gets no moment to take a pod out",
        f"{TRACE}/endpoints/published.py",
        "gone=not (converging and kept)",
        "gone=True",
    ),
    Flip(
        "a pod is gone though not all were read",
        f"{TRACE}/gone.py",
        "known = where in snapshot.complete_namespaces and",
        "known =",
    ),
    Flip(
        "what a selector left over leaves pods out",
        f"{TRACE}/endpoints/published.py",
        "(service.selects and slice_.managed_by == CONTROLLER)",
        "slice_.managed_by == CONTROLLER",
    ),
    Flip(
        "ready wins in Endpoints",
        f"{TRACE}/mirroring.py",
        "if key not in known or not ready:",
        "if key not in known or ready:",
    ),
    Flip(
        "an empty selector selects everything",
        f"{MODEL}/pod_labels.py",
        "few = fewest(within.by_label, selector)",
        "few = fewest(within.by_label, selector) if selector else within._labelled",
    ),
    Flip(
        "one matching label is enough",
        f"{MODEL}/pod_labels.py",
        "if selector.items() <= each.labels.items()",
        "if selector.items() & each.labels.items()",
    ),
    Flip(
        "slices belong to a Service by name",
        f"{MODEL}/endpointslice.py",
        "return self.metadata.labels.get(SERVICE_NAME)",
        'return self.metadata.name.rpartition("-")[0] or None',
    ),
    Flip(
        "skip-mirror in any case",
        f"{MODEL}/endpoints.py",
        'labels.get(SKIP_MIRROR) != "true"',
        "SKIP_MIRROR not in labels",
    ),
    Flip("mirror leader election", f"{MODEL}/endpoints.py", " and LEADER not in annotations", ""),
)
