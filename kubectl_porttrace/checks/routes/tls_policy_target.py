"""PTI25: a BackendTLSPolicy is for a Service or a port that does not exist, or another policy wins."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import near_in_words, ports_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.backend_tls_policy import BackendTLSPolicy
from kubectl_porttrace.trace.routes.parents import current
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI25",
    "tls-policy-without-target",
    severity="warning",
    certainty="contract",
    needs=("services",),
    kinds=("BackendTLSPolicy",),
)
def tls_policy_target(traced: TracedRoute) -> Iterator[Found]:
    """A BackendTLSPolicy names a Service or a port that does not exist, or an older policy is for the same one.

    Why: `sectionName` is the name of a port of the Service, and not of a container. A policy that does not attach is
    not used: the gateway speaks plain HTTP to a port that wants TLS. Of several policies for one port the oldest wins.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports[*].name}'`.

    Fix: write the name of a port that the Service has, or leave `sectionName` out to mean all of them.
    """
    for backend in traced.backends:
        reference = backend.reference
        if backend.exists is False:
            yield Found(
                message=f"the policy is for Service {reference.service_name}, which does not exist",
                path=reference.path,
                fix=Fix(
                    text=f'name a Service that exists in namespace {traced.namespace}, or create "'
                    f'{reference.service_name}"'
                ),
            )
        elif backend.missing and backend.service is not None:
            near = near_in_words(backend)
            yield Found(
                message=f'the policy is for port "{reference.written_port}" of Service {reference.service_name}, which '
                f"has no port of that name: it has {ports_of(backend.service.service)}",
                path=backend.path,
                evidence=(near,) if near else (),
                fix=Fix(text="write the name of a port of the Service, or leave sectionName out to mean all its ports"),
            )
    yield from _loses(traced)


def _loses(traced: TracedRoute) -> Iterator[Found]:
    policy = traced.object
    if not isinstance(policy, BackendTLSPolicy):
        return
    for place, ancestor in enumerate(policy.status.ancestors):
        said = current(ancestor.conditions, "Accepted", policy.metadata.generation)
        if said is not None and said.status == "False" and said.reason == "Conflicted":
            yield Found(
                message="another policy is for the same port, and is used in place of this one",
                path=f"status.ancestors[{place}]",
                evidence=(f"{ancestor.controller_name} reports Accepted=False, Conflicted: {said.message}",),
                fix=Fix(text="remove one of the two policies, or name different ports in them"),
            )
            return
