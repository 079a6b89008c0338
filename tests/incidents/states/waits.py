"""What lies beyond the pods: a name that is nearly right, a Service waited for, a workload that is held at no pods."""

from tests.cluster.api import Manifest, resource_path
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.incidents.states.state import State, held, status, waiting

_HTTP = container("app", container_port(8080, "http"))
_TO_HTTP = service_port(80, "http")
_RUNS: Manifest = {"running": {"startedAt": "2026-01-01T00:00:00Z"}}


def _secret_misspelt(namespace: Namespace, name: str) -> None:
    made: Manifest = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db-credentials"}}
    namespace.apply(made | {"stringData": {"password": "never-read"}})
    said = 'secret "db-credentails" not found'
    held(status(waiting("CreateContainerConfigError", said))).of(name).run(namespace)


def _waiting_for(namespace: Namespace, own: str, other: str) -> None:
    init = container("wait") | {"command": ["sh", "-c", f"until nc -z {other} 80; do sleep 1; done"]}
    starting, runs = status(waiting("PodInitializing"), name="app"), status(_RUNS, name="wait")
    held(starting, containers=(_HTTP,), init_statuses=(runs,), init_containers=(init,)).of(own).run(namespace)


def _waits_for_database(namespace: Namespace, name: str) -> None:
    namespace.apply(service("db", _TO_HTTP))
    held(status(_RUNS, name="app"), containers=(_HTTP,)).of("db").run(namespace)
    _waiting_for(namespace, name, "db")


def _waits_in_circle(namespace: Namespace, name: str) -> None:
    namespace.apply(service("cart", _TO_HTTP))
    _waiting_for(namespace, "cart", name)
    _waiting_for(namespace, name, "cart")


def _waits_for_nothing(namespace: Namespace, name: str) -> None:
    _waiting_for(namespace, name, "databse")


def _autoscaled(namespace: Namespace, name: str, condition: Manifest, **spec: object) -> None:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    made = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name},
        "spec": {"scaleTargetRef": target, "maxReplicas": 5} | spec,
    }
    namespace.apply(deployment(name, _HTTP, replicas=0), made)
    path = resource_path("HorizontalPodAutoscaler", namespace.name, name)
    stamped = condition | {"lastTransitionTime": "2026-01-01T00:00:00Z"}
    namespace.api.patch(f"{path}/status", {"status": {"conditions": [stamped]}})


def _autoscaler_at_zero(namespace: Namespace, name: str) -> None:
    said = "scaling is disabled since the replica count of the target is zero"
    disabled = {"type": "ScalingActive", "status": "False", "reason": "ScalingDisabled", "message": said}
    _autoscaled(namespace, name, disabled, minReplicas=2)


def _autoscaler_blind(namespace: Namespace, name: str) -> None:
    said = (
        "the HPA was unable to compute the replica count: unable to get external metric shop/queue/nil: unable to "
        "fetch metrics from external metrics API: the server could not find the requested resource"
    )
    blind = {"type": "ScalingActive", "status": "False", "reason": "FailedGetExternalMetric", "message": said}
    _autoscaled(namespace, name, blind)


def _job(namespace: Namespace, name: str, kind: str, **spec: object) -> None:
    template = {"metadata": {"labels": {"app": name}}, "spec": {"restartPolicy": "Never", "containers": [_HTTP]}}
    whole: Manifest = {"template": template} if kind == "Job" else {"jobTemplate": {"spec": {"template": template}}}
    namespace.apply({"apiVersion": "batch/v1", "kind": kind, "metadata": {"name": name}, "spec": whole | spec})


def _suspended_job(namespace: Namespace, name: str) -> None:
    _job(namespace, name, "Job", suspend=True)


def _cron_job(namespace: Namespace, name: str) -> None:
    _job(namespace, name, "CronJob", schedule="0 3 1 1 *")


def _paused(namespace: Namespace, name: str) -> None:
    namespace.apply(deployment(name, _HTTP, paused=True))


_RECONCILE = "pkg/controller/podautoscaler/horizontal.go:reconcileAutoscaler"
STATES = (
    State(
        "secret-misspelt",
        "pkg/kubelet/kubelet_pods.go:makeEnvironmentVariables",
        "PTP22",
        "container web needs Secret db-credentails, which does not exist",
        make=_secret_misspelt,
    ),
    State(
        "waits-for-database",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go:computeInitContainerActions",
        "PTP23",
        "probably waiting for Service db",
        make=_waits_for_database,
    ),
    State(
        "waits-in-circle",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go:computeInitContainerActions",
        "PTP23",
        "probably waiting for Service cart",
        make=_waits_in_circle,
    ),
    State(
        "waits-for-nothing",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go:computeInitContainerActions",
        "PTP23",
        "probably waiting for Service databse",
        make=_waits_for_nothing,
    ),
    State(
        "autoscaler-at-zero",
        _RECONCILE,
        "PTP31",
        "Deployment/autoscaler-at-zero has 0 replicas, and HorizontalPodAutoscaler",
        make=_autoscaler_at_zero,
    ),
    State(
        "autoscaler-blind",
        _RECONCILE,
        "PTP31",
        "HorizontalPodAutoscaler/autoscaler-blind cannot read its metrics",
        make=_autoscaler_blind,
    ),
    State(
        "suspended-job",
        "pkg/controller/job/job_controller.go:manageJob",
        "PTP29",
        "Job/suspended-job is suspended, and has no pods",
        make=_suspended_job,
    ),
    State(
        "cron-job",
        "pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob",
        "PTP29",
        "CronJob/cron-job has pods only while a Job of it runs",
        make=_cron_job,
    ),
    State(
        "paused-deployment",
        "pkg/controller/deployment/sync.go:sync",
        "PTP29",
        "Deployment/paused-deployment is paused, and has made no pods yet",
        make=_paused,
    ),
)
