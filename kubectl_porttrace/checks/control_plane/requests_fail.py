"""PTA05: requests fail because a webhook does not answer."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import WEBHOOKS, found_unanswered
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTA05",
    "requests-refused",
    severity="error",
    certainty="certain",
    needs=("services",),
    uses=("endpointslices",),
    kinds=WEBHOOKS,
)
def requests_fail(traced: TracedCaller) -> Iterator[Found]:
    """Requests to the API server fail, because a webhook that has to agree does not answer.

    Why: with `failurePolicy: Fail`, the default, a request is refused if the webhook that is asked about it cannot be
    called. `rules` say which operations on which resources it is asked about, `namespaceSelector` and `objectSelector`
    in which namespaces and about which objects.

    See: `kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml`.

    Fix: mend what keeps the webhook from being called. `failurePolicy: Ignore` lets the requests through meanwhile,
    unchecked.
    """
    fix = Fix(
        text="mend what keeps it from being called; where requests have to pass until then, unchecked, set "
        "failurePolicy to Ignore"
    )
    yield from found_unanswered(traced, fix, refusing=True)
