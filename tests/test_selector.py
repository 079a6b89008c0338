import pytest

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.selector import parse_selector, selects

LABELS = {"app": "web", "tier": "front", "app.kubernetes.io/name": "web", "empty": ""}


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        pytest.param("", True, id="nothing"),
        pytest.param("app=web", True, id="equal"),
        pytest.param("app==web", True, id="equal-in-the-other-way"),
        pytest.param("app = web , tier=front", True, id="two-with-spaces"),
        pytest.param("app=web,tier=back", False, id="second-fails"),
        pytest.param("app!=web", False, id="not-equal"),
        pytest.param("none!=web", True, id="not-equal-and-not-there"),
        pytest.param("app.kubernetes.io/name=web", True, id="prefixed"),
        pytest.param("empty=", True, id="empty-value"),
        pytest.param("app in (a, web)", True, id="in"),
        pytest.param("app in (a,b),tier", False, id="not-in"),
        pytest.param("app notin (a,b)", True, id="notin"),
        pytest.param("none in (a)", False, id="in-and-not-there"),
        pytest.param("none notin (a)", True, id="notin-and-not-there"),
        pytest.param("tier", True, id="exists"),
        pytest.param("none", False, id="does-not-exist"),
        pytest.param("!none", True, id="absent"),
        pytest.param("!app", False, id="not-absent"),
    ],
)
def test_selects(written: str, holds: bool) -> None:  # noqa: FBT001
    assert selects(parse_selector(written), LABELS) is holds


@pytest.mark.parametrize("written", ["=web", "app=web,", "app=a b", "app in a", "app>5", "-app", "app in (a", "!!app"])
def test_refuses_what_is_no_selector(written: str) -> None:
    with pytest.raises(UsageError):
        parse_selector(written)


@pytest.mark.parametrize(
    "written", ["app=web", "app!=web", "tier in (a,b)", "tier notin (a,b)", "tier", "!tier", "empty="]
)
def test_is_written_again_as_it_was_read(written: str) -> None:
    assert [str(each) for each in parse_selector(written)] == [written]
