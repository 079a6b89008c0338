"""`-o mermaid`: the chain as a flowchart that GitHub and GitLab draw in an issue, with the numbers on its arrows."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from kubectl_porttrace.render.chain import Chain, Hop, chains_of, chains_to_nothing
from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.overview_lines import services_of, shown_lines
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report, ServiceTrace

MOST_NODES = 40
"""A larger drawing is not read; what is healthy is left out first, as the worst comes first."""

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "wired": "fill:#e6f4ea,stroke:#1e8e3e,color:#0b3d1c",
        "partial": "fill:#fef7e0,stroke:#b06000,color:#4a2a00",
        "broken": "fill:#fce8e6,stroke:#c5221f,stroke-width:3px,color:#5c0f0d",
        "unused": "fill:#f1f3f4,stroke:#80868b,stroke-dasharray:4,color:#3c4043",
        "unknown": "fill:#f3e8fd,stroke:#8430ce,stroke-dasharray:4,color:#3c1361",
        "external": "fill:#e8f0fe,stroke:#1967d2,color:#0d2f66",
    }
)
"""A class for each verdict, readable on light and on dark pages alike: the text has a colour of its own."""

_ESCAPED = frozenset('"&<>#;`\\')


def render(report: Report, screen: Screen) -> str:
    """A flowchart from left to right: the ways in, the Service ports, the pods.

    At most `MOST_NODES` nodes; a comment says what is left out.
    """
    cleaned = clean_report(report)
    chains = list(_chains(cleaned, screen))
    if not chains:
        return ""
    kept = list(_within(chains))
    lines = ["flowchart LR", *_drawn(kept)]
    if len(kept) < len(chains):
        left_out = f"%% {len(chains) - len(kept)} of {len(chains)} Service ports are left out: ask for one Service"
        lines.append(f"  {left_out}")
    shown = {hop.verdict for _, chain in kept for hop in (*chain.ways, chain.port, *chain.ends)}
    lines += [f"  classDef {name} {style}" for name, style in STYLES.items() if name in shown]
    return "".join(f"{line}\n" for line in lines)


_Titled = tuple[str, Chain]


def _chains(report: Report, screen: Screen) -> Iterator[_Titled]:
    """Each chain with what its port is of, the worst first."""
    yield from (("", chain) for chain in chains_to_nothing(report))
    for service in services_of(shown_lines(report.services, report.findings, screen)):
        yield from ((_name(service), chain) for chain in chains_of(service, report))


def _name(service: ServiceTrace) -> str:
    return f"{service.namespace}/{service.name} "


def _within(chains: Iterable[_Titled]) -> Iterator[_Titled]:
    """As many of the first as there is room for, at least one."""
    nodes = 0
    for title, chain in chains:
        size = len(chain.ways) + 1 + len(chain.ends)
        if nodes and nodes + size > MOST_NODES:
            return
        nodes += size
        yield title, chain


def _drawn(chains: Iterable[_Titled]) -> Iterator[str]:
    """The nodes and arrows; ids are `n0`, `n1`: no name of the cluster ever stands where mermaid reads syntax."""
    number = 0
    for title, chain in chains:
        port = f"n{number}"
        yield f"  {port}{_box(chain.port, f'{title}{chain.port.title}')}"
        for way in chain.ways:
            number += 1
            yield f"  n{number}{_box(way, way.title, way.dialled)} {_arrow(way.number)} {port}"
        for end in chain.ends:
            number += 1
            yield f"  {port} {_arrow(end.number)} n{number}{_box(end, end.title, end.dialled)}"
        number += 1


def _box(hop: Hop, *texts: str) -> str:
    """`["web<br>8080"]:::wired`, with the codes of what fails in bold."""
    lines = [_escaped(text) for text in texts if text]
    codes = [f"<b>{', '.join(hop.codes)}</b>"] if hop.codes else []
    return f'["{"<br>".join([*lines, *codes])}"]:::{hop.verdict}'


def _arrow(number: str) -> str:
    return f'-->|"{_escaped(number)}"|' if number else "-->"


def _escaped(text: str) -> str:
    """Text between the quotes of a label, in which nothing is syntax: `#34;` is mermaid's way to write a quote."""
    return "".join(f"#{ord(letter)};" if letter in _ESCAPED else letter for letter in text)
