import pytest

from kubectl_porttrace.diagnose.ignores import ignored_by, known_codes
from kubectl_porttrace.errors import UsageError
from tests.build import service


@pytest.mark.parametrize(
    ("annotation", "codes"),
    [
        pytest.param("PTR11", {"PTR11"}, id="a-code"),
        pytest.param("PTR11: the app opens it at run time, PTB08", {"PTR11", "PTB08"}, id="with-reasons"),
        pytest.param("nothing here", set(), id="no-code"),
    ],
)
def test_codes_in_the_annotation(annotation: str, codes: set[str]) -> None:
    assert ignored_by(service(annotations={"porttrace/ignore": annotation})) == codes


@pytest.mark.parametrize("written", ["PTR01", "ptr01", "target-port-name-not-found"])
def test_a_check_is_known_by_code_and_by_name(written: str) -> None:
    assert known_codes([written]) == {"PTR01"}


def test_an_unknown_code_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="PTX99"):
        known_codes(["PTX99"])
