"""The recorded clusters that come along: each shows what its sentence says, and is asked for by its name."""

import pytest

from kubectl_porttrace import cli
from kubectl_porttrace.demos import DEMOS, LIST, SHOP
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.demo import read_demo

CAUSES = {
    "ingress-503": "PTI03",
    "not-ready": "PTP25",
    "policy-blocks": "PTN02",
    "webhook-timeout": "PTA02",
    "wrong-port": "PTR01",
}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.run_command(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_every_demo_has_a_cause() -> None:
    assert set(CAUSES) == set(DEMOS) - {SHOP}


@pytest.mark.parametrize("name", CAUSES)
def test_a_demo_shows_one_problem(name: str) -> None:
    found = [each.code for each in diagnose(read_demo(name)).findings if each.severity != "note"]
    assert found == [CAUSES[name]]


@pytest.mark.parametrize("name", DEMOS)
def test_no_object_that_can_be_asked_for_is_named_as_a_demo(name: str) -> None:
    snapshot = read_demo(name)
    asked: tuple[KubernetesObject, ...] = (
        *snapshot.services,
        *snapshot.pods,
        *snapshot.workloads,
        *snapshot.referring.objects.values(),
    )
    assert {each.name for each in asked}.isdisjoint({*DEMOS, LIST} - {SHOP})


@pytest.mark.parametrize("name", DEMOS)
def test_a_name_may_stand_behind_a_blank(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--demo", name, "-o", "name") == run(capsys, f"--demo={name}", "-o", "name")


def test_without_a_name_it_is_the_shop(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--demo") == run(capsys, f"--demo={SHOP}")
    assert run(capsys, "--demo", "web") == run(capsys, f"--demo={SHOP}", "web")
    assert run(capsys, "--demo", "web", "--", "not-ready")[0] == 1


def test_a_word_behind_two_hyphens_is_a_target(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = run(capsys, "--demo", "--", "not-ready")
    assert code == 1
    assert "not-ready" in said


@pytest.mark.parametrize("words", [("--demo=list",), ("--demo", "list")], ids=" ".join)
def test_they_are_listed(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, *words)
    assert (code, said) == (0, "")
    assert [line.split(maxsplit=1) for line in out.splitlines()] == [[name, told] for name, told in DEMOS.items()]


@pytest.mark.parametrize(
    ("given", "near"),
    [
        pytest.param("ingres-503", "did you mean ingress-503?", id="nearly"),
        pytest.param("Not-Ready", "did you mean not-ready?", id="capitals"),
        pytest.param("zzz", "", id="nothing-like-it"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_wrong_name_is_refused(given: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, f"--demo={given}")
    assert (code, out) == (2, "")
    assert said.startswith(f'error: there is no demo "{given}"\nhint: {near}')
    assert "--demo=list" in said
