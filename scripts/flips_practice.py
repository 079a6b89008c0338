"""The rules about good practice, each with its opposite."""

from scripts.flip import Flip

CHECKS = "kubectl_porttrace/checks"
PRACTICE_CHECKS = f"{CHECKS}/practice"

PRACTICE = (
    Flip(
        "advise on headless Services",
        f"{CHECKS}/good_practice.py",
        "left_out = service.headless or service.namespace",
        "left_out = service.namespace",
    ),
    Flip(
        "advise on the cluster's own namespaces",
        f"{CHECKS}/good_practice.py",
        "service.namespace in SYSTEM_NAMESPACES or",
        "",
    ),
    Flip(
        "advise on what operators write",
        f"{CHECKS}/good_practice.py",
        "not in WITH_REPLICAS or generator_of(workload) is not None",
        "not in WITH_REPLICAS",
    ),
    Flip(
        "name a port that the next pods do not have",
        f"{PRACTICE_CHECKS}/number_beside_name.py",
        "for pod in (*target.pods, *to_come)",
        "for pod in target.pods",
    ),
    Flip(
        "name a port that leads elsewhere",
        f"{PRACTICE_CHECKS}/number_beside_name.py",
        "by_name is not None and by_name.number == target.number",
        "by_name is not None",
    ),
    Flip(
        "tell of http on a product's number",
        f"{PRACTICE_CHECKS}/unusual_number.py",
        " or spec.port not in STAND_INS.get(protocol, {spec.port})",
        "",
    ),
    Flip(
        "take a private address for one of the Internet",
        f"{PRACTICE_CHECKS}/open_to_every_source.py",
        "and not limited and not private",
        "and not limited",
    ),
    Flip(
        "take unread policies for none",
        f"{PRACTICE_CHECKS}/open_to_every_source.py",
        'backend.network_policy == "none"',
        'backend.network_policy in {"none", "unknown"}',
    ),
    Flip(
        "count nodes that take no pods",
        f"{PRACTICE_CHECKS}/one_node.py",
        " and may_take(node, pods[0].spec)",
        "",
    ),
    Flip("run without being asked", f"{CHECKS}/catalogue.py", "if advice or folder !=", "if True or folder !="),
)
