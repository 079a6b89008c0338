"""The names in a kubeconfig: nothing is asked of a cluster for them."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.complete.protocol import Candidate
from kubectl_porttrace.complete.words import CommandLine
from kubectl_porttrace.read.login.kubeconfig import Section, kubeconfig_paths, load_kubeconfig

_TELLING = {"contexts": "cluster", "clusters": "server"}
"""What tells one entry from another; of a user that would be a secret."""


def names(section: str, line: CommandLine, environ: Mapping[str, str]) -> Iterator[Candidate]:
    """The names in one section: of contexts with their clusters, of clusters with their servers.

    Raises:
        UnreadableError: the kubeconfig cannot be read.
    """
    kubeconfig = load_kubeconfig(kubeconfig_paths(line.last("kubeconfig"), environ))
    entries: Section = getattr(kubeconfig, section)
    for name, entry in sorted(entries.items()):
        yield Candidate(name, str(entry.get(_TELLING.get(section, ""), "")))
