"""A pod as production has them: environment, probes, volumes and a sidecar make it 9 KB once it is stored."""

from typing import Any

from tests.cluster.objects import container_port

HTTP_PORT = 8080
METRICS_PORT = 9090
_SETTINGS = 6


def pod_template(app: str, node: str) -> dict[str, Any]:
    """The template of the pods behind the Service `app`.

    It names their node: the scheduler would take its time, and leave an event for each pod that is long gone in a
    cluster of some age.
    """
    return {
        "metadata": {"labels": labels(app), "annotations": _annotations(app)},
        "spec": {
            "nodeName": node,
            "containers": [_application(app), _container("log-shipper", app, args=["--follow", "/var/log/app"])],
            "volumes": _volumes(app),
            "affinity": _affinity(app),
            "terminationGracePeriodSeconds": 45,
            "tolerations": [{"key": "dedicated", "operator": "Equal", "value": "web", "effect": "NoSchedule"}],
        },
    }


def labels(app: str) -> dict[str, str]:
    """The labels of a pod; `app` is what Services select by."""
    return {
        "app": app,
        "app.kubernetes.io/name": app,
        "app.kubernetes.io/instance": f"{app}-production",
        "app.kubernetes.io/managed-by": "Helm",
    }


def _annotations(app: str) -> dict[str, str]:
    return {
        "checksum/config": (app * 16)[:64],
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(METRICS_PORT),
        "example.test/deployed-by": f"pipelines/{app}/production/deploy",
    }


def _application(app: str) -> dict[str, Any]:
    return _container("app", app, args=["serve", f"--name={app}"]) | {
        "ports": [container_port(HTTP_PORT, "http"), container_port(METRICS_PORT, "metrics")],
        "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 5},
        "livenessProbe": {"httpGet": {"path": "/alive", "port": "http"}, "initialDelaySeconds": 20},
        "env": [*_settings(app), *_downward()],
        "envFrom": [{"configMapRef": {"name": f"{app}-shared", "optional": True}}],
    }


def _container(name: str, app: str, args: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "image": f"registry.example.test/storefront/{name}:2026.11.1",
        "args": args,
        "resources": {"requests": {"cpu": "10m", "memory": "64Mi"}, "limits": {"memory": "256Mi"}},
        "securityContext": {"runAsNonRoot": True, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
        "volumeMounts": [
            {"name": "config", "mountPath": f"/etc/{app}", "readOnly": True},
            {"name": "scratch", "mountPath": "/var/log/app"},
        ],
    }


def _settings(app: str) -> list[dict[str, Any]]:
    return [
        {"name": f"STOREFRONT_SETTING_{index:02d}", "value": f"https://backend-{index:02d}.{app}.example.test:8443/api"}
        for index in range(_SETTINGS)
    ]


def _downward() -> list[dict[str, Any]]:
    paths = {"POD_NAME": "metadata.name", "POD_NAMESPACE": "metadata.namespace", "POD_IP": "status.podIP"}
    return [{"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}} for name, path in paths.items()]


def _volumes(app: str) -> list[dict[str, Any]]:
    return [
        {"name": "config", "configMap": {"name": f"{app}-config", "optional": True}},
        {"name": "scratch", "emptyDir": {"sizeLimit": "1Gi"}},
    ]


def _affinity(app: str) -> dict[str, Any]:
    """Node affinity only: pod affinity would make the scheduler look at every pod."""
    wish = {"matchExpressions": [{"key": "example.test/pool", "operator": "In", "values": ["web", app]}]}
    preferred = [{"weight": 10, "preference": wish}]
    return {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}}
