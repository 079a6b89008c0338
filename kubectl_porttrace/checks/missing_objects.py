"""What to do about a Secret, a ConfigMap or another object that a pod names and that does not exist."""

from kubectl_porttrace.checks.commands import describe_pod, those_there_are
from kubectl_porttrace.checks.subjects import maker_of, template_of
from kubectl_porttrace.checks.unready import Held
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


def fix_for_missing(traced: TracedService, held: Held) -> Fix:
    """How to give the pods what they name; `held.cause.subject` is the object."""
    cause, maker, pod = held.cause, maker_of(traced, held.example), held.example
    title, namespace = template_of(traced, pod), maker.namespace
    missing, command = f"{cause.subject_kind} {cause.subject}", those_there_are(cause, pod.namespace)
    if cause.meant == cause.subject:
        text = f"wait two minutes: {missing} exists by now, and the kubelet tries again; if it fails, the pod's events:"
        return Fix(text=text, command=describe_pod(pod))
    if cause.meant:
        text = f"name {cause.meant} in {title} if that one is meant, or create {missing} in namespace {namespace}"
    elif "has no key" in cause.why:
        text = f"add the key to {missing}, or correct the key's name in {title}; the keys it has, without their values"
        return Fix(text=f"{text}:", command=command)
    else:
        text = f"create {missing} in namespace {namespace}, or correct its name in {title}"
    return Fix(text=f"{text}; what there is:", command=command)
