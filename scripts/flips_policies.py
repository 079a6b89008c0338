"""The rules of NetworkPolicy, each with its opposite: one for every edge that people get wrong, and more."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"

POLICIES = (
    Flip(
        "judge policies on no ports as on none",
        f"{TRACE}/policies/rules.py",
        "    if not rule.ports:\n        return True",
        "    if not rule.ports:\n        return False",
    ),
    Flip(
        "take a policy's port for any protocol",
        f"{TRACE}/policies/rules.py",
        "    if port.protocol != protocol:\n        return False\n",
        "",
    ),
    Flip(
        "take a protocol without a port for nothing",
        f"{TRACE}/policies/rules.py",
        "    if port.port is None:\n        return True",
        "    if port.port is None:\n        return False",
    ),
    Flip(
        "leave the end of a range out",
        f"{TRACE}/policies/rules.py",
        "port.port <= number <= port.end_port",
        "port.port <= number < port.end_port",
    ),
    Flip(
        "look policies' names up without the protocol",
        f"{TRACE}/policies/rules.py",
        "if port.name == name and port.protocol == protocol",
        "if port.name == name",
    ),
    Flip(
        "take a sidecar's port name for the pod's",
        f"{TRACE}/policies/rules.py",
        "_named(destination.spec.containers, name, protocol)",
        "_named((*destination.spec.containers, *destination.spec.sidecars), name, protocol)",
    ),
    Flip(
        "admit nobody where no peer is named",
        f"{TRACE}/policies/rules.py",
        "    if not rule.peers:\n        return True",
        "    if not rule.peers:\n        return False",
    ),
    Flip(
        "let a podSelector look in every namespace",
        f"{TRACE}/policies/rules.py",
        "yield pod.namespace == namespace",
        "yield True",
    ),
    Flip(
        "let one of two selectors of a peer be enough",
        f"{TRACE}/policies/rules.py",
        "chosen = all_of(",
        "chosen = any_of(",
    ),
    Flip(
        "let an ipBlock mean no pods",
        f"{TRACE}/policies/rules.py",
        "return within(entry.ip_block, peer.address)",
        "return within(entry.ip_block, peer.address) if peer.pod is None else False",
    ),
    Flip(
        "let exceptions be",
        f"{TRACE}/policies/addresses.py",
        "if any(each is not None and _covers(each, peer) for each in exceptions):",
        "if False:",
    ),
    Flip(
        "mix families of addresses",
        f"{TRACE}/policies/addresses.py",
        "return one.version == other.version and one.overlaps(other)",
        "return str(one) == str(other) or one.prefixlen == 0",
    ),
    Flip(
        "let policies of all namespaces select",
        f"{TRACE}/policies/selecting.py",
        "grouped((policy.namespace, policy) for policy in ordered)",
        "{pod.namespace: tuple(ordered) for pod in snapshot.pods}",
    ),
    Flip(
        "isolate in both directions always",
        f"{TRACE}/policies/selecting.py",
        "if direction in policy.types)",
        "if policy.types)",
    ),
    Flip(
        "let the first policy alone decide",
        f"{TRACE}/policies/evaluate.py",
        "for policy in isolation.policies for rule",
        "for policy in isolation.policies[:1] for rule",
    ),
    Flip(
        "keep a pod from itself",
        f"{TRACE}/policies/evaluate.py",
        "    if _is_itself(source, destination):\n        return True\n",
        "",
    ),
    Flip(
        "keep the kubelet out",
        f"{TRACE}/policies/evaluate.py",
        "    if _is_own_node(source, destination):\n        return True\n",
        "",
    ),
    Flip(
        "isolate egress by an empty list",
        f"{MODEL}/network_policy.py",
        "if self.spec.egress else",
        "if self.spec.egress is not None else",
    ),
    Flip(
        "do not isolate ingress by egress rules",
        f"{MODEL}/network_policy.py",
        '(("Ingress", "Egress") if',
        '(("Egress",) if',
    ),
    Flip(
        "let a missing key be in no list of others",
        f"{MODEL}/label_selector.py",
        "return value not in self.values",
        "return value is not None and value not in self.values",
    ),
    Flip(
        "let policies without a rule admit everybody",
        f"{TRACE}/policies/evaluate.py",
        "return None if found is False and unsure else found",
        "return found if any(True for _ in _rules(isolation, asked.direction)) else True",
    ),
    Flip(
        "judge policies on a Service's number, as on 80",
        f"{TRACE}/policies/backends.py",
        "policy_word(snapshot, each.pod, protocol, each.port)",
        "policy_word(snapshot, each.pod, protocol, 80)",
    ),
    Flip(
        "judge what policies close as open",
        f"{TRACE}/policies/backends.py",
        "return Verdict.BROKEN if closed == len(usable) else max(verdict, Verdict.PARTIAL)",
        "return verdict",
    ),
    Flip(
        "let an exception of one peer hold for all",
        f"{TRACE}/policies/rules.py",
        "return any_of(_is(each, namespace, peer) for each in rule.peers)",
        "return all_of(_is(each, namespace, peer) for each in rule.peers)",
    ),
    Flip(
        "take an end below the start for a range",
        f"{TRACE}/policies/rules.py",
        "port.port <= number <= port.end_port",
        "min(port.port, port.end_port) <= number <= max(port.port, port.end_port)",
    ),
    Flip(
        "say for certain what a pod that comes to itself meets",
        f"{TRACE}/policies/evaluate.py",
        " or _is_itself(asked.subject, asked.peer)",
        "",
    ),
    Flip(
        "say for certain what pods on other nodes' networks meet",
        f"{TRACE}/policies/evaluate.py",
        "isolation.in_doubt or asked.peer.on_host_network or",
        "isolation.in_doubt or",
    ),
    Flip(
        "take any number for what a name means",
        f"{TRACE}/policies/rules.py",
        "if number in named_numbers(destination, name, protocol):",
        "if named_numbers(destination, name, protocol):",
    ),
)
