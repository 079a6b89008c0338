"""The table of one Service: a row for each port and distinct outcome."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from kubectl_porttrace.render.outcomes import OutcomeGroup, PodOutcome, outcomes_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.table import SHORTEST, Cell, table, width_of
from kubectl_porttrace.report.v1 import PortTrace, ServiceTrace
from kubectl_porttrace.wording import count

NONE = "-"

FEW_ADDRESSES = 2

SHORT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "Deployment": "deploy",
        "StatefulSet": "sts",
        "DaemonSet": "ds",
        "ReplicaSet": "rs",
        "ReplicationController": "rc",
        "CronJob": "cj",
        "Job": "job",
    }
)
"""kubectl's own short names."""

FULL, TERSE, TERSEST = range(3)
"""How much a row says: all; short kinds, and no port name that TARGETPORT has already; no kinds and no port names."""


def port_table(service: ServiceTrace, screen: Screen) -> list[str]:
    """The lines of the table; none for a Service without ports. A node port column only where there is a node port.

    Where the whole does not fit, first words are spared, then names are shortened.
    """
    with_node_ports = any(port.node_port for port in service.ports)
    headers = ["PORT", *(["NODEPORT"] if with_node_ports else []), "TARGETPORT", "CONTAINER", "PODS", "VERDICT"]
    versions = [_rows(service, level, with_node_ports=with_node_ports) for level in (FULL, TERSE, TERSEST)]
    fitting = [rows for rows in versions if width_of(headers, rows) <= screen.width]
    fitting += [rows for rows in versions[TERSE:] if width_of(headers, rows, SHORTEST[0]) <= screen.width]
    return table(headers, (fitting or versions[TERSEST:])[0], screen)


def _rows(service: ServiceTrace, level: int, *, with_node_ports: bool) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for port in service.ports:
        start = [port_cell(port), *([number_cell(port.node_port)] if with_node_ports else []), target_cell(port)]
        verdict = verdict_cell(port.verdict)
        for container, pods in _outcome_cells(port, level, foreseen=service.foreseen):
            rows.append((*start, container, pods, verdict))
            start, verdict = [Cell()] * len(start), Cell()
    return rows


def port_cell(port: PortTrace) -> Cell:
    """`http 80/TCP`, or `80/TCP` for a port without a name."""
    number = f"{port.port}/{port.protocol}"
    return Cell(name=port.name, after=f" {number}") if port.name else Cell(after=number)


def number_and_protocol(port: PortTrace) -> str:
    """A port as kubectl lists it: `80/TCP`, and with its node port `80:30080/TCP`."""
    node_port = f":{port.node_port}" if port.node_port else ""
    return f"{port.port}{node_port}/{port.protocol}"


def target_cell(port: PortTrace) -> Cell:
    """The targetPort, name or number."""
    target = port.target_port
    return Cell(name=target) if isinstance(target, str) else Cell(after=str(target))


def number_cell(number: int | None) -> Cell:
    """A number, or `-`."""
    return Cell(after=str(number or NONE))


def verdict_cell(verdict: str) -> Cell:
    """A verdict in its colour."""
    return Cell(after=verdict, style=verdict)


def pods_cell(group: OutcomeGroup, level: int = FULL) -> Cell:
    """Which pods, and their state: `5 of Deployment/web`, `3 of rs/web-7c67 (rev 8), not ready`, `10.0.0.5`."""
    number = len(group.members)
    state = group.outcome.short_remarks if level == TERSEST else group.outcome.remarks
    if not group.owners:
        return Cell(after=(", ".join(group.members) if number <= FEW_ADDRESSES else f"{number} addresses") + state)
    if all(owner.startswith("Pod/") for owner in group.owners):
        name = group.members[0]
        return Cell(name, "Pod/", state) if number == 1 else Cell(after=f"{number} pods without owner{state}")
    if len(group.owners) > 1:
        of = "" if group.template else f"{count(number, 'pod')} of "
        return Cell(after=f"{of}{len(group.owners)} workloads{state}")
    return _owned(group, "" if group.template else f"{number} of ", state, level)


def container_cell(outcome: PodOutcome, level: int = FULL, target: int | str = "") -> Cell:
    """`web:8080 (http)`, `8080 undeclared`, or `8080` alone for an address that is no pod's."""
    if outcome.number is None:
        return Cell(after="name not found", style="broken")
    if outcome.container is None:
        return Cell(after=f"{outcome.number} undeclared" if outcome.of_pod else str(outcome.number))
    named = outcome.port_name and level < TERSEST and (level == FULL or outcome.port_name != target)
    told = [*([str(outcome.port_name)] if named else []), *(["sidecar"] if outcome.sidecar and level < TERSEST else [])]
    return Cell(name=outcome.container, after=f":{outcome.number}" + (f" ({', '.join(told)})" if told else ""))


def _owned(group: OutcomeGroup, counted: str, state: str, level: int) -> Cell:
    kind, _, name = group.owners[0].partition("/")
    revision = f"rev {group.revision}" if group.revision is not None else ""
    if group.replica_set is not None and revision and level > FULL:
        return Cell(name, counted, f" {revision}{state}")
    if group.replica_set is not None:
        return Cell(group.replica_set, f"{counted}rs/", (f" ({revision})" if revision else "") + state)
    prefix = {FULL: f"{kind}/", TERSE: f"{SHORT_KINDS.get(kind, kind)}/", TERSEST: ""}[level]
    return Cell(name, counted + prefix, state)


def _outcome_cells(port: PortTrace, level: int, *, foreseen: bool) -> Iterator[tuple[Cell, Cell]]:
    groups = outcomes_of(port, foreseen=foreseen)
    if not groups:
        yield Cell(after=NONE), Cell(after={"external": NONE, "unknown": "unknown"}.get(port.verdict, "none"))
    for group in groups:
        yield container_cell(group.outcome, level, port.target_port), pods_cell(group, level)
