"""`-o name`: the Services and workloads with something wrong, as kubectl names them, for another command to read."""

from collections.abc import Mapping
from types import MappingProxyType

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import ObjectReference, Report

_WITH_GROUP: Mapping[str, str] = MappingProxyType(
    {
        **{kind: f"{kind.lower()}.apps" for kind in ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet")},
        "Job": "job.batch",
    }
)


def render(report: Report, screen: Screen) -> str:
    """A line such as `service/web` or `deployment.apps/web` for each object with an error or a warning.

    Where more than one namespace was asked about, with the namespace: `service/web -n shop`, so that each line is what
    kubectl takes. Who owns an address that was asked about, serves a URL, or uses a port where that was asked, is named
    in any case: that is the answer.
    """
    cleaned = clean_report(report)
    grave = (found for found in cleaned.findings if found.severity != "note")
    wrong = {subject for found in grave for subject in found.subjects}
    followed = [("Service", each.namespace, each.name) for each in cleaned.services]
    followed += [(each.kind, each.namespace, each.name) for each in cleaned.workloads]
    subjects = (ObjectReference(kind=kind, namespace=namespace, name=name) for kind, namespace, name in followed)
    owners = [owner.object for address in cleaned.addresses for owner in address.owners]
    owners += [match.route for url in cleaned.urls for match in url.matches if match.wins]
    named = dict.fromkeys((*(subject for subject in subjects if subject in wrong), *owners))
    lines = [line_of(subject, namespaced=screen.namespaces) for subject in named]
    lines += (
        line_of(use.object, namespaced=screen.namespaces or use.object.namespace != service.namespace)
        for service in cleaned.services
        for port in service.ports
        for use in port.used_by or ()
    )
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def line_of(subject: ObjectReference, *, namespaced: bool) -> str:
    """As `kubectl get -o name` writes it: kinds outside the core group with their group."""
    name = f"{_WITH_GROUP.get(subject.kind, subject.kind.lower())}/{subject.name}"
    return name + (f" -n {subject.namespace}" if namespaced and subject.namespace else "")
