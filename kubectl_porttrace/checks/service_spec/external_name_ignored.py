"""PTS11: externalName on a Service of another type."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS11", "external-name-ignored", severity="note", certainty="certain")
def external_name_ignored(traced: TracedService) -> Iterator[Found]:
    """The Service sets externalName, and its type is not ExternalName: the name is ignored.

    Why: only type ExternalName makes DNS answer with the external host. On every other type the field has no effect.

    See: `kubectl get service NAME -o jsonpath='{.spec.type} {.spec.externalName}'`. The API server warns at every
    write.

    Fix: remove externalName, or set the type to ExternalName.
    """
    spec = traced.service.spec
    if spec.external_name and not traced.service.external:
        yield Found(
            message=f"externalName {spec.external_name} is ignored on type {spec.type}",
            path="spec.externalName",
            fix=Fix(text="remove externalName, or set type ExternalName"),
        )
