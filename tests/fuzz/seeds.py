"""Valid input, from which what is tried is made."""

import json
from pathlib import Path
from typing import Any

import yaml

from kubectl_porttrace.read.files.recording import saved
from tests import incidents
from tests.build import cluster, container, event, headless, node, pod, port, service, workload
from tests.render.reports import SITUATIONS

TOKEN = "SECRETtoken4711"  # noqa: S105 - it is looked for in what is printed
PASSWORD = "SECRETword4712"  # noqa: S105 - likewise
SERVER = "https://127.0.0.1:1"
INCIDENTS = Path(incidents.__file__).with_name("recorded")


def snapshot() -> dict[str, Any]:
    """What `--save` writes of a small cluster with a few faults."""
    made = cluster(
        service({"port": 80, "targetPort": "http"}, name="web", selector={"app": "web"}),
        service({"port": 53, "protocol": "UDP"}, name="dns", selector={"app": "dms"}),
        headless(name="db", selector={"app": "db"}),
        *(pod(container(port(8080, "http")), name=f"web-{n}", labels={"app": "web"}, ready=n == 0) for n in range(2)),
        pod(name="dns-0", labels={"app": "dns"}),
        workload("Deployment", name="web"),
        node(),
        event("Unhealthy", kind="Pod", name="web-1", message="Readiness probe failed: HTTP 500"),
    )
    return _named(json.loads(saved(made)))


def _named(document: dict[str, Any]) -> dict[str, Any]:
    """The same with a name for each object, as every real one has."""
    for number, item in enumerate(document["items"]):
        item.setdefault("metadata", {}).setdefault("name", f"one-{number}")
    return document


def recordings() -> list[dict[str, Any]]:
    """What `--save` writes of every situation that the screens are tested with, and of what befalls real clusters."""
    drawn = [_named(json.loads(saved(situation()))) for situation in SITUATIONS.values()]
    return [*drawn, *(json.loads(each.read_text("utf-8")) for each in sorted(INCIDENTS.rglob("*.json")))]


def answers() -> dict[str, dict[str, Any]]:
    """The lists of the same cluster as an API server sends them, by resource."""
    lists: dict[str, dict[str, Any]] = {}
    plurals = {"Endpoints": "endpoints"}
    for item in snapshot()["items"]:
        resource = plurals.get(item["kind"], f"{item['kind'].lower()}s")
        empty: dict[str, Any] = {"kind": f"{item['kind']}List", "metadata": {}, "items": []}
        lists.setdefault(resource, empty)["items"].append({k: v for k, v in item.items() if k != "kind"})
    return lists


def manifests() -> list[dict[str, Any]]:
    """A Service, its Deployment, and what else a file may hold."""
    return [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "web", "labels": {"app": "web"}, "annotations": {"note": "x"}},
            "spec": {
                "type": "NodePort",
                "selector": {"app": "web"},
                "ports": [
                    {"name": "http", "port": 80, "targetPort": "http", "nodePort": 30080},
                    {"name": "metrics", "port": 9090, "targetPort": 9090, "protocol": "TCP"},
                ],
            },
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "web", "creationTimestamp": "2026-11-21T03:10:00Z"},
            "spec": {
                "replicas": 2,
                "selector": {"matchLabels": {"app": "web"}},
                "template": {
                    "metadata": {"labels": {"app": "web"}},
                    "spec": {
                        "initContainers": [{"name": "init", "ports": [{"containerPort": 1, "name": "init"}]}],
                        "containers": [
                            {
                                "name": "web",
                                "ports": [{"containerPort": 8080, "name": "htpp"}],
                                "readinessProbe": {"httpGet": {"port": "http", "path": "/"}, "periodSeconds": 5},
                            }
                        ],
                    },
                },
            },
        },
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": "b"}},
    ]


def kubeconfig() -> dict[str, Any]:
    """Two clusters, and users who log in in every way."""
    users: list[dict[str, Any]] = [
        {"name": "token", "user": {"token": TOKEN, "as": "me", "as-groups": ["a"], "as-user-extra": {"k": ["v"]}}},
        {"name": "basic", "user": {"username": "me", "password": PASSWORD}},
        {"name": "key", "user": {"client-certificate-data": "c2VjcmV0", "client-key-data": "U0VDUkVU"}},
        {
            "name": "plugin",
            "user": {
                "exec": {
                    "apiVersion": "client.authentication.k8s.io/v1",
                    "command": "true",
                    "args": ["x"],
                    "env": [{"name": "A", "value": "B"}],
                    "interactiveMode": "IfAvailable",
                    "provideClusterInfo": True,
                }
            },
        },
    ]
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "one",
        "clusters": [
            {"name": "one", "cluster": {"server": SERVER, "insecure-skip-tls-verify": True}},
            {"name": "two", "cluster": {"server": SERVER, "proxy-url": "http://127.0.0.1:1", "tls-server-name": "x"}},
        ],
        "contexts": [
            {"name": name, "context": {"cluster": cluster_, "user": user, "namespace": "shop"}}
            for name, cluster_, user in (
                *(("one", "one", "token"), ("two", "two", "basic")),
                *(("three", "one", "key"), ("four", "two", "plugin")),
            )
        ],
        "users": users,
    }


def as_yaml(documents: list[Any]) -> bytes:
    return yaml.safe_dump_all(documents, sort_keys=False).encode()
