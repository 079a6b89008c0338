"""What the command line asks for, and what its flags may be; `checked_options.py` makes the one of the other."""

from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.render.formats import FORMATS

if TYPE_CHECKING:  # --help and --version import no kinds of objects
    from kubectl_porttrace.question import Client, Target
    from kubectl_porttrace.selector import Requirement

FailOn = Literal["error", "warning", "note", "never"]

OUTPUTS: tuple[str, ...] = tuple(each.name for each in FORMATS)
COMPARED: tuple[str, ...] = tuple(each.name for each in FORMATS if each.compared)
"""The formats that hold what differs between two reports."""
GATES = ("sarif", "junit")
"""The formats of findings alone, in which a baseline tells what is new."""
SCREENS = ("table", "wide")
"""The formats in which two screens may follow one another."""
LIVE = "live"
"""As a value of --against the cluster that the flags and the kubeconfig name; a context of that name goes first."""
SEVERAL: tuple[str, ...] = tuple(each.name for each in FORMATS if each.several)
"""The formats that hold the reports of several contexts."""
PAGE = "html"
"""The format that `--open` shows."""
SORT_BY = ("problems", "name", "namespace", "type", "created")
SORT_PATHS = {
    "metadata.name": "name",
    "metadata.namespace": "namespace",
    "metadata.creationTimestamp": "created",
    "spec.type": "type",
}
"""The same orders as kubectl's --sort-by spells them: a field of the Service, without braces and the first dot."""

WIDE = "wide"
"""The format with all there is to tell."""
USED_OUTPUTS = ("table", WIDE, "json", "yaml", "name")
"""The formats that tell what `--used` found."""

FAIL_ON: tuple[str, ...] = get_args(FailOn)
PROBES = ("proxy", "forward", "proc")

UNTIL = ("wired", "healthy")
"""What `--until` waits for: that every port is wired; and that nothing is found either."""

WATCHED_OUTPUTS = ("table", "wide", "json")
"""The formats that can be shown again and again."""


class Options(msgspec.Struct, frozen=True):
    """One run.

    `namespace` is None where none was given. `files` and `demo`, the name of a recording, are sources instead of a
    cluster. `probe` is how to try whether something listens; None for not at all. `until` is what to wait for, for
    `timeout` seconds at most; None for the usual time. `against` is the file or the context to compare with.
    `over_cluster` lays the files over the cluster. `shows_uses` is whether it is told who uses each port.
    `repeated` are the flags that a further command needs as well.
    """

    targets: "tuple[Target, ...]" = ()
    namespace: str | None = None
    all_namespaces: bool = False
    selector: str = ""
    labels: "tuple[Requirement, ...]" = ()
    files: tuple[str, ...] = ()
    recursive: bool = False
    complete: bool = False
    demo: str | None = None
    output: str = OUTPUTS[0]
    open_page: bool = False
    headers: bool = True
    color: bool = True
    routes: bool = True
    client: str = ""
    header: tuple[str, ...] = ()
    method: str = ""
    asked_client: "Client | None" = None
    problems: bool = False
    everything: bool = False
    sort_by: str = SORT_BY[0]
    fail_on: str = "error"
    ignore: tuple[str, ...] = ()
    baseline: str | None = None
    advice: bool = False
    used: bool = False
    shows_uses: bool = False
    save: str | None = None
    probe: str | None = None
    watch: bool = False
    until: str | None = None
    timeout: float | None = None
    quiet: bool = False
    against: str | None = None
    over_cluster: bool = False
    all_contexts: bool = False
    repeated: tuple[str, ...] = ()
    connection: ConnectionFlags = msgspec.field(default_factory=ConnectionFlags)

    @property
    def many_namespaces(self) -> bool:
        """Whether more than one namespace is asked about: what is read in files is in any, unless one is named."""
        return self.all_namespaces or (self.namespace is None and bool(self.demo or self.files))
