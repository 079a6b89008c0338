"""What is being completed, and what the words before it say."""

import pytest

from kubectl_porttrace.complete.flags import Flag
from kubectl_porttrace.complete.words import CommandLine, understood

NAMESPACE = Flag("namespace", ("-n", "--namespace"), metavar="NAME")
OUTPUT = Flag("output", ("-o", "--output"), metavar="FORMAT")
PROBE = Flag("probe", ("--probe",), metavar="[=WAY]")
FLAGS = (NAMESPACE, OUTPUT, PROBE, Flag("recursive", ("-R", "--recursive")), Flag("demo", ("--demo",)))


@pytest.mark.parametrize(
    ("words", "subject", "typed", "flag", "before"),
    [
        pytest.param((), "target", "", None, "", id="nothing-typed"),
        pytest.param(("we",), "target", "we", None, "", id="target"),
        pytest.param(("web", "svc/a"), "target", "svc/a", None, "", id="second-target"),
        pytest.param(("-",), "flag", "-", None, "", id="dash"),
        pytest.param(("--na",), "flag", "--na", None, "", id="long-flag"),
        pytest.param(("-n",), "flag", "-n", None, "", id="short-flag-is-whole"),
        pytest.param(("-R",), "flag", "-R", None, "", id="short-flag-without-a-value"),
        pytest.param(("-n", ""), "value", "", NAMESPACE, "", id="value-is-next"),
        pytest.param(("-Rn", "s"), "value", "s", NAMESPACE, "", id="value-behind-a-cluster-of-flags"),
        pytest.param(("-n", "--demo"), "value", "--demo", NAMESPACE, "", id="value-that-looks-like-a-flag"),
        pytest.param(("--output", "js"), "value", "js", OUTPUT, "", id="value-of-a-long-flag"),
        pytest.param(("--output=js",), "value", "js", OUTPUT, "", id="value-behind-equals"),
        pytest.param(("--output=",), "value", "", OUTPUT, "", id="no-value-behind-equals-yet"),
        pytest.param(("-ojs",), "value", "js", OUTPUT, "-o", id="value-in-the-same-word"),
        pytest.param(("--probe", "we"), "target", "we", None, "", id="behind-a-flag-that-needs-no-value"),
        pytest.param(("--probe=p",), "value", "p", PROBE, "", id="value-of-a-flag-that-needs-none"),
        pytest.param(("-Rojs",), "value", "js", OUTPUT, "-Ro", id="value-behind-flags-in-the-same-word"),
        pytest.param(("-ooo",), "value", "oo", OUTPUT, "-o", id="value-of-the-flag's-own-letter"),
        pytest.param(("--demo=x",), "nothing", "--demo=x", None, "", id="value-of-a-flag-that-takes-none"),
        pytest.param(("--bogus=x",), "nothing", "--bogus=x", None, "", id="value-of-no-flag"),
        pytest.param(("--", "-n"), "target", "-n", None, "", id="flags-have-ended"),
    ],
)
def test_the_last_word(words: tuple[str, ...], subject: str, typed: str, flag: Flag | None, before: str) -> None:
    line = understood(words, FLAGS)
    assert (line.subject, line.typed, line.flag, line.before) == (subject, typed, flag, before)


@pytest.mark.parametrize(
    ("words", "given", "targets"),
    [
        pytest.param(("web", "-n", "shop", "api"), (("namespace", "shop"),), ("web", "api"), id="apart"),
        pytest.param(("--namespace=a=b",), (("namespace", "a=b"),), (), id="equals"),
        pytest.param(("-nshop",), (("namespace", "shop"),), (), id="together"),
        pytest.param(("-Rnshop",), (("recursive", ""), ("namespace", "shop")), (), id="cluster"),
        pytest.param(("-n", "--demo"), (("namespace", "--demo"),), (), id="value-that-looks-like-a-flag"),
        pytest.param(("--demo", "--bogus", "-x", "web"), (("demo", ""),), ("web",), id="unknown-flags"),
        pytest.param(("-", "--", "-n", "--"), (), ("-", "-n", "--"), id="flags-have-ended"),
    ],
)
def test_the_words_before(words: tuple[str, ...], given: tuple[tuple[str, str], ...], targets: tuple[str, ...]) -> None:
    line = understood((*words, ""), FLAGS)
    assert (line.given, line.targets) == (given, targets)


def test_values_are_found_by_the_name_of_their_flag() -> None:
    line = CommandLine("target", "", given=(("namespace", "a"), ("ignore", "x"), ("namespace", "b")))
    assert (line.last("namespace"), line.last("output"), line.all("namespace")) == ("b", None, ("a", "b"))
    assert line.has("output", "ignore")
    assert not line.has("output")
