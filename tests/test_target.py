import pytest

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.question import ServiceTarget, Target, WorkloadTarget
from kubectl_porttrace.target import is_name, parse_target, parse_targets


@pytest.mark.parametrize(
    ("written", "target"),
    [
        pytest.param("web", ServiceTarget("web"), id="name"),
        pytest.param("svc/web", ServiceTarget("web"), id="svc"),
        pytest.param("service/web", ServiceTarget("web"), id="service"),
        pytest.param("Services/web", ServiceTarget("web"), id="services-in-any-case"),
        pytest.param("web:http", ServiceTarget("web", "http"), id="port-name"),
        pytest.param("web:80", ServiceTarget("web", "80"), id="port-number"),
        pytest.param("svc/web:53/udp", ServiceTarget("web", "53", "UDP"), id="protocol"),
        pytest.param("web:dns/TCP", ServiceTarget("web", "dns", "TCP"), id="name-and-protocol"),
        pytest.param("svc", ServiceTarget("svc"), id="a-service-called-svc"),
        pytest.param("80", ServiceTarget("80"), id="a-service-called-80"),
    ],
)
def test_parses_a_target(written: str, target: ServiceTarget) -> None:
    assert parse_target(written) == target


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("configmap/web", "only Services, workloads and routes", id="another-kind"),
        pytest.param("shop/web:80", "only Services, workloads and routes", id="namespace"),
        pytest.param(":30080", "port without a Service", id="node-port"),
        pytest.param("10.96.0.10", "address", id="ip"),
        pytest.param("10.96.0.10:80", "address", id="ip-and-port"),
        pytest.param("fd00::10", "address", id="ipv6"),
        pytest.param("[fd00::10]:80", "address", id="ipv6-and-port"),
        pytest.param("https://shop.example.com/cart", "URL", id="url"),
        pytest.param("", "not a Service name", id="empty"),
        pytest.param("/web", "not a Service name", id="slash-alone"),
        pytest.param("svc/", "not a Service name", id="kind-alone"),
        pytest.param("svc/a/b", "not a Service name", id="too-many-parts"),
        pytest.param("web:", "not a Service name", id="colon-alone"),
        pytest.param("web:80/HTTP", "not a Service name", id="unknown-protocol"),
        pytest.param("Web", "not a Service name", id="upper-case"),
        pytest.param("../web", "only Services, workloads and routes", id="path"),
        pytest.param("a" * 64, "not a Service name", id="too-long"),
        pytest.param("web?watch=1", "not a Service name", id="query"),
    ],
)
def test_refuses_what_is_no_service(written: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_target(written)
    assert words in raised.value.message
    assert "svc/web" in raised.value.hint


@pytest.mark.parametrize(("written", "instead"), [("shop/web", "web -n shop"), ("shop/web:80", "web:80 -n shop")])
def test_says_how_a_namespace_is_written(written: str, instead: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_targets([written])
    assert raised.value.hint is not None
    assert raised.value.hint.startswith(f"if shop is the namespace, write {instead}; ")


@pytest.mark.parametrize(
    ("written", "target"),
    [
        *(pytest.param(f"{word}/web", WorkloadTarget("Pod", "web"), id=word) for word in ("po", "pod", "pods", "Pod")),
        *(
            pytest.param(f"{word}/web", WorkloadTarget("Deployment", "web"), id=word)
            for word in ("deploy", "deployment", "deployments", "deployment.apps", "deployments.apps")
        ),
        *(
            pytest.param(f"{word}/web", WorkloadTarget("StatefulSet", "web"), id=word)
            for word in ("sts", "statefulset")
        ),
        *(pytest.param(f"{word}/web", WorkloadTarget("DaemonSet", "web"), id=word) for word in ("ds", "daemonsets")),
        *(pytest.param(f"{word}/web", WorkloadTarget("ReplicaSet", "web"), id=word) for word in ("rs", "replicaset")),
        *(pytest.param(f"{word}/web", WorkloadTarget("Job", "web"), id=word) for word in ("job", "jobs", "job.batch")),
        pytest.param("pod/node-1.example.com", WorkloadTarget("Pod", "node-1.example.com"), id="name-with-dots"),
        pytest.param("pod/10.0.0.1", WorkloadTarget("Pod", "10.0.0.1"), id="name-like-an-address"),
    ],
)
def test_parses_a_workload(written: str, target: WorkloadTarget) -> None:
    assert parse_target(written) == target


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("deploy/", "not a Deployment name", id="kind-alone"),
        pytest.param("deploy/Web", "not a Deployment name", id="upper-case"),
        pytest.param("pod/a..b", "not a Pod name", id="two-dots"),
        pytest.param("pod/web\n", "not a Pod name", id="line-feed"),
        pytest.param(f"pod/{'a.' * 127}a", "not a Pod name", id="too-long"),
        pytest.param("deploy/web/pods", "not a Deployment name", id="too-many-parts"),
        pytest.param("deploy/web:http", "with all its ports", id="port"),
        pytest.param("ing/web:80", "with all its ports", id="port-of-a-route"),
        pytest.param("ing/Web", "not a Ingress name", id="upper-case-route"),
        pytest.param("cronjob/web", "only Services, workloads and routes", id="cronjob"),
    ],
)
def test_refuses_what_is_no_workload(written: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_target(written)
    assert words in raised.value.message
    assert "deploy/web" in raised.value.hint


def test_a_name_is_a_dns_label() -> None:
    assert all(is_name(name) for name in ("a", "a-b", "0", "a" * 63))
    assert not any(is_name(name) for name in ("", "-a", "a-", "a.b", "a\n"))


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        pytest.param(["svc", "web"], [ServiceTarget("web")], id="kind-and-name"),
        pytest.param(
            ["Services", "web", "api:80"], [ServiceTarget("web"), ServiceTarget("api", "80")], id="kind-and-names"
        ),
        pytest.param(["service", "web:53/UDP"], [ServiceTarget("web", "53", "UDP")], id="kind-and-port"),
        pytest.param(["svc", "svc"], [ServiceTarget("svc")], id="kind-and-a-service-of-that-name"),
        pytest.param(["svc"], [ServiceTarget("svc")], id="a-service-called-svc"),
        pytest.param(["web", "svc"], [ServiceTarget("web"), ServiceTarget("svc")], id="after-another"),
        pytest.param(["svc/svc", "web"], [ServiceTarget("svc"), ServiceTarget("web")], id="written-in-full"),
        pytest.param(["svc", "svc/web"], [ServiceTarget("svc"), ServiceTarget("web")], id="the-other-in-full"),
        pytest.param(
            ["deploy", "web", "api"],
            [WorkloadTarget("Deployment", "web"), WorkloadTarget("Deployment", "api")],
            id="workload-and-names",
        ),
        pytest.param(["po", "web.0"], [WorkloadTarget("Pod", "web.0")], id="pod-and-name-with-dot"),
        pytest.param(["deploy"], [ServiceTarget("deploy")], id="a-service-called-deploy"),
        pytest.param(
            ["deploy", "pod/web"], [ServiceTarget("deploy"), WorkloadTarget("Pod", "web")], id="a-service-and-a-pod"
        ),
        pytest.param([], [], id="none"),
    ],
)
def test_takes_the_kind_as_a_word_of_its_own(words: list[str], targets: list[Target]) -> None:
    assert parse_targets(words) == tuple(targets)
