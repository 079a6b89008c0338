"""A finding is known again by what it is about, and by nothing that changes by itself."""

from typing import Any

from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.report.fingerprints import fingerprinted
from kubectl_porttrace.report.known import without_known
from kubectl_porttrace.report.v1 import Report
from tests.build import cluster, ingress, pod, service

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
ADMIN = {"name": "admin", "port": 81, "targetPort": "admin"}


def report(snapshot: Snapshot, **how: Any) -> Report:
    return fingerprinted(diagnose(snapshot, **how))


def marks(found: Report) -> dict[str, str]:
    """The fingerprint of each finding, by its code and the numbers it is about."""
    told = {f"{each.code} {[port.port for port in each.ports]}": each.fingerprint for each in found.findings}
    assert len(told) == len(found.findings)
    return told


def test_the_order_of_ports_and_the_names_of_pods_do_not_matter() -> None:
    first, second = (
        marks(report(cluster(service(*ports), *(pod() for _ in range(number)))))
        for ports, number in (((HTTP, ADMIN), 1), ((ADMIN, HTTP), 3))
    )
    assert first == second
    assert len(set(first.values())) == 2


def test_a_pod_stands_for_what_was_judged() -> None:
    named = [report(cluster(service(), pod(name=name, ready=False))) for name in ("web-5bd7-x", "web-9cc4-y")]
    about = {each.object.kind for one in named for each in one.findings}
    assert about
    assert marks(named[0]) == marks(named[1])


def test_namespace_name_code_and_field_matter() -> None:
    every = [
        fingerprint
        for namespace in ("shop", "other")
        for name in ("web", "api")
        for fingerprint in marks(
            report(cluster(service(HTTP, ADMIN, name=name, namespace=namespace), pod(namespace=namespace)))
        ).values()
    ]
    assert len(set(every)) == len(every) == 8


def test_a_backend_of_a_route_is_known_by_what_it_names() -> None:
    def by_number(*numbers: int) -> dict[str, str]:
        paths = [
            {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": number}}}}
            for number in numbers
        ]
        rules = [{"host": "shop.example.com", "http": {"paths": paths}}]
        found = report(cluster(service(), pod(), ingress(rules=rules)))
        wrong = [each for each in found.findings if each.code == "PTI02"]
        return {next(str(each) for each in numbers if str(each) in one.message): one.fingerprint for one in wrong}

    first, second = by_number(8081, 9091), by_number(9091, 8081)
    assert first == second
    assert len(set(first.values())) == 2


def test_a_third_of_a_kind_is_not_hidden_by_two() -> None:
    one = diagnose(cluster(service(HTTP), pod()))
    (finding,) = one.findings
    two, three = (fingerprinted(replace(one, findings=(finding,) * number)) for number in (2, 3))
    known = {each.fingerprint: each.severity for each in two.findings}
    assert len(known) == 2
    left = without_known(three, known)
    assert (len(left.findings), left.summary.errors, left.summary.known) == (1, 1, 2)


def test_what_is_known_does_not_count_and_is_kept() -> None:
    whole = report(cluster(service(HTTP, ADMIN), pod()))
    first, second = whole.findings
    left = without_known(whole, {first.fingerprint: first.severity})
    assert (left.findings, [(each.by, each.finding) for each in left.suppressed]) == ((second,), [("baseline", first)])
    assert (left.summary.errors, left.summary.known) == (1, 1)


def test_what_has_become_graver_is_not_known() -> None:
    whole = report(cluster(service(HTTP), pod()))
    (error,) = whole.findings
    assert without_known(whole, {error.fingerprint: "warning"}).findings == (error,)
    assert without_known(whole, {error.fingerprint: "error"}).findings == ()
