"""Watching the real API server: what is told of changes, and what is waited for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.accounts import account
from tests.end_to_end.refused import assert_refused
from tests.end_to_end.watching import PATIENCE, watching

HTTP = service_port(80, "http", "http")


def web(**fields: Any) -> dict[str, Any]:
    return service("web", HTTP, **fields)


def named(name: str, port: str = "http", **fields: Any) -> dict[str, Any]:
    return pod(name, container("app", container_port(8080, port)), labels={"app": "web"}, **fields)


def test_pods_that_become_ready_are_told(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(web())
    for name in ("web-0", "web-1"):
        namespace.run_pod(named(name), "unready")
    namespace.wait_for_endpoints("web", ready=0, not_ready=2)
    with watching(porttrace, "-w", "web") as running:
        first = running.wait_for(bool, "the present state")
        assert first[9:].startswith(f"{namespace.name}/web http: broken (")
        namespace.set_state("web-0", "ready")
        line = running.wait_for(bool, "the change")
        assert line[9:] == f"{namespace.name}/web http: broken -> wired (1 pod became ready)\n"
        namespace.set_state("web-1", "ready")
        namespace.wait_for_endpoints("web", ready=2)
        namespace.patch("Service", "web", {"spec": {"selector": {"app": "wbe"}}})
        line = running.wait_for(bool, "the selector")
        assert "wired -> broken (its selector changed: app=web -> app=wbe; " in line
        namespace.patch("Service", "web", {"spec": {"selector": {"app": "web"}}})
        line = running.wait_for(bool, "the selector again")
        assert "broken -> wired (its selector changed: app=wbe -> app=web; 2 pods became ready)" in line
        namespace.delete("Service", "web")
        line = running.wait_for(bool, "the end")
        assert line[9:] == f"{namespace.name}/web http: wired -> absent (the Service was deleted)\n"
        running.wait_for_said("waiting for it")
        namespace.create(web())
        line = running.wait_for(bool, "the beginning")
        assert line[9:].startswith(f"{namespace.name}/web http: absent -> ")
        if "-> wired" not in line:
            running.wait_for(lambda each: "-> wired (" in each, "the endpoints")
        assert running.interrupt() == 130
        assert running.said == [
            f'{running.said[0][:9]}service "web" not found in namespace "{namespace.name}"; waiting for it\n'
        ]


def test_a_rolling_change_is_told_by_revision(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.apply(web(), deployment("web", container("app", container_port(8080, "htp")), replicas=3))
    namespace.wait_for_pods(3, app="web")
    with watching(porttrace, "-w") as running:
        running.wait_for(lambda line: "/web http: broken (" in line, "the present state")
        fixed = deployment("web", container("app", container_port(8080, "http")), replicas=3)
        namespace.apply(fixed)
        running.wait_for(lambda line: line.split("(")[0].endswith("-> wired "), "the end of the rollout")
        # By way of partial or not: which of the lines tells of the pods depends on when it is looked.
        assert any("pod" in line and "rs/web-" in line for line in running.lines)


def test_documents_come_with_each_change(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(web())
    namespace.run_pod(named("web-0"), "unready")
    namespace.wait_for_endpoints("web", ready=0, not_ready=1)
    with watching(porttrace, "-w", "web", "-o", "json") as running:
        verdicts = [json.loads(running.wait_for(bool, "a report"))["services"][0]["verdict"]]
        namespace.set_state("web-0", "ready")
        while verdicts[-1] != "wired":
            verdicts.append(json.loads(running.wait_for(bool, "another"))["services"][0]["verdict"])
    assert verdicts[0] == "broken"


@pytest.mark.parametrize("words", [("web",), ("-l", "tier=front"), ()], ids=["by-name", "by-labels", "all"])
def test_until_wired_waits_for_what_does_not_exist_yet(
    namespace: Namespace, porttrace: Porttrace, words: tuple[str, ...]
) -> None:
    with watching(porttrace, *words, "--until", "wired", "--timeout", "10m") as running:
        running.wait_for_said("waiting for it")
        namespace.create({**web(), "metadata": {"name": "web", "labels": {"tier": "front"}}})
        namespace.run_pod(named("web-0"), "ready")
        assert running.process.wait(PATIENCE) == 0
        running.wait_for(lambda line: "wired" in line, "the last state")


def test_until_ends_at_once_where_it_is_so(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(web())
    namespace.run_pod(named("web-0"), "ready")
    namespace.wait_for_endpoints("web", ready=1)
    result = porttrace("web", "--until", "healthy", "--quiet", "-o", "json")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["services"][0]["verdict"] == "wired"


def test_until_says_what_is_left_where_time_is_over(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(web())
    namespace.wait_for_slices("web")
    result = porttrace("web", "--until", "wired", "--timeout", "0")
    assert result.returncode == 3
    assert result.stderr.endswith(f"error: not wired in time: {namespace.name}/web http is broken\n")
    assert "broken" in result.stdout


def test_what_may_not_be_watched_is_read_again_and_again(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(web())
    _, config = account(porttrace, namespace, "get", "list")
    with watching(porttrace, "-w", "web", "--kubeconfig", str(config)) as running:
        running.wait_for(lambda line: "/web http: broken" in line, "the present state")
        running.wait_for_said("may not be watched, and are read every 2 s instead")
        namespace.run_pod(named("web-0"), "ready")
        running.wait_for(lambda line: "-> wired" in line, "the change")
        assert sum("may not be watched" in line for line in running.said) == 1


def test_a_list_is_asked_for_once(namespace: Namespace, porttrace: Porttrace, control_plane: Cluster) -> None:
    namespace.apply(web(), deployment("web", container("app", container_port(8080, "http")), replicas=4))
    namespace.wait_for_pods(4, app="web")
    namespace.wait_for_endpoints("web", ready=4)
    user, config = account(porttrace, namespace, "get", "list", "watch")
    mark = control_plane.audit.mark()
    with watching(porttrace, "-w", "web", "--kubeconfig", str(config)) as running:
        running.wait_for(lambda line: ": wired" in line, "the present state")
        for turn in ("one", "two"):
            template = {"spec": {"template": {"metadata": {"annotations": {"turn": turn}}}}}
            namespace.patch("Deployment", "web", template)
            namespace.wait_for(lambda: _rolled(namespace), f"rollout {turn}")
        namespace.delete("Service", "web")
        running.wait_for(lambda line: "-> absent" in line, "the end")
    asked = control_plane.audit.since(mark, user)
    lists = [each.uri for each in asked if each.verb == "list"]
    assert {each for each in lists if lists.count(each) > 1} == set()
    assert sum("/pods?" in each and "app%3Dweb" in each for each in lists) == 1
    assert {each.verb for each in asked} <= {"get", "list", "watch"}


def _rolled(namespace: Namespace) -> bool:
    stored = namespace.get("Deployment", "web")
    status = stored["status"]
    seen = status.get("observedGeneration") == stored["metadata"]["generation"]
    return bool(seen and status.get("updatedReplicas") == status.get("readyReplicas") == status.get("replicas") == 4)


FLAGS = ("-o", "wide", "--problems", "--no-headers", "--sort-by", "name", "--advice", "--quiet", "--no-color")


def test_flags_of_the_screen_keep_no_line_away(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(web())
    with watching(porttrace, "-w", *FLAGS, "--from", "outside", "--fail-on", "never") as running:
        line = running.wait_for(bool, "the present state")
        assert line[9:].startswith(f"{namespace.name}/web http: broken (")
        assert running.interrupt() == 130
        assert running.said == []


def test_who_uses_a_port_is_told_in_documents_and_not_in_lines(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.create(web())
    refused = porttrace("-w", "--used", "web")
    assert_refused(refused, 2, "--used is not told in the lines", "-o json")
    with watching(porttrace, "-w", "--used", "web", "-o", "json") as running:
        report = json.loads(running.wait_for(bool, "the first report"))
        assert report["services"][0]["ports"][0]["usedBy"] == []
