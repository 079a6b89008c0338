"""PTA03: the API server is to call a port that has nothing usable behind it."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import KINDS, both_numbers, called_title, calls_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import follow_service
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTA03",
    "called-port-broken",
    severity="error",
    certainty="kube-proxy",
    needs=("services", "endpointslices"),
    kinds=KINDS,
    causes=("PTA05", "PTA06", "PTA07", "PTA08", "PTA09"),
    of_service=True,
)
def port_broken(traced: TracedCaller) -> Iterator[Found]:
    """A webhook, an APIService or the conversion of a custom resource names a port with nothing usable behind it.

    Why: the API server calls the Service's own address, where kube-proxy refuses what has no endpoint; or, with
    `--enable-aggregator-routing`, an endpoint, and without one it says `no endpoints available for service "NAME"`. The
    finding on the Service says why nothing is behind the port, and this one is shown under it.

    See: `kubectl porttrace NAME -n NAMESPACE`.

    Fix: mend what is found on the Service.
    """
    for call in calls_of(traced):
        if not call.has_no_backend or call.port is None:
            continue
        reference, numbers = call.reference, both_numbers(call)
        command = follow_service(*reference.service_key)
        yield Found(
            message=f"{traced.title} names {called_title(call)}, which nothing usable is behind",
            part=call.part,
            path=call.first.path,
            evidence=(numbers,) if numbers else (),
            fix=Fix(text=f"mend what is found on {reference.service_name}, where the pods are:", command=command),
            ports=(call.port,),
            severity=call.severity,
        )
