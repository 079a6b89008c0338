"""The lines that kubectl and the shells read."""

from kubectl_porttrace.complete.protocol import Candidate, Offered, rendered, starting_with


def test_a_candidate_a_line_then_the_directive() -> None:
    answer = Offered((Candidate("web", "ClusterIP 80/TCP"), Candidate("api")))
    assert rendered(answer) == "web\tClusterIP 80/TCP\napi\n:36\n"


def test_nothing_offers_no_files_either() -> None:
    assert rendered(Offered()) == ":36\n"


def test_files_are_the_shell_s_business() -> None:
    assert rendered(Offered(files=True)) == ":0\n"


def test_what_a_terminal_would_obey_is_left_out() -> None:
    values = ["a\x1b[31m", "b\nc", "d\te", "\x07", "", "good"]
    described = Candidate("web", "one\ntwo\tthree\x1b[31m\n")
    assert rendered(Offered((*map(Candidate, values), described))) == "good\nweb\tone two three [31m\n:36\n"


def test_a_long_description_is_cut() -> None:
    line = rendered(Offered((Candidate("web", "x" * 81), Candidate("api", "x" * 80)))).splitlines()
    assert line[:2] == [f"web\t{'x' * 79}\N{HORIZONTAL ELLIPSIS}", f"api\t{'x' * 80}"]


def values(typed: str, *among: str, any_case: bool = False) -> list[str]:
    return [each.value for each in starting_with(typed, map(Candidate, among), any_case=any_case)]


def test_what_goes_on_from_what_is_typed() -> None:
    assert values("we", "web", "api", "web-2", "Web") == ["web", "web-2"]


def test_each_value_once_with_its_first_description() -> None:
    twice = (Candidate("web", "one"), Candidate("api"), Candidate("web", "two"))
    assert starting_with("", twice) == (Candidate("web", "one"), Candidate("api"))


def test_what_is_typed_in_another_case_stays_as_it_is() -> None:
    assert values("pt", "PTR01", any_case=True) == ["ptR01"]
    assert values("pt", "PTR01") == []
    assert values("No", "nodePort", "NodePort", any_case=True) == ["NodePort"]
    assert values("P", "pod", "Port", any_case=True) == ["Port"]
