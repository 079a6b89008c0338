from pathlib import Path

import pytest

from kubectl_porttrace.read.login.context import login_of
from kubectl_porttrace.read.login.entries import Cluster, User
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.in_cluster import in_cluster

ENVIRONMENT = {"KUBERNETES_SERVICE_HOST": "10.96.0.1", "KUBERNETES_SERVICE_PORT": "443"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("token", "secret"), ("ca.crt", "CA"), ("namespace", "shop\n")):
        (tmp_path / name).write_text(content)
    return tmp_path


def test_a_pod_asks_its_own_cluster_as_its_service_account(folder: Path) -> None:
    kubeconfig = in_cluster(ENVIRONMENT, folder)
    assert kubeconfig is not None
    login = login_of(kubeconfig, ConnectionFlags())
    assert login.cluster == Cluster(server="https://10.96.0.1:443", certificate_authority=str(folder / "ca.crt"))
    assert login.user == User(token_file=str(folder / "token"))
    assert (login.context, login.namespace) == (None, "shop")


def test_an_address_of_version_6_is_bracketed(folder: Path) -> None:
    (folder / "ca.crt").unlink()
    kubeconfig = in_cluster(ENVIRONMENT | {"KUBERNETES_SERVICE_HOST": "fd00::1"}, folder)
    assert kubeconfig is not None
    assert kubeconfig.clusters[""] == Cluster(server="https://[fd00::1]:443")


def test_the_environment_may_name_the_namespace(folder: Path) -> None:
    (folder / "namespace").unlink()
    kubeconfig = in_cluster(ENVIRONMENT | {"POD_NAMESPACE": "other"}, folder)
    assert kubeconfig is not None
    assert login_of(kubeconfig, ConnectionFlags()).namespace == "other"


@pytest.mark.parametrize("missing", ["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "token"])
def test_elsewhere_there_is_none(folder: Path, missing: str) -> None:
    environment = {name: value for name, value in ENVIRONMENT.items() if name != missing}
    (folder / missing).unlink(missing_ok=True)
    assert in_cluster(environment, folder) is None
