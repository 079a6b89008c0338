import pytest

from kubectl_porttrace.checks.ip_families import drop_families
from kubectl_porttrace.trace.families import Family
from tests.build import service


@pytest.mark.parametrize(
    ("families", "missing", "text"),
    [
        pytest.param(["IPv4", "IPv6"], ["IPv6"], "set ipFamilyPolicy: SingleStack", id="second"),
        pytest.param(["IPv6", "IPv4"], ["IPv6"], "make the Service again without IPv6", id="first"),
        pytest.param(["IPv6"], ["IPv6"], "make the Service again without IPv6", id="only"),
    ],
)
def test_only_a_second_family_can_be_dropped(families: list[str], missing: list[Family], text: str) -> None:
    assert drop_families(service(ipFamilies=families), missing).startswith(text)
