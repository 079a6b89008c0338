"""The name in the cluster's DNS that is told where there is none such."""

import pytest

from kubectl_porttrace.diagnose.near_dns import hint_of_name
from kubectl_porttrace.question import AddressTarget
from tests.build import asking, cluster, service


@pytest.mark.parametrize(
    ("written", "first"),
    [
        pytest.param("web.shpo.svc", "web.shop.svc", id="nearest-namespace"),
        pytest.param("wep.shop.svc", "web.shop.svc", id="nearest-service"),
        pytest.param("web.nowhere.svc", "web.bank.svc", id="any-namespace-by-name"),
        pytest.param("shop.web.svc", "web.shop.svc", id="order"),
    ],
)
def test_the_nearest_comes_first(written: str, first: str) -> None:
    snapshot = cluster(*(service(namespace=each) for each in ("bank", "shop", "zoo")))
    (target,) = asking(written).addresses
    assert isinstance(target, AddressTarget)
    assert hint_of_name(snapshot, target).removeprefix("did you mean ").partition(",")[0].rstrip("?") == first
