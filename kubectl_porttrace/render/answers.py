"""What is said first of the addresses, names and URLs that were asked about, above what they lead to."""

from collections.abc import Iterator

from kubectl_porttrace.render.addresses import address_lines, owner_sentences
from kubectl_porttrace.render.dns import dns_sentences
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.urls import url_lines, url_sentences
from kubectl_porttrace.report.v1 import Report


def answer_blocks(report: Report, screen: Screen) -> Iterator[list[str]]:
    """Blocks of lines: who owns the addresses and names, and which rules serve the URLs."""
    yield address_lines(report, screen)
    yield url_lines(report, screen)


def answer_sentences(report: Report) -> Iterator[str]:
    """The same, each sentence on one line however long, and nothing left out."""
    for address in report.addresses:
        yield from owner_sentences(address)
        if address.dns is not None:
            yield from dns_sentences(address.dns, wide=True)
    for url in report.urls:
        yield from url_sentences(url)
