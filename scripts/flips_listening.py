"""The rules about what shows whether a program listens, each with its opposite."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"
CHECKS = "kubectl_porttrace/checks"

LISTENING = (
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
        "a ready container need not have started",
        f"{TRACE}/listening/kubelet.py",
        "status.ready and status.started is True:",
        "status.ready:",
    ),
    Flip(
        "a mesh proxy answers for the program",
        f"{TRACE}/listening/kubelet.py",
        'use.handler != "tcpSocket" or not intercepted',
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
    Flip(
        "no firewall rejects what comes to a pod",
        f"{CHECKS}/heard.py",
        'if all(each.listening.by == "proc" for each in places)',
        "if True",
    ),
    Flip(
        "every controller speaks plain where nothing is written",
        f"{CHECKS}/speech.py",
        'speech = "plain" if traced.consumer == NGINX else None',
        'speech = "plain"',
    ),
    Flip(
        "ingress-nginx needs the annotation to speak plain",
        f"{CHECKS}/speech.py",
        'speech = "plain" if traced.consumer == NGINX else None',
        "speech = None",
    ),
    Flip(
        "every controller reads the annotations of ingress-nginx",
        f"{CHECKS}/speech.py",
        "read.get(traced.consumer, ())",
        "read[None]",
    ),
    Flip(
        "TLS does not pass through",
        f"{CHECKS}/speech.py",
        'annotations.get(NGINX_PASSTHROUGH, "").lower() == "true"',
        "False",
    ),
    Flip(
        "a BackendTLSPolicy that is refused is used",
        f"{CHECKS}/speech.py",
        'return all(each is None or each.status != "False" for each in said)',
        "return True",
    ),
    Flip(
        "policies that were not listed do not exist",
        f"{CHECKS}/speech.py",
        'or not snapshot.holds_all("backendtlspolicies", key[0])',
        "",
    ),
    Flip(
        "the API server may call by plain HTTP",
        f"{CHECKS}/speech.py",
        'if backend.reference.role == "control-plane":',
        "if False:",
    ),
    Flip(
        "a backend of weight 0 gets requests",
        f"{CHECKS}/listening/route_speaks_otherwise.py",
        " if backend.reference.weight != 0 else None",
        "",
    ),
    Flip(
        "a policy for all ports says what gateways speak to each",
        f"{CHECKS}/speech.py",
        "if isinstance(backend.reference.port, AllPorts) and len(backend.ports) > 1:",
        "if False:",
    ),
    Flip(
        "a monitor of a declared port scrapes every port",
        f"{CHECKS}/speech.py",
        "or not isinstance(backend.reference.port, ByPattern)",
        "",
    ),
)
