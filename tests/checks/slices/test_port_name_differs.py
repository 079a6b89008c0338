import pytest

from kubectl_porttrace.checks.slices.port_name_differs import endpoint_port_name_differs as check
from kubectl_porttrace.model.endpointslice import HEADLESS, MIRRORING_CONTROLLER, EndpointPort
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    forbidden,
    found,
    headless,
    judged,
    manifests,
    pod,
    problems,
    service,
    subset,
    traced,
)
from tests.checks.slices.by_hand import BARE, HTTP, NAMED, PLAIN

UDP = EndpointPort(name="http", port=8080, protocol="UDP")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(BARE, endpoint_slice([PLAIN], endpoint("10.0.0.1"))), id="both-without-a-name"),
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="same-name"),
        pytest.param(
            traced(BARE, endpoint_slice([PLAIN]), endpoint_slice([HTTP], endpoint("10.0.0.1"))),
            id="one-joins-but-is-empty",
        ),
        pytest.param(
            traced(BARE, endpoint_slice([HTTP], endpoint("10.0.0.1", ready=False, serving=False))), id="none-is-usable"
        ),
        pytest.param(
            traced(BARE, endpoint_slice([HTTP], endpoint("10.0.0.1"), labels={HEADLESS: ""})), id="nobody-sees-it"
        ),
        pytest.param(traced(BARE), id="nothing-there"),
        pytest.param(traced(service(), pod(), endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="a-selector"),
        pytest.param(
            traced(
                service(selector={}, type="ExternalName", externalName="a.example"),
                endpoint_slice([HTTP], endpoint("10.0.0.1")),
            ),
            id="external-name",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "kind"),
    [
        pytest.param(
            traced(BARE, endpoint_slice([HTTP], endpoint("10.0.0.1"))), "spec.ports[0].name", None, id="service-without"
        ),
        pytest.param(
            traced(NAMED, endpoint_slice([PLAIN], endpoint("10.0.0.1"))),
            "ports",
            "EndpointSlice",
            id="slice-without",
        ),
        pytest.param(
            traced(NAMED, endpoint_slice([], endpoint("10.0.0.1"))),
            "ports",
            "EndpointSlice",
            id="no-port-at-all",
        ),
        pytest.param(
            traced(NAMED, endpoint_slice([PLAIN], endpoint("10.0.0.1"), managed_by=MIRRORING_CONTROLLER)),
            "subsets",
            "Endpoints",
            id="mirrored",
        ),
        pytest.param(
            traced(NAMED, endpoint_slice([PLAIN], endpoint("10.0.0.1", ready=False, terminating=True))),
            "ports",
            "EndpointSlice",
            id="terminating-but-serving",
        ),
    ],
)
def test_fires(subject: TracedService, path: str, kind: str | None) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.object.kind if issue.object else None) == (path, kind)
    assert [root.code for root in problems(subject)] == ["PTE01"]
    assert judged(subject)["PTE01"].severity == "error"


def test_the_object_is_the_one_a_person_wrote() -> None:
    subject = traced(NAMED, endpoint_slice([PLAIN], endpoint("10.0.0.1"), managed_by=MIRRORING_CONTROLLER))
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("Endpoints", "web")


def test_endpoints_stand_in_where_slices_were_not_read() -> None:
    subject = traced(BARE, endpoints(subset(HTTP, "10.0.0.1")), unread=[forbidden("endpointslices")])
    assert judged(subject)["PTE01"].severity == "warning"


def test_endpoints_in_files_are_mirrored_by_name() -> None:
    snapshot = manifests(BARE, endpoints(subset(HTTP, "10.0.0.1")))
    subject = trace_service(snapshot, snapshot.services[0])
    assert judged(subject)["PTE01"].severity == "error"
    assert found(check, subject)[0].fix.command is None


@pytest.mark.parametrize(
    ("of", "offered", "certain"),
    [
        pytest.param(BARE, [HTTP], True, id="one-nameless-port-one-name"),
        pytest.param(BARE, [HTTP, EndpointPort(name="metrics", port=9090)], False, id="two-names"),
        pytest.param(BARE, [UDP], False, id="another-protocol"),
        pytest.param(BARE, [], False, id="no-port"),
        pytest.param(NAMED, [PLAIN], False, id="the-service-has-a-name"),
    ],
)
def test_a_command_only_where_it_is_certain(of: Service, offered: list[EndpointPort], *, certain: bool) -> None:
    (issue,) = found(check, traced(of, endpoint_slice(offered, endpoint("10.0.0.1"))))
    patch = '[{"op":"add","path":"/spec/ports/0/name","value":"http"}]'
    expected = f"kubectl patch service web -n shop --type=json -p '{patch}'"
    assert issue.fix.command == (expected if certain else None)


def test_is_a_warning_on_a_headless_service_where_dns_still_answers() -> None:
    subject = traced(headless({"port": 8080}, selector={}), endpoint_slice([HTTP], endpoint("10.0.0.1")))
    assert judged(subject)["PTE01"].severity == "warning"
    assert subject.verdict.word == "partial"


def test_no_command_where_a_slice_without_ports_is_there_too() -> None:
    endpoint_slices = endpoint_slice([HTTP], endpoint("10.0.0.1")), endpoint_slice([], endpoint("10.0.0.2"))
    assert found(check, traced(BARE, *endpoint_slices))[0].fix.command is None
