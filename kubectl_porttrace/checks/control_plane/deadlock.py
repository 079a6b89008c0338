"""PTA07: a webhook refuses what it would take to answer it."""

from collections.abc import Iterator, Mapping, Sequence

from kubectl_porttrace.checks.calls import WEBHOOKS, Call, calls_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.patches import PatchOperation, patch
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.webhook import Webhook
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.trace.callers.admission import Request, is_asked
from kubectl_porttrace.trace.policies.labels import NAME_LABEL, Labels, namespace_labels
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTA07",
    "webhook-deadlock",
    severity="error",
    certainty="certain",
    needs=("services",),
    uses=("pods", PODS_ELSEWHERE, "deployments", "endpointslices", "namespaces"),
    kinds=WEBHOOKS,
)
def deadlock(traced: TracedCaller) -> Iterator[Found]:
    """A webhook that does not answer has to agree to what would make it answer: its own new pods, or its Service.

    Why: with `failurePolicy: Fail` the API server refuses what a webhook is asked about while it cannot be called.
    Where that includes the pods behind it, none of them can be created again; where its Service is missing, the
    Service.

    See: `kubectl get events -n NAMESPACE`: `FailedCreate` of its ReplicaSet names the webhook.

    Fix: leave the webhook's own namespace out by `namespaceSelector`.
    """
    for call in calls_of(traced):
        if not call.refuses or not (call.has_no_service or call.has_no_backend):
            continue
        what, requests = _needed(traced, call)
        asked = [each for each in call.placed if any(is_asked(each[1], request) is True for request in requests)]
        if not asked:
            continue
        namespace = call.reference.service_namespace
        yield Found(
            message=f"{traced.title} is asked about {what} in namespace {namespace} as well, so that what would answer "
            "it cannot be created",
            part=call.part,
            path=f"{asked[0][0]}.namespaceSelector",
            evidence=(f"webhooks: {', '.join(webhook.name for _, webhook in asked)}",),
            fix=_fix(traced, asked, namespace),
            ports=(call.port,) if call.port else (),
        )


def _fix(traced: TracedCaller, asked: Sequence[tuple[str, Webhook]], namespace: str) -> Fix:
    """Of a webhook that is for this namespace alone nothing would be left: that is for the owner to decide."""
    text = f"leave namespace {namespace} out of what it is asked about"
    if any(NAME_LABEL in webhook.namespace_selector.match_labels for _, webhook in asked):
        return Fix(text=f"{text}, or delete it until its pods run")
    exempt = {"key": NAME_LABEL, "operator": "NotIn", "values": [namespace]}
    return Fix(text=text, command=patch(traced, *(_with(place, webhook, exempt) for place, webhook in asked)))


def _with(place: str, webhook: Webhook, exempt: Mapping[str, object]) -> PatchOperation:
    """The change that adds one condition to a selector."""
    selector, path = webhook.namespace_selector, f"{place}.namespaceSelector"
    if selector.match_expressions:
        return "add", f"{path}.matchExpressions.-", exempt
    if selector.match_labels:
        return "add", f"{path}.matchExpressions", [exempt]
    return "add", path, {"matchExpressions": [exempt]}


def _needed(traced: TracedCaller, call: Call) -> tuple[str, Sequence[Request]]:
    """What has to be created before the webhook can answer."""
    around = namespace_labels(traced.snapshot, call.reference.service_namespace)
    if call.has_no_service:
        return "new Services", [Request("CREATE", "services", around, Labels({}, complete=False))]
    return "new pods", [Request("CREATE", "pods", around, Labels(each)) for each in _labels_of_pods(traced, call)]


def _labels_of_pods(traced: TracedCaller, call: Call) -> Sequence[Mapping[str, str]]:
    """The labels of the pods to come: those of the templates that the Service selects, else those of its pods."""
    service = call.first.service
    if service is None or not service.service.selects:
        return []
    workloads = traced.snapshot.template_labels.with_all(service.namespace, service.service.spec.selector)
    made = [each.template.metadata.labels for each in workloads if each.template]
    return made or [pod.labels for pod in service.living_pods]
