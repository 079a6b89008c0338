"""PTS03: several ports, and one without a name."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS03", "port-without-name", severity="error", certainty="certain", scope="manifests")
def port_without_name(traced: TracedService) -> Iterator[Found]:
    """The manifest has several ports and not all of them have a name, so the API server refuses the Service.

    Why: endpoints are joined to Service ports by name. With one port the name may be left out; with two or more every
    port needs one, and no two the same.

    See: `kubectl apply --dry-run=server -f FILE` fails with "Required value" at `spec.ports[].name`.

    Fix: give every port a name. The name is the Service's own and need not be that of a container port.
    """
    nameless = [port for port in traced.ports if not port.spec.name]
    titles = some([port.title for port in nameless])
    if len(traced.ports) > 1 and nameless:
        yield Found(
            message=f"port {titles} has no name; with {len(traced.ports)} ports each "
            "needs one, and the API server refuses the Service",
            path=f"{nameless[0].path}.name",
            fix=Fix(text=f"give port {titles} a name of its own"),
        )
