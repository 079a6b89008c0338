"""PTA09: each request waits long for a webhook that nothing is behind."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import WEBHOOKS, calls_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.webhook import DEFAULT_TIMEOUT
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTA09",
    "webhook-timeout-long",
    severity="note",
    certainty="certain",
    needs=("services", "endpointslices"),
    kinds=WEBHOOKS,
)
def long_timeout(traced: TracedCaller) -> Iterator[Found]:
    """Requests may wait longer than usual for a webhook that cannot answer.

    Why: a request waits up to `timeoutSeconds`, 10 by default and 30 at most, before it fails. It waits where packets
    are lost, as a firewall loses them; where kube-proxy refuses them, or the API server finds nothing to call, it fails
    at once.

    See: `kubectl get validatingwebhookconfiguration NAME -o jsonpath='{.webhooks[*].timeoutSeconds}'`.

    Fix: a few seconds are enough for a webhook that answers.
    """
    for call in calls_of(traced):
        place, longest = max(
            ((place, webhook.timeout_seconds) for place, webhook in call.placed),
            key=lambda each: each[1],
            default=("", 0),
        )
        if call.has_no_backend and call.refuses and not call.never_made and longest > DEFAULT_TIMEOUT:
            yield Found(
                message=f"each of these requests may wait {longest} s before it fails",
                part=call.part,
                path=f"{place}.timeoutSeconds",
                fix=Fix(text="set timeoutSeconds to a few seconds, enough for a webhook that answers"),
                ports=(call.port,) if call.port else (),
            )
