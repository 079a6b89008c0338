"""The rules about what a port and an entrance are worth, each with its opposite."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"

VERDICTS = (
    Flip(
        "without a node name it is local everywhere",
        f"{TRACE}/verdict.py",
        "for node in nodes if node not in served)",
        "for node in nodes if node not in served and all(b.node for b in backends))",
    ),
    Flip(
        "Local never falls back",
        f"{TRACE}/verdict.py",
        "if backend.node and backend.may_take_traffic and not",
        "if backend.node and backend.ready and not",
    ),
    Flip(
        "a load balancer sends to nodes without a backend",
        f"{TRACE}/ways.py",
        """return service.spec.type == "LoadBalancer" and""",
        "return False and",
    ),
    Flip(
        "forget policy Local inside", f"{TRACE}/verdict.py", 'service.spec.internal_traffic_policy == "Local"', "False"
    ),
    Flip(
        "forget policy Local outside", f"{TRACE}/verdict.py", 'service.spec.external_traffic_policy == "Local"', "False"
    ),
    Flip(
        "every Service opens a way from outside",
        f"{TRACE}/ways.py",
        "if not service.opens_outside(port):",
        "if False:",
    ),
    Flip(
        "a dead family breaks the port",
        f"{TRACE}/verdict.py",
        "if paths and all(path is Verdict.BROKEN for path in paths):",
        "if paths and any(path is Verdict.BROKEN for path in paths):",
    ),
    Flip(
        "a health check counts terminating endpoints",
        f"{TRACE}/verdict.py",
        "if endpoint.ready and endpoint.addresses and endpoint.node_name",
        "if endpoint.addresses and endpoint.node_name",
    ),
    Flip(
        "an external IP is dialled in every family",
        f"{TRACE}/ways.py",
        'if way == "ExternalIP":',
        "if False:",
    ),
    Flip(
        "a load balancer is dialled in every family",
        f"{TRACE}/ways.py",
        'elif way == "LoadBalancer":',
        "elif False:",
    ),
    Flip("a pod left out does no harm", f"{TRACE}/verdict.py", "if pods_left_out or any(path in", "if any(path in"),
    Flip("headless translates ports", f"{TRACE}/verdict.py", "or any(backend.port != port for backend in usable)", ""),
    Flip(
        "a node that is gone is a place",
        f"{TRACE}/verdict.py",
        "if len(bare) == len(nodes):",
        "if False:",
    ),
)
