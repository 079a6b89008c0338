"""The names in a kubeconfig: nothing is asked of a cluster for them."""

from collections.abc import Iterable, Iterator, Mapping

from kubectl_porttrace.complete.protocol import Candidate
from kubectl_porttrace.complete.words import CommandLine
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig, kubeconfig_paths, load_kubeconfig
from kubectl_porttrace.read.login.server_url import without_user


def names(section: str, line: CommandLine, environ: Mapping[str, str]) -> Iterator[Candidate]:
    """The names in one section: of contexts with their clusters, of clusters with their servers.

    Raises:
        UnreadableError: the kubeconfig cannot be read.
    """
    kubeconfig = load_kubeconfig(kubeconfig_paths(line.last("kubeconfig"), environ))
    for name, telling in sorted(_telling(section, kubeconfig).items()):
        yield Candidate(name, telling)


def further(typed: str, offered: Iterable[Candidate]) -> Iterator[Candidate]:
    """Contexts, and behind a comma those that are not named yet: `prod,` gives `prod,staging`."""
    before, comma, _ = typed.rpartition(",")
    named = before.split(",")
    for each in offered:
        if not comma or each.value.startswith(typed):
            yield each
        elif each.value not in named:
            yield Candidate(f"{before},{each.value}", each.description)


def _telling(section: str, kubeconfig: Kubeconfig) -> dict[str, str]:
    """What tells one entry from another; of a user that would be a secret."""
    if section == "contexts":
        return {name: context.cluster for name, context in kubeconfig.contexts.items()}
    if section == "clusters":
        return {name: without_user(cluster.server) for name, cluster in kubeconfig.clusters.items()}
    return dict.fromkeys(kubeconfig.users, "")
