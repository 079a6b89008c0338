"""The session on what a command line names; the modules of other sources are not imported."""

from kubectl_porttrace.library_versions import versions_not_read
from kubectl_porttrace.options import Options
from kubectl_porttrace.sessions.session import Session


def open_session(options: Options) -> Session:
    """The session on the source that the options name; it is for the caller to close.

    Raises:
        PorttraceError: a code to be suppressed is none, or the cluster is not to be found in the kubeconfig.
    """
    if options.over_cluster:
        from kubectl_porttrace.sessions.over_cluster import OverlaySession

        return OverlaySession(options)
    if options.files or options.demo:
        from kubectl_porttrace.sessions.recorded import DemoSession, FileSession

        return (FileSession if options.files else DemoSession)(options)
    with versions_not_read():
        from kubectl_porttrace.sessions.cluster import ClusterSession

    return ClusterSession(options)
