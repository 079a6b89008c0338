"""PTS24: an ExternalName that stands for a Service of the cluster which does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.aliases import alias_behind
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTS24",
    "external-name-without-service",
    severity="warning",
    certainty="contract",
    needs=("services",),
    scope="cluster",
)
def external_name_without_service(traced: TracedService) -> Iterator[Found]:
    """The Service is of type ExternalName and leads to a Service of this cluster which does not exist.

    Why: the cluster's DNS answers with the name and nothing more; the client then looks that up. A name such as
    `web.shop.svc.cluster.local` is answered for Services that exist, so the alias leads nowhere and the client reports
    an unknown host. That `cluster.local` is this cluster's own domain is not in the API, and is its name by default.
    The name may lead there through further Services of type ExternalName: then the last of them is to be corrected.

    See: `kubectl get service NAME -n NAMESPACE` with the first two parts of the name; `nslookup` of it in a pod.

    Fix: correct the name or the namespace in `externalName`, or create the Service it names.
    """
    alias = alias_behind(traced.snapshot, traced.service)
    if alias.missing is None or alias.missing not in traced.snapshot.missing_services:
        return
    namespace, name = alias.missing
    last = alias.through[-1]
    yield Found(
        message=f"Service {name} in namespace {namespace} does not exist, but externalName leads to it: "
        f"{last.spec.external_name}",
        path="spec.externalName",
        evidence=tuple(
            f"{each.namespace}/{each.name} leads to {each.spec.external_name}" for each in alias.through[:-1]
        ),
        object=ObjectReference(kind="Service", namespace=last.namespace, name=last.name),
        fix=Fix(text=f"correct the name or the namespace in externalName, or create Service {name} in {namespace}"),
        ports=traced.ports,
    )
