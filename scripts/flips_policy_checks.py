"""The findings about policies, each with the opposite of what makes it."""

from scripts.flip import Flip

CHECKS = "kubectl_porttrace/checks/policies"
TRACE = "kubectl_porttrace/trace/policies"

POLICY_CHECKS = (
    Flip(
        "PTN05: tell of a sidecar's name though a rule is about the number",
        f"{CHECKS}/name_of_sidecar_alone.py",
        "if any(covers(rule, pod, protocol, number) for _, _, rule in rules):",
        "if not rules:",
    ),
    Flip(
        "PTN05: take a name that nobody has for a sidecar's",
        f"{CHECKS}/name_of_sidecar_alone.py",
        "if covers(NetworkPolicyRule((port,)), pod, protocol, number) is None:",
        "if covers(NetworkPolicyRule((port,)), pod, protocol, number) is False:",
    ),
    Flip(
        "PTN13: list what is not judged beside a denial of which it is told",
        f"{CHECKS}/other_policies_beside.py",
        "if not closed and listed:",
        "if listed:",
    ),
    Flip(
        "PTN13: tell of what admits nobody though it admits some",
        f"{CHECKS}/other_policies_beside.py",
        "pod, port.spec.protocol, backend.port) is False",
        "pod, port.spec.protocol, backend.port) is not None",
    ),
    Flip(
        "PTN13: leave nothing open for policies that are not judged",
        f"{TRACE}/word.py",
        "if undecided_by(snapshot, pod) or (",
        "if (",
    ),
    Flip(
        "PTN14: tell of AWS's agent where numbers are equal",
        f"{CHECKS}/aws_compares_service_port.py",
        "each.pod is not None and each.port != port.spec.port]",
        "each.pod is not None]",
    ),
    Flip(
        "PTN14: take every policy for one that AWS's agent enforces",
        f"{TRACE}/differing.py",
        "if each.key in enforced)",
        "if enforced)",
    ),
    Flip(
        "PTN15: tell of blocks though a rule admits by labels",
        f"{TRACE}/differing.py",
        "if not rules or not all(rule.peers and all(",
        "if not rules or not any(rule.peers and any(",
    ),
    Flip(
        "PTN15: tell of blocks that hold no pod",
        f"{TRACE}/differing.py",
        "return next((rule for rule, block in blocks if any(within(block, ip) for ip in addresses)), None)",
        "return next((rule for rule, block in blocks), None)",
    ),
    Flip(
        "PTN15: take Cilium for at work everywhere",
        f"{TRACE}/differing.py",
        "return bool(snapshot.all_of(CiliumNode))",
        "return True",
    ),
    Flip(
        "PTN18: look for the sender among pods that have ended",
        f"{TRACE}/consumers.py",
        "if not pod.terminal and pod.ips)",
        "if pod.terminal)",
    ),
    Flip(
        "PTN18: take rules about other namespaces for such as admit their own alone",
        f"{TRACE}/consumers.py",
        "peer.ip_block is None and peer.namespace_selector is None",
        "peer.ip_block is None",
    ),
    Flip(
        "PTN18: let the API server be kept out by addresses",
        f"{TRACE}/consumers.py",
        "peer.ip_block is None and peer.namespace_selector is None",
        "peer.namespace_selector is None",
    ),
    Flip(
        "PTN18: tell once more of what is closed to all",
        "kubectl_porttrace/checks/refusals.py",
        'not (direction == "Ingress" and _closed_to_all(traced, each))',
        "True",
    ),
    Flip(
        "PTN18: tell the same of every route",
        f"{CHECKS}/consumer_not_admitted.py",
        "yield from map(_shared, found)\n        if isinstance",
        "yield from found\n        if isinstance",
    ),
    Flip(
        "PTN21: let the last tier deny what NetworkPolicies select",
        f"{TRACE}/standing.py",
        "admin.goes_on is not True or _network_policies_decide(snapshot, pod) is not False:",
        "admin.goes_on is not True:",
    ),
    Flip(
        "PTN21: take a denial of some for one of all",
        f"{TRACE}/standing.py",
        "return self.denial is not None and self.accepted is False and self.goes_on is False",
        "return self.denial is not None",
    ),
    Flip(
        "PTN21: tell the same denial of NetworkPolicies as well",
        "kubectl_porttrace/checks/denials.py",
        "return denied_to_pods(traced.snapshot, pod, port.spec.protocol, number) is not None",
        "return False",
    ),
    Flip(
        "PTN22: tell of every protocol",
        f"{CHECKS}/cilium_sctp_port.py",
        'if port.spec.protocol == "SCTP" and numbers:',
        "if numbers:",
    ),
    Flip(
        "PTN22: tell of ports that are equal",
        f"{CHECKS}/cilium_sctp_port.py",
        "for each in port.usable} - {port.spec.port})",
        "for each in port.usable})",
    ),
    Flip(
        "PTN22: tell of headless Services, which translate nothing",
        f"{CHECKS}/cilium_sctp_port.py",
        "if traced.service.headless or not under_cilium(traced.snapshot):",
        "if not under_cilium(traced.snapshot):",
    ),
)
