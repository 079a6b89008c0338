"""The rules about routes, each with its opposite: attachment, hostnames, and what controllers make of a backend."""

from scripts.flip import Flip

ROUTES_OF = "kubectl_porttrace/trace/routes"
ATTACHMENT = f"{ROUTES_OF}/attachment.py"
CONSUMERS = f"{ROUTES_OF}/consumers.py"
RESOLVING = f"{ROUTES_OF}/resolving.py"
READERS = "kubectl_porttrace/model/referrers"

ROUTES = (
    Flip(
        "attach to a listener of another name",
        ATTACHMENT,
        'reference.section_name in {"", listener.name} and',
        "",
    ),
    Flip("attach to a listener of another port", ATTACHMENT, " and reference.port in {0, listener.port}", ""),
    Flip(
        "take every kind of route at a listener that names some",
        ATTACHMENT,
        "return RouteGroupKind(kind, GROUP) in allowed",
        "return True",
    ),
    Flip(
        "take routes of all namespaces by default",
        ATTACHMENT,
        'namespace, default="Same")',
        'namespace, default="All")',
    ),
    Flip(
        "take ListenerSets by default",
        f"{ROUTES_OF}/parents.py",
        'wanted.namespace, default="None")',
        'wanted.namespace, default="All")',
    ),
    Flip(
        "attach without a common hostname",
        ATTACHMENT,
        "return any(intersect(listener.hostname, hostname) for hostname in route.spec.hostnames)",
        "return bool(route.spec.hostnames)",
    ),
    Flip(
        "let a wildcard of a Gateway end within a label",
        "kubectl_porttrace/model/hostnames.py",
        "    suffix = pattern[1:]\n",
        "    suffix = pattern[2:]\n",
    ),
    Flip(
        "let a wildcard of an Ingress stand for many labels",
        "kubectl_porttrace/model/hostnames.py",
        'return bool(first and dot) and pattern == f"{WILDCARD}{rest}"',
        'return bool(first and dot) and pattern.startswith(WILDCARD) and f".{rest}".endswith(pattern[1:])',
    ),
    Flip(
        "compare a prefix letter by letter",
        "kubectl_porttrace/model/request_paths.py",
        "    wanted = elements(pattern)\n    return elements(path)[: len(wanted)] == wanted",
        "    return path.startswith(pattern)",
    ),
    Flip(
        "believe a status about an earlier generation",
        f"{ROUTES_OF}/parents.py",
        "found if found is not None and found.observed_generation == generation else None",
        "found",
    ),
    Flip(
        "let ingress-nginx look at ports alone",
        CONSUMERS,
        "{str(port.port), str(port.target), port.name}",
        "{str(port.port), port.name}",
    ),
    Flip(
        "let HAProxy Ingress look at ports first",
        CONSUMERS,
        "next(by_target, next(by_port, None))",
        "next(by_port, next(by_target, None))",
    ),
    Flip("give a port without a name no number but its own", CONSUMERS, " or not port.name)", ")"),
    Flip(
        "let Kong look at names of ports alone",
        CONSUMERS,
        "choice.name in {port.name, port.target}",
        "choice.name == port.name",
    ),
    Flip(
        "be lenient where the cluster IP is dialled",
        CONSUMERS,
        ' or reference.dials != "pods":',
        ":",
    ),
    Flip(
        "take a missing condition for not ready",
        CONSUMERS,
        "return endpoint.ready\n",
        "return endpoint.conditions.ready is True\n",
    ),
    Flip(
        "take a missing condition for ready",
        CONSUMERS,
        "return endpoint.conditions.ready is True\n",
        "return endpoint.ready\n",
    ),
    Flip("let Traefik look at readiness", CONSUMERS, "return endpoint.serving\n", "return endpoint.ready\n"),
    Flip(
        "let AWS have targets that are no pods",
        CONSUMERS,
        'if endpoint.target_ref is None or endpoint.target_ref.kind != "Pod":',
        'if endpoint.target_ref is not None and endpoint.target_ref.kind != "Pod":',
    ),
    Flip(
        "judge every controller by kube-proxy",
        f"{ROUTES_OF}/backend.py",
        "if used is False and verdict in {Verdict.WIRED, Verdict.PARTIAL}:",
        "if used is None and verdict is None:",
    ),
    Flip(
        "take the port of a controller for the one that is meant",
        f"{ROUTES_OF}/backend.py",
        "isinstance(resolution, Missing) or isinstance(found.by_contract, Resolved)",
        "isinstance(resolution, Missing)",
    ),
    Flip(
        "name the Service's own port with a number in a Route",
        f"{READERS}/openshift_route.py",
        "return ByTargetNumber(number)",
        "return AllPorts()",
    ),
    Flip(
        "take a number as text for a number in Traefik's kinds",
        f"{READERS}/traefik.py",
        "ByNumber(port) if isinstance(port, int) else ByName(port)",
        "ByNumber(int(port)) if str(port).isdecimal() else ByName(str(port))",
    ),
    Flip(
        "take half a name of Istio for a Service",
        f"{READERS}/istio.py",
        "if domain == DOMAIN and",
        "if domain in {DOMAIN, ''} and",
    ),
    Flip(
        "know what a name is without a pod",
        RESOLVING,
        "return isinstance(asked.port.target, str) and not asked.on_pods",
        "return False",
    ),
)
