"""How the cluster's DNS answers a name that was asked about, below the sentence that says whose it is."""

from collections.abc import Iterator

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.report.v1 import DnsAnswer, DnsRecords, NoDnsRecords

FEW = 3
"""So many records of one type are told before the rest is counted."""

_UNKNOWN = "which records it has is not known: nothing that has addresses was read"


def dns_lines(answer: DnsAnswer, screen: Screen) -> Iterator[str]:
    """`DNS: web.shop.svc.cluster.local has A 10.96.0.10; no AAAA: ...`, then the names of its ports."""
    for sentence in dns_sentences(answer, wide=screen.wide):
        yield from wrap(sentence, screen.width, "  ", "    ")


def dns_sentences(answer: DnsAnswer, *, wide: bool) -> Iterator[str]:
    """The same, each on one line however long."""
    of_name = [each for each in answer.records if each.type != "SRV"]
    told = [f"{_of(each, answer)}{each.type} {_values(each, wide=wide)}" for each in of_name]
    told += [_absent(each, answer) for each in answer.absent if each.type != "SRV"]
    if told or answer.exists is not True:
        yield f"DNS, by domain {answer.domain}: {answer.name}: {'; '.join(told) or _without(answer)}"
    ports = [f"{each.name.removesuffix(f'.{answer.domain}')} port {each.port}" for each in answer.records if _srv(each)]
    ports += [_absent(each, answer) for each in answer.absent if each.type == "SRV"]
    if ports:
        yield f"SRV: {'; '.join(ports)}"


def _srv(records: DnsRecords) -> bool:
    return records.type == "SRV"


def _without(answer: DnsAnswer) -> str:
    return _UNKNOWN if answer.exists is None else "no record"


def _of(records: DnsRecords, answer: DnsAnswer) -> str:
    """Whose record it is, where that is another name."""
    return "" if records.name == answer.name else f"{records.name} "


def _values(records: DnsRecords, *, wide: bool) -> str:
    shown = records.values if wide else records.values[:FEW]
    more = len(records.values) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _absent(absent: NoDnsRecords, answer: DnsAnswer) -> str:
    other = "" if absent.name == answer.name else f" {absent.name.removesuffix(f'.{answer.domain}')}"
    return f"no {absent.type}{other}, as {absent.reason}"
