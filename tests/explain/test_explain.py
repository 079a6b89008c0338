import re

import pytest

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.explain import explain, list_checks
from kubectl_porttrace.explain.chain import DRAWING, chain
from kubectl_porttrace.explain.glossary import find_word, normal, words
from kubectl_porttrace.render.text import columns_of

CHECKS = list(all_checks().values())
TITLES = [word.title for word in words()]

ASKED = {
    "port": "port",
    "ports": "port",
    "targetPort": "targetPort",
    "TARGETPORT": "targetPort",
    "target-port": "targetPort",
    "nodePort": "nodePort",
    "containerPort": "containerPort",
    "container port": "containerPort",
    "hostPort": "hostPort",
    "named ports": "named ports",
    "named-port": "named ports",
    "headless": "headless",
    "ClusterIP": "ClusterIP",
    "NodePort": "NodePort",
    "LoadBalancer": "LoadBalancer",
    "ExternalName": "ExternalName",
    "ExternalIP": "ExternalIP",
    "externalIPs": "ExternalIP",
    "selector": "selector",
    "EndpointSlice": "EndpointSlice",
    "endpointslices": "EndpointSlice",
    "Endpoints": "Endpoints",
    "readiness": "readiness",
    "publishNotReadyAddresses": "publishNotReadyAddresses",
    "sidecar": "sidecar",
    "sidecars": "sidecar",
    "init container": "init container",
    "initContainers": "init container",
    "protocol": "protocol",
    "UDP": "protocol",
    "appProtocol": "appProtocol",
    "externalTrafficPolicy": "externalTrafficPolicy",
    "internalTrafficPolicy": "internalTrafficPolicy",
    "dual stack": "dual stack",
    "DualStack": "dual stack",
    "kube-proxy": "kube-proxy",
    "DNS": "DNS",
    "DNS/SRV": "DNS",
    "SRV": "DNS",
    "port-forward": "port-forward",
    "wired": "wired",
    "partial": "partial",
    "broken": "broken",
    "unknown": "unknown",
    "external": "external",
    "severity": "severity",
    "certainty": "certainty",
    "verdicts": "verdict",
}


@pytest.mark.parametrize(("asked", "title"), ASKED.items())
def test_words_are_found_however_they_are_spelt(asked: str, title: str) -> None:
    word = find_word(asked)
    assert word is not None
    assert word.title == title


def test_no_name_means_two_words() -> None:
    named = [name for word in words() for name in {word.title, *word.also}]
    assert len(named) == len(set(named))
    spellings: dict[str, set[str]] = {}
    for word in words():
        for name in (word.title, *word.also):
            spellings.setdefault(normal(name), set()).add(word.title)
    assert {tuple(sorted(titles)) for titles in spellings.values() if len(titles) > 1} <= {("NodePort", "nodePort")}


def test_no_word_hides_a_check() -> None:
    taken = {normal(name) for check in CHECKS for name in (check.code, check.name)}
    assert not taken & {normal(name) for word in words() for name in (word.title, *word.also)}


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("asked", [*TITLES, *(check.code for check in CHECKS)])
def test_fits_and_ends_in_a_newline(asked: str, width: int) -> None:
    text = explain(asked, width=width, color=False)
    assert text.endswith("\n")
    assert [line for line in text.splitlines() if columns_of(line) > min(width, 100)] == []


@pytest.mark.parametrize("title", [word.title for word in words() if word.place])
def test_the_place_is_marked_in_the_chain(title: str) -> None:
    lines = explain(title, width=80, color=False).splitlines()
    carets = next(line for line in lines if "^" in line)
    word = find_word(title)
    assert word is not None
    start = carets.index("^")
    assert lines[lines.index(carets) - 1][start : start + carets.count("^")] == word.place


@pytest.mark.parametrize("title", [word.title for word in words() if not word.place])
def test_words_without_a_place_have_no_drawing(title: str) -> None:
    assert DRAWING[0] not in explain(title, width=80, color=False)


def test_a_place_that_is_not_in_the_chain() -> None:
    with pytest.raises(ValueError, match="moon"):
        chain("moon")


@pytest.mark.parametrize("asked", ["PTR01", "ptr01", "target-port-name-not-found", "Target-Port-Name-Not-Found"])
def test_a_check_is_found_by_code_and_by_name(asked: str) -> None:
    lines = explain(asked, width=80, color=False).splitlines()
    assert lines[0] == "PTR01 target-port-name-not-found"
    assert lines[1].startswith("error; certain where kube-proxy ")
    assert [line.split()[0] for line in lines if re.match(r"[A-Z]\w+: ", line)] == ["Why:", "See:", "Fix:"]


@pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])
def test_the_whole_documentation_is_printed(check: object) -> None:
    code, documentation = check.code, check.documentation  # type: ignore[attr-defined]
    assert " ".join(documentation.split()) in " ".join(explain(code, width=80, color=False).split())


def test_colour_adds_nothing_but_colour() -> None:
    for asked in ("PTR01", "targetPort"):
        coloured = explain(asked, width=80, color=True)
        assert "\x1b[" in coloured
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == explain(asked, width=80, color=False)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        pytest.param("tragetPort", "targetPort", id="a-word"),
        pytest.param("PTR0l", "PTR0", id="a-code"),
        pytest.param("zzzzzzzz", "--list-checks", id="nothing-near"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is_near(asked: str, near: str) -> None:
    with pytest.raises(UsageError) as failure:
        explain(asked, width=80, color=False)
    assert asked in failure.value.message
    assert near in failure.value.hint
    assert ("did you mean" in failure.value.hint) is (near != "--list-checks")


@pytest.mark.parametrize("width", [80, 200])
def test_every_check_is_listed(width: int) -> None:
    lines = list_checks(width=width).splitlines()
    assert lines[0].split() == ["CODE", "SEVERITY", "CERTAINTY", "NAME"]
    listed = [line.split() for line in lines[1:] if not line.startswith(" ")]
    assert listed == [[check.code, check.severity, check.certainty, check.name] for check in CHECKS]
    assert max(map(columns_of, lines)) <= width
