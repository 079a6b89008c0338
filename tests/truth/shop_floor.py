"""A shop on the real cluster: made, looked at, mended by what the report says, and looked at again."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path

from kubectl_porttrace.cli import run_command
from tests.build.field_paths import fault
from tests.cluster.api import Manifest, resource_path
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import KWOK_NODES
from tests.cluster.openapi import server_types
from tests.cluster.plugin import Porttrace
from tests.truth.promise import Key, broken_promises, key
from tests.truth.sentences import SENTENCES
from tests.truth.shops import Shop
from tests.truth.snapshots import read
from tests.truth.test_controllers import disagreements

LOOKING = ("kubectl describe ", "kubectl get ", "kubectl logs ", "kubectl auth ")
"""Commands that change nothing: they promise something to read."""

PATIENCE = 120.0
SECOND_LOOK = 60.0


@dataclass
class Floor:
    """One shop in namespaces of its own, with the last report on it and the findings whose fix was tried.

    `name` says how to make the shop again; `known` holds the commands that the API server was asked about. `done` says
    that a promise was broken, after which nothing can be expected of the next one.
    """

    name: str
    shop: Shop
    cluster: Cluster
    namespace: Namespace
    elsewhere: Namespace | None
    report: Manifest = field(default_factory=dict)
    tried: set[Key] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    done: bool = False

    @property
    def title(self) -> str:
        """How to make it again, and what is wrong with it."""
        return f"{self.name} with {self.shop.fault}"

    @property
    def namespaces(self) -> tuple[Namespace, ...]:
        """All that belong to it."""
        return (self.namespace, self.elsewhere) if self.elsewhere else (self.namespace,)

    def make(self) -> None:
        """Put everything into the cluster."""
        for place, app in enumerate(self.shop.apps):
            where = self.elsewhere if self.elsewhere and not place else self.namespace
            for made in app.bare_pods():
                where.run_pod(made)
            where.apply(app.manifests())
            self.namespace.apply(app.service, *app.others)

    def settle(self) -> None:
        """Wait for the controllers."""
        for namespace in self.namespaces:
            namespace.wait_for(partial(is_settled, namespace), self.title, PATIENCE)

    def untried(self) -> Iterator[Manifest]:
        """The findings of the last report whose fix can be applied, and was not yet."""
        for finding in () if self.done else self.report["findings"]:
            looking = (finding["fix"]["command"] or "").startswith(LOOKING)
            applicable = finding["fix"]["command"] or finding["code"] in SENTENCES
            if key(finding) not in self.tried and applicable and not looking:
                yield finding

    def is_meant(self, finding: Manifest) -> bool:
        """Whether the owner of the shop would do it: a fix may say "if these pods are meant, write app=web"."""
        conditional = re.match(r"if these pods are meant, write ([\w./-]+)=([\w.-]*)", finding["fix"]["text"])
        (labels,) = (app.labels for app in self.shop.apps if app.name == finding["subject"]["name"])
        return conditional is None or labels.get(conditional[1]) == conditional[2]

    def judge(self, finding: Manifest) -> list[str]:
        """What the fix of a finding promised and did not keep; the report after it becomes the last one."""
        before, broken = self.report, ["the controllers do not settle"]

        def kept() -> bool:
            self.report = report_on(self.cluster, self.namespace)
            broken[:] = broken_promises(finding, before, self.report)
            return not broken

        with suppress(AssertionError):
            self.settle()
            self.namespace.wait_for(kept, "the promise", SECOND_LOOK)
        self.done = bool(broken)
        fix = finding["fix"]["command"] or finding["fix"]["text"]
        return [f"{self.title}: {told}; the fix of {finding['message']!r} was {fix!r}" for told in broken]


def report_on(cluster: Cluster, namespace: Namespace) -> Manifest:
    """The report on all Services of a namespace, as a user gets it."""
    where = ("-n", namespace.name, "--kubeconfig", str(cluster.kubeconfig()))
    with redirect_stdout(StringIO()) as stdout:
        code = run_command([*where, "-o", "json", "--fail-on", "never"])
    assert code == 0, stdout.getvalue()
    return dict(json.loads(stdout.getvalue()))


def paste(cluster: Cluster, namespace: Namespace, command: str, *more: str, home: Path) -> str | None:
    """Run a command of a report as it is printed, in a shell, with more words behind it.

    Returns:
        What kubectl says where it fails; None where it does not.
    """
    environment = Porttrace(cluster, namespace.name, home).environment()
    line = ["bash", "-c", " ".join([command, *more])]
    answer = subprocess.run(line, env=environment, cwd=home, capture_output=True, text=True, check=False)
    return f"{command}: {answer.stderr}" if answer.returncode else None


def refused(
    cluster: Cluster, report: Manifest, home: Path, tally: Counter[str], known: set[str] | None = None
) -> Iterator[str]:
    """What the API server says against the commands of a report, in a dry run where they change something.

    Those that are `known` are left out, and so is `kubectl logs`, for these nodes have no kubelet to answer it.
    """
    known = set() if known is None else known
    for command in filter(None, (finding["fix"]["command"] for finding in report["findings"])):
        if command in known or command.startswith("kubectl logs "):
            continue
        known.add(command)
        tally["cases"] += 1
        more = () if command.startswith(LOOKING) else ("--dry-run=server",)
        told = paste(cluster, Namespace(cluster.api(), report["services"][0]["namespace"]), command, *more, home=home)
        if told:
            yield told


def paths_astray(cluster: Cluster, report: Manifest) -> Iterator[str]:
    """The field paths of a report that the API server's types or the objects themselves do not have."""
    types = server_types(cluster.api())
    for finding in report["findings"]:
        kind, namespace, name = (finding["object"][each] for each in ("kind", "namespace", "name"))
        if finding["path"]:
            wrong = fault(kind, finding["path"], cluster.api().get(resource_path(kind, namespace, name)), types)
            if wrong:
                yield f"{finding['code']}: {wrong}"


def is_settled(namespace: Namespace) -> bool:
    """Whether every workload has the pods it can get, and the slices are what the pods call for."""
    workloads = (*namespace.objects("Deployment"), *namespace.objects("StatefulSet"))
    if not all(_is_complete(each) for each in workloads):
        return False
    pods = namespace.objects("Pod")
    if any("deletionTimestamp" in each["metadata"] and each["spec"].get("nodeName") in KWOK_NODES for each in pods):
        return False
    return not disagreements(read(namespace))


def _is_complete(workload: Manifest) -> bool:
    status, wanted = workload["status"], workload["spec"]["replicas"]
    if status.get("observedGeneration") != workload["metadata"]["generation"]:
        return False
    if any(each["type"] == "ReplicaFailure" and each["status"] == "True" for each in status.get("conditions", ())):
        return True
    counts = {status.get(each, 0) for each in ("replicas", "readyReplicas", "updatedReplicas")}
    return counts == {wanted} or (wanted == 0 and status.get("replicas", 0) == 0)
