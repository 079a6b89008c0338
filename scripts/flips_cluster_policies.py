"""The rules of cluster-wide policies, each with its opposite."""

from scripts.flip import Flip

POLICIES = "kubectl_porttrace/trace/policies"

CLUSTER_POLICIES = (
    Flip(
        "let the rules of the cluster come after NetworkPolicies alone",
        f"{POLICIES}/evaluate.py",
        'rulings(snapshot, "Admin", asked)',
        'rulings(snapshot, "Baseline", asked)',
    ),
    Flip(
        "take what passes on for accepted",
        f"{POLICIES}/evaluate.py",
        'True if each == "Accept" else False',
        'True if each in {"Accept", "Pass"} else False',
    ),
    Flip(
        "let the last tier deny what NetworkPolicies decide for egress alone",
        f"{POLICIES}/evaluate.py",
        "return None if answer is False and selected else answer",
        "return answer",
    ),
    Flip(
        "let the highest number come first",
        f"{POLICIES}/cluster_subjects.py",
        "(policy.spec.priority, policy.name)",
        "(-policy.spec.priority, policy.name)",
    ),
    Flip(
        "order policies of one priority by name",
        f"{POLICIES}/cluster_subjects.py",
        "groups[each[0].spec.priority].append(each)",
        "groups[len(groups)].append(each)",
    ),
    Flip(
        "look at rules in any order",
        f"{POLICIES}/tiers.py",
        "        if matched:\n            return tuple(found)",
        "        if matched is None:\n            return tuple(found)",
    ),
    Flip(
        "pass on what an unknown form passes on",
        f"{POLICIES}/tiers.py",
        '"Deny" if unknown and action == "Pass" else action',
        "action",
    ),
    Flip(
        "take an unknown form for nobody",
        f"{POLICIES}/cluster_rules.py",
        'rule.decides != "Accept" if not each.known',
        "False if not each.known",
    ),
    Flip(
        "judge pods on their nodes' network by policies of the cluster",
        f"{POLICIES}/tiers.py",
        "if asked.subject.pod is None or asked.subject.on_host_network:",
        "if asked.subject.pod is None:",
    ),
    Flip(
        "take pods on their nodes' network for peers",
        f"{POLICIES}/cluster_rules.py",
        "pod = None if peer.on_host_network else peer.pod",
        "pod = peer.pod",
    ),
    Flip(
        "leave the end of a range out of policies of the cluster",
        f"{POLICIES}/cluster_rules.py",
        "port.first <= number <= port.last",
        "port.first <= number < port.last",
    ),
    Flip(
        "take a port of the cluster's policies for any protocol",
        f"{POLICIES}/cluster_rules.py",
        "port.protocol == protocol and port.first",
        "port.first",
    ),
    Flip(
        "let networks mean no pods",
        f"{POLICIES}/cluster_rules.py",
        "yield within(IPBlock(cidr=network), peer.address)",
        "yield within(IPBlock(cidr=network), peer.address) if peer.pod is None else False",
    ),
    Flip(
        "take pods for nodes",
        f"{POLICIES}/cluster_rules.py",
        "yield False if pod else None",
        "yield True",
    ),
    Flip(
        "read nothing into what was not read",
        f"{POLICIES}/tiers.py",
        "[*found, ANYTHING] if tier_unread(snapshot, tier) else found",
        "found",
    ),
    Flip(
        "forget addresses where pods are denied",
        f"{POLICIES}/standing.py",
        "any_of((_open_to_addresses(snapshot, pod, protocol, number), _open_to_pods(snapshot, pod, protocol, number)))",
        "_open_to_pods(snapshot, pod, protocol, number)",
    ),
    Flip(
        "forget who is passed on before the others are denied",
        f"{POLICIES}/standing.py",
        "all_of((admin.goes_on, rest))",
        "all_of((admin.unmatched, rest))",
    ),
    Flip(
        "let NetworkPolicies admit whom a tier denies",
        f"{POLICIES}/standing.py",
        "all_of((admin.goes_on, rest))",
        "rest",
    ),
    Flip(
        "put one API before the other",
        f"{POLICIES}/standing.py",
        "return reduce(_in_any_order, apis, Standing())",
        "return reduce(_then, apis, Standing())",
    ),
    Flip(
        "order policies of one priority by name, whoever asks",
        f"{POLICIES}/standing.py",
        "reduce(_in_any_order, (_of_policy",
        "reduce(_then, (_of_policy",
    ),
    Flip(
        "match again what is matched",
        f"{POLICIES}/standing.py",
        "any_of((first.passed, all_of((first.unmatched, second.passed))))",
        "any_of((first.passed, second.passed))",
    ),
    Flip(
        "take a tier that was not read for an empty one",
        f"{POLICIES}/standing.py",
        "        return _NOT_KNOWN\n    # Of two",
        "        return Standing()\n    # Of two",
    ),
)
