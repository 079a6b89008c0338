"""PTA06: a webhook is passed over, and nobody is told."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import WEBHOOKS, found_unanswered
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTA06",
    "webhook-passed-over",
    severity="warning",
    certainty="certain",
    needs=("services",),
    uses=("endpointslices",),
    kinds=WEBHOOKS,
)
def not_enforced(traced: TracedCaller) -> Iterator[Found]:
    """A webhook cannot be called, and the requests it should be asked about pass without it.

    Why: with `failurePolicy: Ignore` a request goes on as if the webhook had agreed and changed nothing. What it was to
    check or to add is missing, and whoever made the request is not told.

    See: the metric `apiserver_admission_webhook_fail_open_count` of the API server.

    Fix: mend what keeps the webhook from being called.
    """
    fix = Fix(text="mend what keeps it from being called, or delete the webhook if its software was removed")
    yield from found_unanswered(traced, fix, refusing=False)
