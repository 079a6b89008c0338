"""Every subset of rights, by the real RBAC authorizer: who may read less learns less, and nothing else."""

import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import msgspec
import pytest

from kubectl_porttrace.cli import run_command
from kubectl_porttrace.report.v1 import Report, ServiceTrace
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.diagnose.faithful import errors, unfaithful
from tests.truth.faults import shop
from tests.truth.figures import counted
from tests.truth.generate import scenario
from tests.truth.options import RIGHTS, SEED
from tests.truth.rights import users
from tests.truth.shop_floor import is_settled
from tests.truth.test_controllers import realise

MANY = 4
"""Random Services in a namespace, beside the apps of a shop with one fault."""

LOOKS = 5
"""So often two answers that differ are asked for again; what is wrong stays so."""

PATIENCE = 120.0
"""Seconds for controllers that have the namespaces of a whole run to clear away meanwhile."""


@pytest.fixture
def crowd(control_plane: Cluster, namespace: Namespace) -> Iterator[dict[str, frozenset[str]]]:
    with users(control_plane) as made:
        namespace.wait_for(lambda: may_read_all(control_plane, namespace, next(iter(made))), "the rights")
        yield dict(made)


def ask(cluster: Cluster, namespace: Namespace, user: str, *targets: str, fail_on: str = "error") -> tuple[int, Report]:
    """The exit code and the report, as a user gets them."""
    code, text, said = run(cluster, namespace, user, *targets, fail_on=fail_on)
    assert text, f"{user} gets exit code {code} and no report: {said}"
    return code, msgspec.json.decode(text, type=Report)


def run(
    cluster: Cluster, namespace: Namespace, user: str, *targets: str, fail_on: str = "error"
) -> tuple[int, str, str]:
    flags = ["-n", namespace.name, "--kubeconfig", str(cluster.kubeconfig()), "--as", user, "--fail-on", fail_on]
    with redirect_stdout(StringIO()) as stdout, redirect_stderr(StringIO()) as stderr:
        code = run_command([*targets, *flags, "-o", "json"])
    return code, stdout.getvalue(), stderr.getvalue()


def may_read_all(cluster: Cluster, namespace: Namespace, user: str) -> bool:
    """Whether the API server has taken notice of all roles."""
    code, text, _ = run(cluster, namespace, user)
    return code == 0 and all(each["reason"] == "not-requested" for each in json.loads(text)["notChecked"])


def fill(namespace: Namespace, number: int) -> None:
    """Make random Services, and a shop in which something is wrong."""
    for place in range(MANY):
        realise(namespace, scenario(SEED, number * MANY + place))
    for app in shop(SEED, number).apps:
        for pod in app.bare_pods():
            namespace.run_pod(pod)
        namespace.apply(app.manifests())
        namespace.apply(app.service, *app.others)
    namespace.wait_for(lambda: is_settled(namespace), "the controllers", PATIENCE)


def deciding(service: ServiceTrace) -> set[str]:
    """What may decide the verdict on a Service: nodes do where a policy says which of them serve."""
    local = "Local" in {service.internal_traffic_policy, service.external_traffic_policy}
    return {"endpointslices", "pods", *(["nodes"] if local else [])}


def refusals(report: Report) -> set[str]:
    """The resources that a report calls refused, or some of whose objects it does: `addresses of nodes`."""
    refused = (each.resource for each in report.not_checked if each.reason == "forbidden")
    return {word for resource in refused for word in resource.split()}


@pytest.mark.parametrize("number", range(RIGHTS))
def test_who_may_read_less_learns_less_and_nothing_else(
    control_plane: Cluster, crowd: dict[str, frozenset[str]], namespace: Namespace, number: int
) -> None:
    fill(namespace, number)
    mark = control_plane.audit.mark()
    _, full = ask(control_plane, namespace, next(iter(crowd)))
    told: dict[str, set[str]] = {}
    wrong: list[str] = []
    with counted("subsets of rights") as tally:
        for user, refused in crowd.items():
            _, part = ask(control_plane, namespace, user)
            told[user] = refusals(part)
            faults = list(unfaithful(full, part, refused))
            for _ in range(LOOKS):
                if not faults:
                    break
                # Controllers may have told of something in an event meanwhile, so both are looked at again.
                _, full = ask(control_plane, namespace, next(iter(crowd)))
                _, part = ask(control_plane, namespace, user)
                told[user] |= refusals(part)
                faults = list(unfaithful(full, part, refused))
            wrong += [f"without {sorted(refused)}: {each}" for each in faults]
            tally.update(cases=1, services=part.summary.services, ports=part.summary.ports)
        for entry in control_plane.audit.since(mark, user_agent="kubectl-porttrace"):
            if entry.code == 403 and entry.impersonated in told and entry.resource not in told[entry.impersonated]:
                wrong.append(f"{entry.impersonated} was refused {entry.uri}, which notChecked does not name")
        tally["disagreements"] += len(wrong)
    assert not wrong, "\n".join(wrong)


def test_the_exit_code_says_that_what_was_asked_for_is_unknown(
    control_plane: Cluster, crowd: dict[str, frozenset[str]], namespace: Namespace
) -> None:
    fill(namespace, 1)
    names = [each["metadata"]["name"] for each in namespace.objects("Service")]
    for user in list(crowd)[::5]:
        for name in names:
            code, report = ask(control_plane, namespace, user, name)
            (service,) = report.services
            # Refused, or not answered by a server that has much to do: to the user it is the same.
            unread = {each.resource for each in report.not_checked if each.reason != "not-requested"}
            undecided = service.verdict == "unknown" and unread & deciding(service)
            told = (crowd[user], name, service.verdict, report.not_checked)
            assert code == (3 if errors(report) else 4 if undecided else 0), told
        code, _ = ask(control_plane, namespace, user, *names, fail_on="never")
        assert code == 0
