"""PTA08: the API server reports that an APIService is not available."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import both_numbers, calls_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import follow_service
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.api_service import APIService
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTA08",
    "api-service-unavailable",
    severity="error",
    certainty="certain",
    needs=("services",),
    kinds=("APIService",),
)
def unavailable(traced: TracedCaller) -> Iterator[Found]:
    """The API server reports that an APIService is not available.

    Why: the API server looks at the Service, its port and its slices, and then asks the server behind it for
    `/apis/GROUP/VERSION`. Where the objects are in order, the server does not answer, does not speak TLS there, is
    refused by a firewall, or answers with another status: the message says which.

    See: `kubectl get apiservice NAME -o jsonpath='{.status.conditions}'`.

    Fix: what the message names.
    """
    object_ = traced.object
    condition = object_.available if isinstance(object_, APIService) else None
    if condition is None or condition.status != "False":
        return
    for call in calls_of(traced):
        numbers = both_numbers(call)
        told = f": {condition.message.rstrip('.')}" if condition.message else ""
        yield Found(
            message=f"{traced.title} is not available, reports the API server ({condition.reason}){told}",
            part=call.part,
            path=call.reference.path,
            evidence=(numbers,) if numbers else (),
            fix=Fix(
                text="look for what answers on the pods' port, and for what stands between them and the control plane:",
                command=follow_service(*call.reference.service_key),
            ),
            ports=(call.port,) if call.port else (),
            despite_backends=True,
        )
