"""The rules about single controllers and about attachment in detail, each with its opposite."""

from scripts.flip import Flip

ROUTES_OF = "kubectl_porttrace/trace/routes"
ATTACHMENT = f"{ROUTES_OF}/attachment.py"
CONSUMERS = f"{ROUTES_OF}/consumers.py"
GRANTS = f"{ROUTES_OF}/grants.py"
CHECKS = "kubectl_porttrace/checks"
ACTIONS = "kubectl_porttrace/model/referrers/aws_actions.py"
ALB = f"{CHECKS}/routes/unreachable_for_aws.py"
HEALTH = f"{CHECKS}/routes/health_port_of_aws.py"
ANNOTATED = f"{CHECKS}/monitors/annotated_port.py"
IMPORTS = f"{ROUTES_OF}/imports.py"
ISTIO = "kubectl_porttrace/model/istio_protocol.py"
NODE_PORT = f"{CHECKS}/traffic/no_node_port.py"
SRV = f"{CHECKS}/dns/port_without_srv_name.py"
MESH = f"{CHECKS}/policies/mesh_port_of_service.py"

CONTROLLERS = (
    Flip("take every kind of route by its protocol", ATTACHMENT, "None if kinds is None else kind in kinds", "True"),
    Flip(
        "take TCPRoutes at a listener that passes TLS on",
        ATTACHMENT,
        'return kind == "TLSRoute" or (None if kind == "TCPRoute" and terminates else False)',
        'return kind == "TLSRoute" or (None if kind == "TCPRoute" else False)',
    ),
    Flip(
        "tell hostnames of other case apart",
        "kubectl_porttrace/model/hostnames.py",
        "hostname.casefold().removesuffix",
        "hostname.removesuffix",
    ),
    Flip(
        "let the newest of several routes have a listener",
        f"{ROUTES_OF}/sharing_listeners.py",
        "min(routes, key=_order)",
        "max(routes, key=_order)",
    ),
    Flip(
        "ask for a grant within a namespace",
        GRANTS,
        "    if reference.service_namespace == reference.referrer.namespace:\n        return False\n",
        "",
    ),
    Flip("take a grant for another kind", GRANTS, '        "kind": (entry.kind, referrer.kind),\n', ""),
    Flip(
        "take a grant from another namespace",
        GRANTS,
        '        "namespace": (entry.namespace, referrer.namespace),\n',
        "",
    ),
    Flip("take a grant for another Service", GRANTS, "    if entry.name:\n", "    if not entry.name:\n"),
    Flip(
        "let a mesh route name a port by either of two words",
        f"{ROUTES_OF}/parents.py",
        "choices += [ByName(reference.section_name)] if reference.section_name else []",
        "choices = [ByName(reference.section_name)] if reference.section_name else choices",
    ),
    Flip(
        "let GKE send to pods that end",
        CONSUMERS,
        "    if endpoint.conditions.terminating is True:\n        return False\n    return _pods_alone",
        "    return _pods_alone",
    ),
    Flip("let GKE send to pods without an annotation", CONSUMERS, ", dials_pods=has_neg", ""),
    Flip(
        "break what OpenShift has idled",
        "kubectl_porttrace/trace/verdict.py",
        "return service.idled and not any(b.usable for b in backends)",
        "return False",
    ),
    Flip(
        "ask for health where no policy does",
        "kubectl_porttrace/model/referrers/http_proxy.py",
        "health_port=each.health_port if route.health_check_policy is not None else 0",
        "health_port=each.health_port",
    ),
    Flip(
        "take any port for that of a health check",
        f"{ROUTES_OF}/backend.py",
        "return (health, missing) if isinstance(missing, Missing) else (reference, resolution)",
        "return reference, resolution",
    ),
    Flip(
        "take a number in an action of AWS for a name",
        ACTIONS,
        'ByName(self.service_port or "") if number is None else ByNumber(number)',
        'ByName(self.service_port or "")',
    ),
    Flip(
        "let the Ingress of AWS win over the Service",
        f"{CHECKS}/aws_ingresses.py",
        '((service, "Service"), (ingress_of(traced), "Ingress"))',
        '((ingress_of(traced), "Ingress"), (service, "Service"))',
    ),
    Flip("want a node port of pods for AWS", ALB, 'if target_type == "instance":', 'if target_type != "instance":'),
    Flip("want no action for AWS", ALB, "if key not in ingress.metadata.annotations:", "if not key:"),
    Flip(
        "let every controller be that of AWS",
        f"{CHECKS}/aws_ingresses.py",
        "return traced.consumer in _CONTROLLERS",
        "return True",
    ),
    Flip("check the health of nodes by name as well", HEALTH, '[0] != "ip" or', '[0] == "instance" or'),
    Flip("refuse every name of a health port", HEALTH, "if isinstance(port.target, str)), None)", "), None)"),
    Flip(
        "let an annotation name Service ports for Prometheus",
        ANNOTATED,
        "number in used or any(declares",
        "any(declares",
    ),
    Flip(
        "count no port that pods declare beside the annotated one",
        ANNOTATED,
        " or any(declares(pod, number) for pod in pods)",
        "",
    ),
    Flip("count annotations without scraping", ANNOTATED, ' or annotations.get(PROMETHEUS_SCRAPE) != "true"', ""),
    Flip(
        "judge policies of a mesh about more pods than a Service has",
        MESH,
        "alone = bool(chosen) and all(wanted <= each.match_labels.items() for each in chosen)",
        "alone = bool(chosen)",
    ),
    Flip("count no further port of a mesh policy", MESH, " and numbers.isdisjoint(_on_pods(meant))", ""),
    Flip(
        "count no port that pods declare beside that of the mesh",
        MESH,
        "number in used or any(",
        "number in used and any(",
    ),
    Flip(
        "let Contour take ports of every protocol",
        "kubectl_porttrace/model/referrers/http_proxy.py",
        "            consumer=CONSUMER,\n",
        "            consumer=CONSUMER,\n            protocol=None,\n",
    ),
    Flip(
        "let Prometheus scrape ready pods alone",
        CONSUMERS,
        'Consumer("Prometheus", _every_one)',
        'Consumer("Prometheus", _only_ready)',
    ),
    Flip(
        "have nothing to scrape where no pod is ready",
        f"{CHECKS}/monitors/service_without_endpoints.py",
        'return "" if traced.snapshot.slices_of(service) else',
        'return "" if any(port.usable for port in backend.ports) else',
    ),
    Flip(
        "let a monitor name a port by its beginning",
        f"{ROUTES_OF}/resolving.py",
        "return fully_matches(choice.pattern, asked.port.name) is True",
        "return asked.port.name.startswith(choice.pattern)",
    ),
    Flip(
        "count no fields of an action with other capitals", ACTIONS, "if key.lower() == name.lower()", "if key == name"
    ),
    Flip("follow an action of another type", ACTIONS, ' or _field(action, "type", str | None) != _FORWARD', ""),
    Flip(
        "take a port of a ServiceImport in any protocol",
        IMPORTS,
        "(number, self.protocol) not in {(each.port, each.protocol)",
        "number not in {each.port",
    ),
    Flip(
        "miss the ports of a ServiceImport that has none yet", IMPORTS, "bool(number and ports) and", "bool(number) and"
    ),
    Flip("want a number where the port is derived", IMPORTS, "bool(number and ports) and", "bool(ports) and"),
    Flip("name ServiceImports of other namespaces without a grant", IMPORTS, " or self.granted is False", ""),
    Flip("let a grant for Services allow ServiceImports", GRANTS, "(to.group, to.kind) == wanted and ", ""),
    Flip(
        "look at a port's name beside an appProtocol",
        ISTIO,
        "written = port.name if port.app_protocol is None else port.app_protocol",
        'written = port.name or port.app_protocol or ""',
    ),
    Flip("read the whole name of a port for Istio", ISTIO, 'word = written.partition("-")[0]', "word = written"),
    Flip("miss a node port that there is", NODE_PORT, "if not wrong.port.spec.node_port and", "if"),
    Flip("miss the SRV name of a port that has one", SRV, "if not port.name and port.protocol", "if port.protocol"),
    Flip("miss the SRV name of the other protocol", SRV, " and port.protocol == dns.name.protocol", ""),
    Flip(
        "judge a listener by what was said of an earlier Gateway",
        f"{CHECKS}/routes/listener_not_served.py",
        "current(listener.conditions, type_, gateway.metadata.generation)",
        "next((each for each in listener.conditions if each.type == type_), None)",
    ),
    Flip(
        "take what is not yet decided for a refusal",
        f"{CHECKS}/routes/listener_not_served.py",
        ' and said.reason != "Pending"',
        "",
    ),
    Flip(
        "miss kube-proxy where it runs",
        f"{CHECKS}/traffic/kube_proxy_replaced.py",
        "if _runs(snapshot, _KUBE_PROXY):",
        "if False:",
    ),
    Flip(
        "miss kube-proxy by the pods of one namespace",
        f"{CHECKS}/traffic/kube_proxy_replaced.py",
        ' or not traced.snapshot.holds_all("pods")',
        "",
    ),
)
