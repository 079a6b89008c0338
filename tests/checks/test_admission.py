import pytest

from kubectl_porttrace.checks.admission import port_name_faults, without_backends
from tests.build import container, in_files, port, service, template


@pytest.mark.parametrize("name", ["a", "http", "80a", "exactly-fifteen", "0-a-0"])
def test_accepts(name: str) -> None:
    assert port_name_faults(name) == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("sixteen-letter-s", ["16 characters"], id="too-long"),
        pytest.param("8080", ["no letter"], id="no-letter"),
        pytest.param("8080\n", ["other than", "no letter"], id="a-newline-at-the-end"),
        pytest.param("HTTP", ["other than", "no letter"], id="upper-case"),
        pytest.param("a_b", ["other than"], id="underscore"),
        pytest.param("a--b", ["two hyphens"], id="two-hyphens"),
        pytest.param("-a", ["begins or ends"], id="leading-hyphen"),
        pytest.param("a-", ["begins or ends"], id="trailing-hyphen"),
    ],
)
def test_says_what_is_wrong(name: str, words: list[str]) -> None:
    faults = port_name_faults(name)
    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))


def test_ports_without_backends() -> None:
    ports = ({"name": "a", "port": 80}, {"name": "b", "port": 81, "targetPort": "b"})
    subject = in_files(service(*ports), template(container(port(80))))
    assert [each.index for each in without_backends(subject.ports)] == [1]
