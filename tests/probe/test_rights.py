"""What one needs the right to, and that nothing is asked for but what is said: by the API server's own audit log."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from kubectl_porttrace.probe.attempts import ROLE
from tests.cluster.audit import CONNECTING, USER_AGENT
from tests.cluster.plugin import Porttrace
from tests.probe.kubelet import NAMESPACE
from tests.probe.stage import Listener, Stage

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("probe")]

README = Path(__file__).parents[2] / "README.md"
USER = "namespaced-view"
POD = "random-0"


@pytest.fixture
def porttrace(stage: Stage, tmp_path: Path) -> Iterator[Porttrace]:
    """The command in the pods' namespace, where one user may view and nothing more; nothing listens in the pod."""
    stage.cluster.allow_view(NAMESPACE)
    stage.listen(stage[POD])
    yield Porttrace(stage.cluster, NAMESPACE, tmp_path)
    for name in ("probe", "half"):
        stage.cluster.kubectl("delete", "rolebinding,role", name, namespace=NAMESPACE, check=False)


def role_of_readme() -> dict[str, Any]:
    (found,) = re.findall(rf"```yaml\n(apiVersion: .*?name: {ROLE}\n.*?)```", README.read_text("utf-8"), re.DOTALL)
    return dict(yaml.safe_load(found.rpartition("```yaml\n")[2]))


def allow(stage: Stage, name: str, rules: list[dict[str, Any]]) -> None:
    group = "rbac.authorization.k8s.io"
    role = {"apiVersion": f"{group}/v1", "kind": "Role", "metadata": {"name": name}, "rules": rules}
    binding = {
        "apiVersion": f"{group}/v1",
        "kind": "RoleBinding",
        "metadata": {"name": name},
        "roleRef": {"apiGroup": group, "kind": "Role", "name": name},
        "subjects": [{"apiGroup": group, "kind": "User", "name": USER}],
    }
    for manifest in (role, binding):
        stage.cluster.kubectl("apply", "-f", "-", namespace=NAMESPACE, stdin=json.dumps(manifest))
    for rule in rules:
        stage.namespace.wait_for(partial(may, stage, rule), f"the right to {rule}")


def may(stage: Stage, rule: dict[str, Any]) -> bool:
    """Whether the authorizer, which learns of roles by a watch, knows of a rule."""
    resource, _, subresource = rule["resources"][0].partition("/")
    asked = ["auth", "can-i", rule["verbs"][-1], resource, *([f"--subresource={subresource}"] if subresource else [])]
    return stage.cluster.kubectl(*asked, user=USER, namespace=NAMESPACE, check=False).returncode == 0


def report(result: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    return dict(json.loads(result.stdout))


@pytest.mark.parametrize(
    ("flag", "missing"),
    [
        ("--probe", {"get pods/proxy", "create pods/portforward"}),
        ("--probe=forward", {"create pods/portforward"}),
        ("--probe=proc", {"create pods/exec"}),
    ],
)
def test_a_missing_right_is_named(porttrace: Porttrace, flag: str, missing: set[str]) -> None:
    told = porttrace(POD, flag, user=USER)
    for right in missing:
        assert f"the right to {right} is missing: ask for the ClusterRole {ROLE}" in " ".join(told.stdout.split())
    assert told.returncode == 0
    assert "nothing listens" not in told.stdout


def test_half_the_rights_tell_half(stage: Stage, porttrace: Porttrace) -> None:
    allow(stage, "half", [{"apiGroups": [""], "resources": ["pods/proxy"], "verbs": ["get"]}])
    found = report(porttrace(POD, "--probe", "-o", "json", user=USER))
    backend = found["services"][0]["ports"][0]["backends"][0]
    assert (backend["listening"], backend["listeningBy"]) == ("no", "proxy")
    assert [each["resource"] for each in found["notChecked"] if "/" in each["resource"]] == ["pods/portforward"]


@pytest.mark.parametrize("flag", ["--probe", "--probe=forward", "--probe=proc"])
def test_the_role_of_the_readme_is_enough(stage: Stage, porttrace: Porttrace, flag: str) -> None:
    allow(stage, "probe", role_of_readme()["rules"])
    found = report(porttrace(POD, flag, "-o", "json", user=USER))
    assert {each["outcome"] for each in found["probes"]} <= {"refused", "read"}
    assert not [each for each in found["notChecked"] if each["resource"].startswith("pods/")]


@pytest.mark.parametrize("flag", [None, "--probe", "--probe=forward", "--probe=proc"])
def test_what_is_asked_is_what_is_listed(stage: Stage, porttrace: Porttrace, flag: str | None) -> None:
    mark = stage.cluster.audit.mark()
    found = report(porttrace(POD, *([flag] if flag else []), "-o", "json"))
    asked = stage.cluster.audit.since(mark, user_agent=USER_AGENT)
    assert asked
    # Of a stream the log tells twice: when it begins, and when it ends.
    beyond = {f"GET {each.uri}" for each in asked if each.subresource in CONNECTING}
    assert beyond == {each["request"] for each in found["probes"]}
    assert bool(beyond) is (flag is not None)
    assert {each.verb for each in asked} <= {"get", "list"}


@pytest.mark.parametrize(
    "target",
    [
        *([], ["-A"], ["-l", f"app={POD}"], [POD], [f"svc/{POD}"], [f"{POD}:http"], [f"{POD}:80"], [f"pod/{POD}"]),
        *(["deploy/none"], ["ing/none"], ["gateway/none"], [POD, "--from", "ns/default"], [POD, "--from", "outside"]),
    ],
    ids=" ".join,
)
def test_without_the_flag_nothing_is_tried(stage: Stage, porttrace: Porttrace, target: list[str]) -> None:
    mark = stage.cluster.audit.mark()
    porttrace(*target, "-o", "name")
    asked = stage.cluster.audit.since(mark, user_agent=USER_AGENT)
    assert asked
    assert not [each for each in asked if each.subresource in CONNECTING or each.verb not in {"get", "list", "watch"}]


def test_it_is_said_on_stderr_unless_quiet(porttrace: Porttrace) -> None:
    assert "--probe: the API server connects to 1 port of 1 pod" in porttrace(POD, "--probe").stderr
    assert porttrace(POD, "--probe", "--quiet").stderr == ""


def test_a_workload_is_tried_on_its_own_pods(porttrace: Porttrace) -> None:
    found = report(porttrace(f"pod/{POD}", "--probe", "-o", "json"))
    assert {each["pod"] for each in found["probes"]} == {POD}


def test_what_was_tried_is_replayed(stage: Stage, porttrace: Porttrace, tmp_path: Path) -> None:
    stage.listen(stage[POD], Listener("http", "127.0.0.1"))
    file = tmp_path / "probed.json"
    live = report(porttrace(POD, "--probe", "-o", "json", "--save", str(file)))
    again = report(porttrace("-f", str(file), POD, "-n", NAMESPACE, "-o", "json"))
    assert [each["code"] for each in live["findings"] if each["code"].startswith("PTL")] == ["PTL06"]
    for part in ("services", "findings", "probes", "notChecked"):
        assert again[part] == live[part]


@pytest.mark.parametrize("source", [["--demo"], ["-f", "nowhere.yaml"]])
def test_there_is_nothing_to_try_without_a_cluster(porttrace: Porttrace, source: list[str]) -> None:
    told = porttrace(*source, "--probe")
    assert told.returncode == 2
    assert "nothing to probe" in told.stderr


def test_the_wide_screen_lists_each_request(porttrace: Porttrace) -> None:
    told = " ".join(porttrace(POD, "--probe", "-o", "wide", columns=200).stdout.split())
    assert f"probed: GET /api/v1/namespaces/{NAMESPACE}/pods/https:{POD}:8080/proxy/ refused; GET" in told
