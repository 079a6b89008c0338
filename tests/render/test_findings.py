from typing import Any

from kubectl_porttrace.render.findings import finding_in_full, finding_in_short
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Consequence, Finding, Fix, ObjectReference

SERVICE = ObjectReference(kind="Service", namespace="shop", name="web")


def finding(**fields: Any) -> Finding:
    given: dict[str, Any] = {
        "code": "PTP01",
        "name": "selector-matches-nothing",
        "severity": "error",
        "certainty": "certain",
        "object": SERVICE,
        "path": "",
        "message": "m",
        "evidence": (),
        "fix": Fix(text="f"),
        "subject": SERVICE,
        "subjects": (SERVICE,),
        "ports": (),
        **fields,
    }
    return Finding(**given)


def told(count: int, *, wide: bool) -> list[str]:
    """What the screen says of as many consequences."""
    below = tuple(
        Consequence(code=f"PTR0{number}", name="x", message=f"port {number}0/TCP reaches no container of any pod here")
        for number in range(1, count + 1)
    )
    lines = list(finding_in_full(finding(consequences=below), Screen(width=50, color=False, wide=wide)))
    return [line for line in lines if "reaches" in line or "follows" in line]


def test_what_follows_is_told_in_a_line_each() -> None:
    assert told(1, wide=False) == ["  follows: PTR01 port 10/TCP reaches no…"]


def test_of_many_consequences_the_first_are_told_and_the_others_counted() -> None:
    lines = told(5, wide=False)
    assert [line.split()[1] for line in lines] == ["PTR01", "PTR02", "PTR03", "2"]
    assert lines[-1] == "  follows: 2 more (-o wide)"


def test_a_wide_screen_tells_all_in_full() -> None:
    lines = told(5, wide=True)
    assert [line.split()[1] for line in lines] == [f"PTR0{number}" for number in range(1, 6)]
    assert not [line for line in lines if "…" in line]


def test_what_a_message_begins_with_is_not_said_twice() -> None:
    hook = ObjectReference(kind="ValidatingWebhookConfiguration", namespace=None, name="checks")
    about = {"object": hook, "subject": hook, "subjects": (hook,)}
    (line,) = finding_in_short(finding(**about, message=f"{hook.kind}/checks names Service x"), Screen(width=200))
    assert line == "error   PTP01 ValidatingWebhookConfiguration/checks names Service x"
    (line,) = finding_in_short(finding(**about, message=f"{hook.kind}/checks-2 is the same"), Screen(width=200))
    assert line.startswith("error   PTP01 validatingwebhookconfiguration/checks: Valid")
