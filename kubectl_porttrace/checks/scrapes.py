"""What findings on monitors share."""

from kubectl_porttrace.model.referrers.monitor import Monitor
from kubectl_porttrace.trace.routes.referrer import TracedCaller


def monitor_of(traced: TracedCaller) -> Monitor:
    """The monitor itself."""
    if not isinstance(traced.object, Monitor):
        raise TypeError(traced.object)
    return traced.object


def knows_all_services(traced: TracedCaller) -> bool:
    """Whether every Service that a monitor may select was read; of files, all that are there."""
    snapshot, wanted = traced.snapshot, monitor_of(traced).spec.namespace_selector
    if not snapshot.recorded:
        return True
    namespaces = ("",) if wanted.any else wanted.match_names or (traced.namespace,)
    return all(snapshot.holds_all("services", namespace) for namespace in namespaces)
