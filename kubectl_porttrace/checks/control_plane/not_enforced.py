"""PTA06: a webhook is passed over, and nobody is told."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import WEBHOOKS, calls_of, what_fails
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
    """A webhook cannot be called, and its requests pass without it.

    Why: with `failurePolicy: Ignore` a request goes on as if the webhook had agreed and changed nothing. What it was to
    check or to add is missing, and whoever made the request is not told.

    See: the metric `apiserver_admission_webhook_fail_open_count` of the API server.

    Fix: mend what keeps the webhook from being called.
    """
    for call in calls_of(traced):
        if not call.cannot_be_answered or call.is_for_other_protocol or call.refuses or call.never_made:
            continue
        names = ", ".join(webhook.name for webhook in call.webhooks)
        yield Found(
            message=f"{what_fails(traced, call)} ({traced.title})",
            part=call.part,
            path=f"{call.reference.path.partition('.')[0]}.failurePolicy",
            evidence=(f"webhooks: {names}",),
            fix=Fix(text="mend what keeps it from being called, or delete the webhook if its software was removed"),
            ports=(call.port,) if call.port else (),
        )
