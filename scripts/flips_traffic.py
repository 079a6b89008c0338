"""The rules of the traffic path, each with its opposite: entrances, load balancers, node ports, aliases."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"
CHECKS = "kubectl_porttrace/checks/traffic"
DNS = "kubectl_porttrace/checks/dns"

TRAFFIC = (
    Flip(
        "a node port forgets policy Local",
        f"{TRACE}/verdict.py",
        "return [backend for backend in backends if backend.node == node or not local]",
        "return list(backends)",
    ),
    Flip(
        "a node without a backend serves its own pods no more",
        f"{TRACE}/verdict.py",
        "if local and all(backend.gone for backend in taking):\n        return Verdict.PARTIAL",
        "if local and all(backend.gone for backend in taking):\n        return Verdict.BROKEN",
    ),
    Flip(
        "a node port takes backends of every family",
        f"{TRACE}/entrances.py",
        "backends = [backend for backend in port.backends if backend.family == family_of(ip)]",
        "backends = list(port.backends)",
    ),
    Flip(
        "a few nodes stand for all",
        f"{TRACE}/entrances.py",
        "if len(named) < len(traced.snapshot.nodes) or not named",
        "if not named",
    ),
    Flip(
        "all nodes are named",
        f"{TRACE}/entrances.py",
        "or not traced.snapshot.was_read(NODE_ADDRESSES)",
        "or False",
    ),
    Flip(
        "what is found of one way in is said of all",
        "kubectl_porttrace/findings.py",
        "return not self.ways or way in self.ways",
        "return True",
    ),
    Flip(
        "a load balancer's error explains a dead port",
        "kubectl_porttrace/diagnose/judging.py",
        "if not finding.ways for key",
        "for key",
    ),
    Flip(
        "a dead port explains a load balancer's error",
        "kubectl_porttrace/diagnose/folding.py",
        "and finding.ways == ways",
        "",
    ),
    Flip(
        "a load balancer gets no time",
        f"{TRACE}/entrances.py",
        "snapshot.observed_at - max(known) > PATIENCE",
        "True",
    ),
    Flip(
        "only creation tells how long a load balancer waits",
        f"{TRACE}/entrances.py",
        "written = [service.metadata.creation_timestamp, *(entry.time for entry in service.metadata.managed_fields)]",
        "written = [service.metadata.creation_timestamp]",
    ),
    Flip(
        "an address of a proxy is served by kube-proxy",
        f"{MODEL}/service.py",
        'return bool(self.ip) and self.ip_mode in {None, "VIP"}',
        "return bool(self.ip)",
    ),
    Flip(
        "a load balancer of a class is the default controller's",
        f"{CHECKS}/load_balancer_pending.py",
        "if service.spec.load_balancer_class is not None or not is_given_up(traced):",
        "if not is_given_up(traced):",
    ),
    Flip(
        "one that is being deleted still waits",
        "kubectl_porttrace/checks/balancer.py",
        "return not deleted and",
        "return",
    ),
    Flip(
        "a node port is no path",
        f"{CHECKS}/load_balancer_without_path.py",
        "if not port.spec.node_port)",
        "if True)",
    ),
    Flip(
        "a virtual address is no path",
        f"{CHECKS}/load_balancer_without_path.py",
        "if not ports or any(each.is_vip for each in ingress):",
        "if not ports:",
    ),
    Flip(
        "one placed pod of ServiceLB is not enough",
        f"{CHECKS}/service_lb_pods_pending.py",
        "if not waiting or len(waiting)",
        "if not waiting or 0 and len(waiting)",
    ),
    Flip(
        "an address clashes whatever the port",
        f"{CHECKS}/address_published_twice.py",
        "if ports and other.key",
        "if other.key",
    ),
    Flip(
        "ports of two protocols clash",
        f"{CHECKS}/address_published_twice.py",
        "taken = {(port.port, port.protocol) for port in other.spec.ports}",
        "taken = {(port.port, each.spec.protocol) for port in other.spec.ports for each in traced.ports}",
    ),
    Flip(
        "addresses are compared as they are spelt",
        f"{MODEL}/canonical_ip.py",
        "return str(address if mapped is None else mapped)",
        "return written",
    ),
    Flip(
        "an IPv4 address in IPv6 is another one",
        f"{MODEL}/canonical_ip.py",
        "address if mapped is None else mapped",
        "address",
    ),
    Flip("zeros in front tell addresses apart", f"{MODEL}/canonical_ip.py", 'part.lstrip("0") or "0"', "part"),
    Flip(
        "a headless Service publishes addresses",
        f"{MODEL}/published.py",
        "if service.headless or service.external",
        "if service.external",
    ),
    Flip(
        "one excluded node is enough",
        f"{CHECKS}/only_excluded_nodes.py",
        "bool(port.usable) and all(excluded)",
        "bool(port.usable) and any(excluded)",
    ),
    Flip(
        "an old event counts",
        f"{CHECKS}/repair_reported.py",
        "if now - seen < RECENT",
        "if True",
    ),
    Flip(
        "a hostPort takes every protocol",
        f"{CHECKS}/node_port_taken.py",
        "number == opened.number and each.port.protocol == opened.protocol for",
        "number == opened.number for",
    ),
    Flip(
        "the kubelet listens over UDP",
        f"{CHECKS}/node_port_taken.py",
        'if opened.protocol == "TCP" else None',
        "",
    ),
    Flip(
        "a sidecar's hostPort is opened",
        "kubectl_porttrace/checks/declared_ports.py",
        "(*regular_ports(pod), *(sidecar_ports(pod) if host else ()))",
        "(*regular_ports(pod), *sidecar_ports(pod))",
    ),
    Flip(
        "the static band is one longer",
        f"{CHECKS}/node_port_above_static_band.py",
        "ALLOCATED = range(30086, 32768)",
        "ALLOCATED = range(30087, 32768)",
    ),
    Flip(
        "every node port was chosen by hand",
        f"{MODEL}/service.py",
        "if fields and fields.node_port is not None",
        "if fields",
    ),
    Flip(
        "hints that are there do not count",
        f"{CHECKS}/topology_hints_withdrawn.py",
        "if ready and not hinted and",
        "if ready and",
    ),
    Flip(
        "zones count though hints are not kept",
        f"{CHECKS}/zone_overloaded.py",
        "if by_zone.total() < len(ready):",
        "if False:",
    ),
    Flip(
        "a circle ends somewhere",
        f"{MODEL}/aliases.py",
        "return Alias(tuple(through), circle=True)",
        "return Alias(tuple(through))",
    ),
    Flip(
        "names of one namespace are one",
        f"{MODEL}/aliases.py",
        "if any(each.key == at for each in through):",
        "if any(each.name == at[1] for each in through):",
    ),
    Flip(
        "a Service without slices is dead",
        f"{DNS}/external_name_of_dead_service.py",
        "if unread or not snapshot.slices_of(service):",
        "if unread:",
    ),
    Flip(
        "slices that were refused tell",
        f"{DNS}/external_name_of_dead_service.py",
        "if unread or not",
        "if not",
    ),
    Flip(
        "pods of any owner have numbers",
        f"{DNS}/names_of_another_service.py",
        'controller.kind == "StatefulSet"',
        "True",
    ),
)
