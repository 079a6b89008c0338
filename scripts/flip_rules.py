"""Replace each rule of the resolver and the verdicts by its opposite, one at a time: a test must fail.

Where no test fails, no test proves the rule, and the exit code is 1. The rules are written out here, because mutation
tools only exchange operators and numbers: `targetPort` taken from the name of the port is no mutant of theirs, and they
make 1,500 others of `trace/` alone. It works on a copy of the tree, so the checkout is never changed.
`python -m scripts.flip_rules [WORD ...]` runs only the flips whose name holds a word.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.flip import Flip
from scripts.flips_callers import CALLERS
from scripts.flips_traffic import TRAFFIC

ROOT = Path(__file__).parent.parent
TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"

# The quick ones first; upstream's own functions where these see nothing.
SUITES = (
    ("tests/trace", "tests/model", "tests/report", "tests/diagnose/test_running.py"),
    (
        *("tests/checks/traffic", "tests/checks/dns", "tests/checks/container_ports"),
        "tests/checks/service_spec/test_external_name_without_service.py",
    ),
    ("tests/checks/control_plane", "tests/checks/monitors"),
    ("tests/truth/test_find_port.py", "tests/truth/test_routes.py"),
)


FLIPS = (
    Flip(
        "join names without the protocol",
        f"{TRACE}/find_port.py",
        "declaration.port.name == target and declaration.port.protocol == protocol",
        "declaration.port.name == target",
    ),
    Flip(
        "search all init containers",
        f"{TRACE}/find_port.py",
        "in init_containers if container.restartable",
        "in init_containers",
    ),
    Flip("search no sidecars", f"{TRACE}/find_port.py", "in init_containers if container.restartable", "in ()"),
    Flip(
        "look a number up",
        f"{TRACE}/find_port.py",
        "if isinstance(target, int):",
        "if isinstance(target, int) and _declaring(declared, target, protocol):",
    ),
    Flip(
        "default the target to the name",
        f"{MODEL}/service.py",
        "return self.target_port or self.port",
        "return self.target_port or self.name or self.port",
    ),
    Flip(
        "declare without the protocol",
        f"{TRACE}/find_port.py",
        "declaration.port.container_port == number and declaration.port.protocol == protocol",
        "declaration.port.container_port == number",
    ),
    Flip(
        "take every init container for a sidecar",
        f"{MODEL}/container.py",
        'return self.restart_policy == "Always"',
        "return True",
    ),
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
    Flip("forget publishNotReadyAddresses", f"{TRACE}/expected.py", "ready=publish or (pod.ready", "ready=(pod.ready"),
    Flip(
        "publish a terminating pod as ready", f"{TRACE}/expected.py", "(pod.ready and not pod.terminating)", "pod.ready"
    ),
    Flip(
        "serving needs not to be terminating",
        f"{TRACE}/expected.py",
        "serving=pod.ready,",
        "serving=pod.ready and not pod.terminating,",
    ),
    Flip("count ended pods", f"{TRACE}/expected.py", "if pod.terminal:", "if False:"),
    Flip("count only succeeded pods as ended", f"{MODEL}/pod.py", '{"Succeeded", "Failed"}', '{"Succeeded"}'),
    Flip("count pods without an address", f"{TRACE}/expected.py", "if not pod.ips:", "if False:"),
    Flip("count pods of missing nodes", f"{TRACE}/expected.py", 'return "node-missing"', "return None"),
    Flip("skip missing nodes though published", f"{TRACE}/expected.py", "if not publish and snapshot", "if snapshot"),
    Flip(
        "give every pod its hostname",
        f"{TRACE}/expected.py",
        "pod.spec.hostname if pod.spec.subdomain == subdomain else",
        "pod.spec.hostname if True else",
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
        f"{TRACE}/verdict.py",
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
        f"{TRACE}/verdict.py",
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
        "a pod that is gone serves",
        f"{TRACE}/endpoints/backend.py",
        "usable=chosen and not backend.gone",
        "usable=chosen",
    ),
    Flip(
        "the controller gets no moment to take a pod out",
        f"{TRACE}/endpoints/published.py",
        "gone=backend.gone and not behind",
        "gone=backend.gone",
    ),
    Flip(
        "a pod is gone though not all were read",
        f"{TRACE}/gone.py",
        "if where not in snapshot.complete_namespaces or",
        "if",
    ),
    Flip(
        "a health check counts terminating endpoints",
        f"{TRACE}/verdict.py",
        "if endpoint.ready and endpoint.addresses and endpoint.node_name",
        "if endpoint.addresses and endpoint.node_name",
    ),
    Flip("a pod left out does no harm", f"{TRACE}/verdict.py", "if pods_left_out or any(path in", "if any(path in"),
    Flip("headless translates ports", f"{TRACE}/verdict.py", "or any(backend.port != port for backend in usable)", ""),
    Flip(
        "a node that is gone is a place",
        f"{TRACE}/verdict.py",
        "if len(bare) == len(nodes):",
        "if False:",
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
        "few = fewest(self._by_label, namespace, selector)",
        "few = fewest(self._by_label, namespace, selector) if selector else self._pods",
    ),
    Flip(
        "one matching label is enough",
        f"{MODEL}/pod_labels.py",
        "if selector.items() <= pod.labels.items()",
        "if selector.items() & pod.labels.items()",
    ),
    Flip(
        "slices belong to a Service by name",
        f"{MODEL}/endpointslice.py",
        "return self.metadata.labels.get(SERVICE_NAME)",
        'return self.metadata.name.rpartition("-")[0] or None',
    ),
    Flip(
        "ExternalName has endpoints",
        f"{MODEL}/service.py",
        "return bool(self.spec.selector) and not self.external",
        "return bool(self.spec.selector)",
    ),
    Flip(
        "skip-mirror in any case",
        f"{MODEL}/endpoints.py",
        'labels.get(SKIP_MIRROR) != "true"',
        "SKIP_MIRROR not in labels",
    ),
    Flip(
        "a probe of any number proves them all",
        f"{TRACE}/listening/kubelet.py",
        "use.number == number and",
        "",
    ),
    Flip("a probe of another host proves the pod", f"{TRACE}/listening/kubelet.py", "and not use.action.host", ""),
    Flip(
        "a probe proves every address of the pod",
        f"{TRACE}/listening/kubelet.py",
        "or ip != pod.status.pod_ip",
        "or ip not in pod.ips",
    ),
    Flip(
        "a ready container need not have started", f"{TRACE}/listening/kubelet.py", "and status.started is True\n", "\n"
    ),
    Flip(
        "a mesh proxy answers for the program",
        f"{TRACE}/listening/kubelet.py",
        'use.handler != "tcpSocket" or not is_intercepted(pod)',
        "True",
    ),
    Flip("a lost node still reports", f"{TRACE}/listening/kubelet.py", "or _is_lost(snapshot, pod)", ""),
    Flip(
        "a refusal holds for ever",
        f"{TRACE}/listening/kubelet.py",
        "max(begun, shifted(snapshot.observed_at, -_window(probe)))",
        "begun",
    ),
    Flip(
        "a refusal outlives the container",
        f"{TRACE}/listening/kubelet.py",
        "max(begun, shifted(snapshot.observed_at, -_window(probe)))",
        "shifted(snapshot.observed_at, -_window(probe))",
    ),
    Flip(
        "a refusal by any number counts",
        f"{TRACE}/listening/kubelet.py",
        'f"dial tcp {address}:{number}: connect: connection refused"',
        '"connect: connection refused"',
    ),
    Flip("the kubelet probes UDP", f"{TRACE}/listening/evidence.py", ' if protocol == "TCP" else UNKNOWN', ""),
    Flip(
        "a port-forward that opens proves the pod's address",
        f"{TRACE}/listening/tried.py",
        "if tried.proxy in ACCEPTED and sure:",
        "if localhost or (tried.proxy in ACCEPTED and sure):",
    ),
    Flip(
        "a connection that is closed proves a program",
        f"{TRACE}/listening/tried.py",
        "tried.proxy in ANSWERED)",
        "tried.proxy in ACCEPTED)",
    ),
    Flip(
        "nothing but a program refuses",
        f"{TRACE}/listening/tried.py",
        "and not may_be_rejected(snapshot, pod)",
        "",
    ),
    Flip(
        "policies that were not read are none",
        f"{TRACE}/listening/tried.py",
        "return not read or not isolation_of",
        "return not isolation_of",
    ),
    Flip(
        "a mesh proxy accepts for a program",
        f"{TRACE}/listening/tried.py",
        "sure = localhost or (not intercepted and",
        "sure = localhost or (",
    ),
    Flip(
        "a time-out is a refusal",
        f"{TRACE}/listening/tried.py",
        'if tried.proxy == "refused" and',
        'if tried.proxy in {"refused", "late"} and',
    ),
    Flip(
        "the proxy dials every address",
        f"{TRACE}/listening/tried.py",
        "or ip != pod.status.pod_ip",
        "or ip not in pod.ips",
    ),
    Flip(
        "a socket of IPv6 serves IPv4",
        f"{TRACE}/listening/sockets.py",
        'if sockets.any_ipv6 and ":" not in ip:',
        "if False:",
    ),
    Flip(
        "a socket of another address serves",
        f"{TRACE}/listening/sockets.py",
        'if ip in addresses or (ANY6 if ":" in ip else ANY4) in addresses:',
        "if addresses:",
    ),
    Flip(
        "what is missing from half a table is not there",
        f"{TRACE}/listening/sockets.py",
        "complete = table in read[-1].tables and",
        "complete =",
    ),
    Flip(
        "a pod is another of its name",
        f"{MODEL}/snapshot.py",
        "self._attempts_by_pod.get((*pod.key, pod.metadata.uid), ())",
        "tuple(each for each in self.attempts if (each.namespace, each.pod) == pod.key)",
    ),
    Flip("mirror leader election", f"{MODEL}/endpoints.py", " and LEADER not in annotations", ""),
    *TRAFFIC,
    *CALLERS,
)


def caught_by(flip: Flip, tree: Path) -> str | None:
    """The suite that fails when the rule is replaced by its opposite in a copy of the tree; None where none does."""
    file = tree / flip.file
    whole = file.read_text("utf-8")
    if flip.rule not in whole:
        raise SystemExit(f"{flip.name}: {flip.file} holds no such rule any more: {flip.rule}")
    file.write_text(whole.replace(flip.rule, flip.opposite), "utf-8")
    try:
        return next((suite[0] for suite in SUITES if not passes(suite, tree)), None)
    finally:
        file.write_text(whole, "utf-8")


def passes(suite: tuple[str, ...], tree: Path) -> bool:
    """Whether all tests of a suite pass in a tree."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *suite]
    return subprocess.run(command, cwd=tree, capture_output=True, check=False).returncode == 0


def main(words: list[str]) -> int:
    """Replace the rules and print which suite failed for each; the exit code is 1 where none did."""
    chosen = [flip for flip in FLIPS if not words or any(word in flip.name for word in words)]
    survivors = 0
    with TemporaryDirectory(prefix="flip-rules-") as folder:
        tree = Path(folder)
        for part in ("kubectl_porttrace", "tests", "pyproject.toml"):
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, tree / part)
        if any(not passes(suite, tree) for suite in SUITES):
            raise SystemExit("the tests must pass before a rule is replaced")
        for flip in chosen:
            suite = caught_by(flip, tree)
            survivors += suite is None
            print(f"{'caught by ' + suite if suite else 'SURVIVED':32} {flip.name}", flush=True)
    print(f"{len(chosen)} rules replaced, {len(chosen) - survivors} caught, {survivors} survived")
    return 1 if survivors or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
