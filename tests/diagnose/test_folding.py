from collections.abc import Collection, Iterator, Mapping, Sequence

import pytest

from kubectl_porttrace.checks.check import Check, Found, check
from kubectl_porttrace.diagnose.folding import fold
from kubectl_porttrace.findings import Culprit, Finding, Fix, ObjectReference, Severity
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.trace.service import TracedService

WEB = ObjectReference(kind="Service", namespace="shop", name="web")
FIRST, SECOND = (PortKey("shop", "web", index) for index in range(2))
CAUSES = {
    "PTB01": ("PTP07",),
    "PTE14": ("PTE22",),
    "PTP10": ("PTK03",),
    "PTP15": ("PTR02",),
    "PTR12": ("PTR11",),
}


def finding(code: str, *ports: PortKey, severity: Severity = "error", blames: Sequence[str] = ()) -> Finding:
    return Finding(
        code=code,
        name="n",
        severity=severity,
        certainty="certain",
        object=WEB,
        subject=WEB,
        ports=frozenset(ports),
        message=code,
        fix=Fix(text="mend it"),
        culprits=frozenset(Culprit("shop", *each.split("/")) for each in blames),
    )


def known(causes: Mapping[str, tuple[str, ...]], codes: Sequence[str]) -> dict[str, Check]:
    """Checks of these codes that name these consequences, and find nothing."""

    def run(traced: TracedService) -> Iterator[Found]:  # noqa: ARG001 - the form of a check
        yield from ()

    return {
        code: check(code, "n", severity="error", certainty="certain", causes=causes.get(code, ()))(run)
        for code in codes
    }


def folded_of(
    findings: list[Finding], causes: Mapping[str, tuple[str, ...]] = CAUSES, usable: Collection[PortKey] = ()
) -> tuple[Finding, ...]:
    return fold(findings, known(causes, [each.code for each in findings]), usable)


def shape(findings: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    return [each.codes for each in findings]


@pytest.mark.parametrize(
    ("findings", "folded"),
    [
        pytest.param([finding("PTS01", FIRST)], [("PTS01",)], id="one"),
        pytest.param([finding("PTR01", FIRST), finding("PTP01", FIRST)], [("PTP01", "PTR01")], id="errors-on-one-port"),
        pytest.param([finding("PTP01", FIRST), finding("PTR01", SECOND)], [("PTP01",), ("PTR01",)], id="two-ports"),
        pytest.param(
            [finding("PTP01", FIRST), finding("PTR01", FIRST, SECOND)],
            [("PTP01",), ("PTR01",)],
            id="a-wider-one-is-no-consequence",
        ),
        pytest.param(
            [finding("PTP01", FIRST), finding("PTR01", FIRST, severity="warning")],
            [("PTP01",), ("PTR01",)],
            id="a-warning-stands-by-itself",
        ),
        pytest.param([finding("PTP01", FIRST), finding("PTR01")], [("PTP01",), ("PTR01",)], id="of-no-port"),
        pytest.param(
            [finding("PTP07", FIRST), finding("PTB01", FIRST)],
            [("PTB01", "PTP07")],
            id="a-named-cause-goes-before-precedence",
        ),
        pytest.param(
            [finding("PTK03", FIRST, severity="warning"), finding("PTP10", FIRST, severity="warning")],
            [("PTP10", "PTK03")],
            id="a-named-cause-takes-warnings-too",
        ),
        pytest.param(
            [finding("PTP07", FIRST, SECOND), finding("PTB01", FIRST)],
            [("PTP07",), ("PTB01",)],
            id="a-named-cause-must-cover-the-ports",
        ),
    ],
)
def test_fold(findings: list[Finding], folded: list[tuple[str, ...]]) -> None:
    assert shape(folded_of(findings)) == folded


@pytest.mark.parametrize(
    ("above", "below", "folded"),
    [
        pytest.param(["a/web"], ["a/web"], [("PTB01", "PTP07")], id="the-same-container"),
        pytest.param(["a/web", "b/web"], ["b/web"], [("PTB01", "PTP07")], id="one-of-its-pods"),
        pytest.param(["a"], ["a/web"], [("PTB01", "PTP07")], id="a-container-of-its-pod"),
        pytest.param(["a/web"], ["b/web"], [("PTP07",), ("PTB01",)], id="another-pod"),
        pytest.param(["a/web"], ["a/proxy"], [("PTP07",), ("PTB01",)], id="another-container"),
        pytest.param(["a/web"], ["a/web", "b/web"], [("PTP07",), ("PTB01",)], id="a-pod-beyond-its-own"),
        pytest.param(["a/web"], [], [("PTB01", "PTP07")], id="below-blames-none"),
        pytest.param([], ["a/web"], [("PTB01", "PTP07")], id="above-blames-none"),
    ],
)
def test_what_is_wrong_with_one_pod_does_not_follow_from_another(
    above: list[str], below: list[str], folded: list[tuple[str, ...]]
) -> None:
    findings = [finding("PTB01", FIRST, blames=above), finding("PTP07", FIRST, blames=below)]
    assert shape(folded_of(findings)) == folded


def test_two_errors_on_one_port_stand_side_by_side_where_they_blame_different_pods() -> None:
    findings = [finding("PTP20", FIRST, blames=["a/web"]), finding("PTP21", FIRST, blames=["b/web"])]
    assert shape(folded_of([*findings, finding("PTR01", FIRST)])) == [("PTP20", "PTR01"), ("PTP21",)]


def test_a_circle_of_causes_falls_back_on_precedence() -> None:
    circle = {"PTP01": ("PTR01",), "PTR01": ("PTP01",)}
    assert shape(folded_of([finding("PTR01", FIRST), finding("PTP01", FIRST)], circle)) == [("PTP01", "PTR01")]


def test_a_cause_is_as_severe_as_the_worst_that_follows_from_it() -> None:
    (root,) = folded_of([finding("PTR02", FIRST), finding("PTP15", FIRST, severity="warning")])
    assert (root.codes, root.severity) == (("PTP15", "PTR02"), "error")
    (root,) = folded_of([finding("PTR11", severity="note"), finding("PTR12", severity="warning")])
    assert (root.codes, root.severity) == (("PTR12", "PTR11"), "warning")


@pytest.mark.parametrize(
    ("consequence", "usable", "folded"),
    [
        pytest.param(finding("PTE22", FIRST), [SECOND], [("PTE14",), ("PTE22",)], id="the-other-port-has-backends"),
        pytest.param(finding("PTE22", FIRST), [], [("PTE14", "PTE22")], id="the-other-port-has-none"),
        pytest.param(finding("PTE22", FIRST, SECOND), [SECOND], [("PTE14", "PTE22")], id="no-other-port"),
        pytest.param(
            finding("PTE22", FIRST, severity="warning"), [SECOND], [("PTE14", "PTE22")], id="no-worse-than-its-cause"
        ),
    ],
)
def test_a_consequence_makes_no_error_of_a_cause_whose_ports_have_backends(
    consequence: Finding, usable: list[PortKey], folded: list[tuple[str, ...]]
) -> None:
    cause = finding("PTE14", FIRST, SECOND, severity="warning")
    assert shape(folded_of([cause, consequence], usable=usable)) == folded


def test_what_follows_can_be_taken_out() -> None:
    (root,) = folded_of([finding("PTR02", FIRST), finding("PTP15", FIRST)])
    assert root.without({"PTR02"}).codes == ("PTP15",)
    assert root.without({"PTP15"}).codes == ("PTP15", "PTR02")
