"""`-o yaml`: the same document as `-o json`."""

import msgspec
import yaml

from kubectl_porttrace.render.json import in_whole_seconds
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml's where it was built in: ten times as fast."""


def render(report: Report, _screen: Screen) -> str:
    """The document of `porttrace/v1`; everything beyond ASCII is escaped, so that no terminal obeys or hides it."""
    document = msgspec.to_builtins(in_whole_seconds(report))
    text: str = yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=False, width=4096)
    return text
