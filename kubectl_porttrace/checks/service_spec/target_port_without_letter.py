"""PTS01: a quoted number as targetPort."""

from collections.abc import Iterator

from kubectl_porttrace.checks.admission import without_backends
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.written_number import LAST_PORT, port_number
from kubectl_porttrace.trace.service import TracedService


@check("PTS01", "target-port-without-letter", severity="error", certainty="certain", scope="manifests")
def target_port_without_letter(traced: TracedService) -> Iterator[Found]:
    """The manifest gives targetPort as text without a letter, as in `"8080"`, and the API server refuses the Service.

    Why: targetPort is either a number or the name of a container port. In quotes it is a name, and a name needs at
    least one letter. It is never turned into a number.

    See: `kubectl apply --dry-run=server -f FILE` fails with "must contain at least one letter".

    Fix: take the quotes away. In a Helm template, use `| int` in place of `| quote`.
    """
    for port in traced.ports:
        name = port.named_target
        if name is None or any(letter.isalpha() for letter in name):
            continue
        number = port_number(name)
        yield Found(
            message=f'targetPort "{name}" of port {port.title} is text without a letter; '
            "the API server refuses the Service",
            path=f"{port.path}.targetPort",
            fix=Fix(
                text=f"write targetPort: {number}, without quotes"
                if number is not None
                else f"write a number from 1 to {LAST_PORT} without quotes, or the name of a container port"
            ),
            ports=without_backends((port,)),
        )
