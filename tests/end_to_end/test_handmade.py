"""Services without a selector: Endpoints and slices that somebody else writes, and slices beside a selector."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, endpoint_slice, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import Case, case, hand_pod, labelled, traffic_lines
from tests.end_to_end.handmade import endpoints, selectorless
from tests.end_to_end.seen import Seen, above_notes, read_report

HTTP = container("app", container_port(8080, "http"))
LEADER = "control-plane.alpha.kubernetes.io/leader"
PORTS = ({"name": "http", "port": 8080},)
BROKEN = ["http:80/TCP broken"]


def written(name: str, *addresses: Manifest | str, **more: Any) -> Manifest:
    """Return the slice of a Service by hand, of port `http` 8080."""
    return endpoint_slice(f"{name}-hand", name, *addresses, **({"ports": PORTS} | more))


CASES = (
    case(
        selectorless("healthy"),
        "healthy slice",
        written("healthy", "10.9.1.1"),
        slices=["custom http:8080/TCP: 10.9.1.1 ready"],
        traffic=["http:80/TCP wired 10.9.1.1:8080"],
    ),
    case(
        selectorless("mirrored"),
        "healthy Endpoints",
        endpoints("mirrored", "10.9.2.1"),
        slices=["mirrored http:8080/TCP: 10.9.2.1 ready"],
        traffic=["http:80/TCP wired 10.9.2.1:8080"],
    ),
    case(
        selectorless("unnamed", service_port(5432)),
        "healthy without names",
        endpoints("unnamed", "10.9.3.1", ports=({"port": 5432},)),
        slices=["mirrored 5432/TCP: 10.9.3.1 ready"],
        traffic=["5432/TCP wired 10.9.3.1:5432"],
    ),
    case(selectorless("nothing"), "nothing behind", traffic=BROKEN, errors=["PTE02"]),
    case(
        selectorless("name"),
        "another port name",
        written("name", "10.9.5.1", ports=({"name": "https", "port": 8080},)),
        slices=["custom https:8080/TCP: 10.9.5.1 ready"],
        traffic=BROKEN,
        errors=["PTE01"],
    ),
    case(
        selectorless("protocol"),
        "another protocol",
        endpoints("protocol", "10.9.6.1", ports=({"name": "http", "port": 8080, "protocol": "UDP"},)),
        slices=["mirrored http:8080/UDP: 10.9.6.1 ready"],
        traffic=BROKEN,
        errors=["PTE03"],
    ),
    case(
        selectorless("lock"),
        "Endpoints used as a lock",
        endpoints("lock", "10.9.7.1", annotations={LEADER: "{}"}),
        traffic=BROKEN,
        errors=["PTE05"],
    ),
    case(
        selectorless("twice"),
        "one name for two ports",
        endpoints("twice", "10.9.8.1", ports=({"name": "http", "port": 8080}, {"name": "http", "port": 8081})),
        traffic=BROKEN,
        errors=["PTE06"],
    ),
    case(
        selectorless("fqdn"),
        "slice of host names",
        written("fqdn", "db.example.com", address_type="FQDN"),
        slices=["custom FQDN http:8080/TCP: db.example.com ready"],
        traffic=BROKEN,
        errors=["PTE10"],
    ),
    case(
        selectorless("family"),
        "slice of the other family",
        written("family", "fd00:9::1", address_type="IPv6"),
        slices=["custom IPv6 http:8080/TCP: fd00:9::1 ready"],
        traffic=BROKEN,
        errors=["PTE11"],
    ),
    case(
        selectorless("high"),
        "number above 65535",
        written("high", "10.9.12.1", ports=({"name": "http", "port": 70000},)),
        slices=["custom http:70000/TCP: 10.9.12.1 ready"],
        traffic=["http:80/TCP unknown (10.9.12.1:70000)"],
        errors=["PTE18"],
    ),
    case(
        selectorless("many"),
        "several addresses in one endpoint",
        written("many", {"addresses": ["10.9.13.1", "10.9.13.2"]}),
        slices=["custom http:8080/TCP: 10.9.13.1 ready"],
        traffic=["http:80/TCP wired 10.9.13.1:8080"],
        notes=["PTE19"],
    ),
    case(
        selectorless("local", internalTrafficPolicy="Local"),
        "policy Local without node names",
        written("local", "10.9.14.1"),
        slices=["custom http:8080/TCP: 10.9.14.1 ready"],
        traffic=["http:80/TCP broken 10.9.14.1:8080"],
        errors=["PTE20"],
    ),
    case(
        selectorless("number", service_port(80, 1234, "http")),
        "targetPort that nobody reads",
        written("number", "10.9.15.1"),
        slices=["custom http:8080/TCP: 10.9.15.1 ready"],
        traffic=["http:80/TCP wired 10.9.15.1:8080"],
        notes=["PTE21"],
    ),
    case(
        selectorless("gone"),
        "pod that is gone",
        written(
            "gone",
            {"addresses": ["10.9.16.1"], "targetRef": {"kind": "Pod", "name": "gone-0"}, "conditions": {"ready": True}},
        ),
        slices=["custom http:8080/TCP: 0 ready"],
        traffic=["http:80/TCP broken (10.9.16.1:8080)"],
        errors=["PTE22"],
    ),
    case(
        selectorless("halfgone"),
        "one pod that is gone, and an address that is no pod's",
        written(
            "halfgone",
            {
                "addresses": ["10.9.20.1"],
                "targetRef": {"kind": "Pod", "name": "halfgone-0"},
                "conditions": {"ready": True},
            },
            "10.9.20.2",
        ),
        slices=["custom http:8080/TCP: 0 ready, 10.9.20.2 ready"],
        traffic=["http:80/TCP partial (10.9.20.1:8080) 10.9.20.2:8080"],
        warnings=["PTE22"],
    ),
    case(
        selectorless("unready"),
        "Endpoints not ready",
        endpoints("unready", not_ready=("10.9.17.1",)),
        slices=["mirrored http:8080/TCP: 10.9.17.1 unready"],
        traffic=["http:80/TCP broken (10.9.17.1:8080)"],
        errors=["PTE23"],
    ),
    case(
        service("beside", service_port(80, 8080, "http")),
        "slice beside a selector",
        hand_pod(HTTP),
        written("beside", "10.9.18.1"),
        slices=["custom http:8080/TCP: 10.9.18.1 ready", "http:8080/TCP: 0 ready"],
        traffic=["http:80/TCP wired 10.9.18.1:8080 0:8080"],
        warnings=["PTE15"],
    ),
    case(
        selectorless("hidden"),
        "slice marked headless",
        labelled(written("hidden", "10.9.19.1"), {"service.kubernetes.io/headless": ""}),
        slices=["custom headless http:8080/TCP: 10.9.19.1 ready"],
        traffic=BROKEN,
        errors=["PTE09"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


def test_cluster_ip_as_an_endpoint(namespace: Namespace, porttrace: Porttrace) -> None:
    (other,) = namespace.apply(selectorless("db"))
    namespace.apply(selectorless("web"), written("web", other["spec"]["clusterIP"]))
    report = read_report(porttrace("web", "-o", "json"), exit_code=3)
    assert traffic_lines(report["services"][0], {}) == (f"http:80/TCP broken ({other['spec']['clusterIP']}:8080)",)
    assert above_notes(report) == [("PTE12", "error")]
