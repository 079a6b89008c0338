"""The table of one Service: a row for each port and distinct outcome."""

from collections.abc import Iterator

from kubectl_porttrace.render.outcomes import Group, Outcome, outcomes_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.table import Cell, table
from kubectl_porttrace.report.values import PortTrace, ServiceTrace

NONE = "-"

FEW_ADDRESSES = 2


def port_table(service: ServiceTrace, screen: Screen) -> list[str]:
    """The lines of the table; none for a Service without ports. A node port column only where there is a node port."""
    with_node_ports = any(port.node_port for port in service.ports)
    headers = ["PORT", *(["NODEPORT"] if with_node_ports else []), "TARGETPORT", "CONTAINER", "PODS", "VERDICT"]
    rows = []
    for port in service.ports:
        start = [port_cell(port), *([number_cell(port.node_port)] if with_node_ports else []), target_cell(port)]
        for container, pods in _outcome_cells(port):
            rows.append([*start, container, pods, verdict_cell(port.verdict) if start[0].columns else Cell()])
            start = [Cell()] * len(start)
    return table(headers, rows, screen)


def port_cell(port: PortTrace) -> Cell:
    """`http 80/TCP`, or `80/TCP` for a port without a name."""
    number = f"{port.port}/{port.protocol}"
    return Cell(name=port.name, after=f" {number}") if port.name else Cell(after=number)


def target_cell(port: PortTrace) -> Cell:
    """The targetPort, name or number."""
    return Cell(after=str(port.target_port))


def number_cell(number: int | None) -> Cell:
    """A number, or `-`."""
    return Cell(after=str(number or NONE))


def verdict_cell(verdict: str) -> Cell:
    """A verdict in its colour."""
    return Cell(after=verdict, style=verdict)


def owned(group: Group) -> Cell:
    """`5 of Deployment/web`, `3 of rs/web-7c67 (rev 8)`, `Pod/web-1`, `4 pods of 6 workloads`, `10.0.0.5`."""
    number = len(group.members)
    if not group.owners:
        return Cell(after=", ".join(group.members) if number <= FEW_ADDRESSES else f"{number} addresses")
    kinds = {owner.partition("/")[0] for owner in group.owners}
    kind, _, name = group.owners[0].partition("/")
    if kinds == {"Pod"}:
        return Cell(before="Pod/", name=name) if number == 1 else Cell(after=f"{number} pods without owner")
    if group.template:
        workloads = len(group.owners)
        return Cell(before=f"{kind}/", name=name) if workloads == 1 else Cell(after=f"{workloads} workloads")
    if len(group.owners) > 1:
        return Cell(after=f"{number} of {len(group.owners)} workloads")
    if group.replica_set is not None:
        revision = f" (rev {group.revision})" if group.revision is not None else ""
        return Cell(before=f"{number} of rs/", name=group.replica_set, after=revision)
    return Cell(before=f"{number} of {kind}/", name=name)


def container_cell(outcome: Outcome) -> Cell:
    """`web:8080 (http)`, `8080 undeclared`, or `8080` alone for an address that is no pod's."""
    if outcome.number is None:
        return Cell(after="name not found", style="broken")
    if outcome.container is None:
        return Cell(after=f"{outcome.number} undeclared" if outcome.of_pod else str(outcome.number))
    told = [*([outcome.port_name] if outcome.port_name else []), *(["sidecar"] if outcome.sidecar else [])]
    return Cell(name=outcome.container, after=f":{outcome.number}" + (f" ({', '.join(told)})" if told else ""))


def _outcome_cells(port: PortTrace) -> Iterator[tuple[Cell, Cell]]:
    groups = outcomes_of(port)
    if not groups:
        yield Cell(after=NONE), Cell(after={"external": NONE, "unknown": "unknown"}.get(port.verdict, "none"))
    for group in groups:
        pods = owned(group)
        state = group.outcome.state
        after = pods.after + (f", {state}" if state else "")
        yield container_cell(group.outcome), Cell(pods.name, pods.before, after)
