"""PTA01: the API server is to call a Service that does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import KINDS, called_title, calls_of, service_title, severity_of_unknown, what_fails
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedCaller
from kubectl_porttrace.trace.routes.service_names import near_service


@check(
    "PTA01",
    "called-service-missing",
    severity="error",
    certainty="certain",
    needs=("services",),
    kinds=KINDS,
    causes=("PTA05", "PTA06", "PTA07", "PTA08"),
)
def service_missing(traced: TracedCaller) -> Iterator[Found]:
    """A webhook, an APIService or the conversion of a custom resource names a Service that does not exist.

    Why: nothing checks that the Service is there, neither when the object is written nor later. The API server refuses
    each call at once: `service "NAME" not found`. That often remains of software that was removed without its webhooks.
    A webhook that may fail (`failurePolicy: Ignore`) is then not asked, which is a warning. In files alone the Service
    may be in the cluster already: then this is a note, and a warning where the files hold other Services of its
    namespace.

    See: `kubectl get service NAME -n NAMESPACE`.

    Fix: where the software is still wanted, create its Service again, or name the right one; where it is gone, delete
    the object as well.
    """
    for call in calls_of(traced):
        unknown = severity_of_unknown(traced.snapshot, call)
        if not call.has_no_service and unknown is None:
            continue
        reference = call.reference
        near = near_service(traced.snapshot, reference.service_namespace, reference.service_name)
        gone = f"does not exist: {what_fails(traced, call)}" if call.has_no_service else "is not in these files"
        yield Found(
            message=f"{traced.title} names {called_title(call)}, which {gone}",
            part=call.part,
            path=reference.path,
            evidence=(f"namespace {reference.service_namespace} has Service {near}",) if near else (),
            fix=Fix(
                text=(f"name Service {near}, if that is meant; else " if near else "")
                + f"create {service_title(reference)} if the software behind it is still wanted; if it was removed, "
                f"delete {traced.title}"
            ),
            severity=unknown or call.severity,
        )
