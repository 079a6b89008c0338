"""The rules about callers, each with its opposite: webhooks, APIServices, monitors."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"

CALLERS = (
    Flip(
        "default a webhook's port to 80",
        f"{MODEL}/referrers/client_config.py",
        "DEFAULT_PORT = 443",
        "DEFAULT_PORT = 80",
    ),
    Flip(
        "ask a webhook about parts where it names the whole",
        f"{TRACE}/callers/admission.py",
        'return of in {_EVERY, resource} and part in {"", _EVERY}',
        "return of in {_EVERY, resource}",
    ),
    Flip(
        "ask a webhook of cluster scope about pods",
        f"{TRACE}/callers/admission.py",
        'rule.scope in {_EVERY, "Namespaced"}',
        'rule.scope in {_EVERY, "Namespaced", "Cluster"}',
    ),
    Flip(
        "take conditions of a webhook for met",
        f"{TRACE}/callers/admission.py",
        "return None if selected and webhook.match_conditions else selected",
        "return selected",
    ),
    Flip(
        "call a headless Service by its cluster IP",
        f"{TRACE}/callers/addresses.py",
        "    if service.headless:\n",
        "    if service.headless and not service.spec.ports:\n",
    ),
    Flip(
        "call endpoints that are not ready",
        f"{TRACE}/callers/addresses.py",
        "if each.ready and each.addresses",
        "if each.addresses",
    ),
    Flip(
        "look at the ports of every type of Service",
        f"{TRACE}/callers/availability.py",
        'if service.spec.type != "ClusterIP":',
        "if service.external:",
    ),
    Flip(
        "count unready endpoints as available",
        f"{TRACE}/callers/availability.py",
        "ready = any(endpoint.ready for endpoint in slice_.endpoints)",
        "ready = bool(slice_.endpoints)",
    ),
    Flip(
        "match a part of a port's name",
        f"{MODEL}/regular_expression.py",
        "len(text) in step(text, frozenset({0}))",
        "bool(step(text, frozenset({0})))",
    ),
    Flip(
        "look into every namespace for a monitor",
        f"{MODEL}/referrers/monitor.py",
        "return wanted.any or namespace in (wanted.match_names or (self.namespace,))",
        "return wanted.any or not wanted.match_names or namespace in wanted.match_names",
    ),
    Flip(
        "select all monitors by no selector",
        f"{TRACE}/callers/scraping.py",
        "if monitors is None or not monitors.matches(monitor.metadata.labels):",
        "if monitors is not None and not monitors.matches(monitor.metadata.labels):",
    ),
    Flip(
        "look for ports that only regular containers declare",
        f"{MODEL}/declared.py",
        "pod.spec.all_containers",
        "pod.spec.containers",
    ),
)
