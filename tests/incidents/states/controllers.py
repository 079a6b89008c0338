"""What the real scheduler, admission and controllers write: no kubelet has a say in these."""

from typing import Any

from tests.cluster.api import Manifest, resource_path
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, pod, workload
from tests.incidents.incident import allow_pods, wait_until_refused
from tests.incidents.states.state import WEB, State

_HTTP = container("app", container_port(8080, "http"))
_BIG = WEB | {"resources": {"requests": {"cpu": "4000"}}}


def _scheduled_or_not(namespace: Namespace, name: str) -> None:
    """Wait until the scheduler has said what it makes of the pod."""

    def told() -> bool:
        conditions = namespace.get("Pod", f"{name}-0").get("status", {}).get("conditions", ())
        return any(each["type"] == "PodScheduled" and each.get("message") for each in conditions)

    namespace.wait_for(told, "the scheduler")


def _unscheduled(namespace: Namespace, name: str, *containers: Manifest, **spec: Any) -> None:
    made = pod(f"{name}-0", *(containers or (WEB,)), labels={"app": name}, node=None, **spec)
    namespace.apply(made)
    _scheduled_or_not(namespace, name)


def _no_label(namespace: Namespace, name: str) -> None:
    _unscheduled(namespace, name, nodeSelector={"example.com/disk": "none-has-it"})


def _too_big(namespace: Namespace, name: str) -> None:
    _unscheduled(namespace, name, _BIG)


def _no_claim(namespace: Namespace, name: str) -> None:
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
    _unscheduled(namespace, name, volumes=volumes)


def _gated(namespace: Namespace, name: str) -> None:
    _unscheduled(namespace, name, schedulingGates=[{"name": "example.com/quota"}])


def _quota(namespace: Namespace, name: str) -> None:
    allow_pods(namespace, 0)
    namespace.apply(deployment(name, _HTTP, replicas=2, labels={"app": name}))
    wait_until_refused(namespace, name)


def _quota_on_requests(namespace: Namespace, name: str) -> None:
    quota: Manifest = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "cpu"}}
    namespace.apply(quota | {"spec": {"hard": {"requests.cpu": "4"}}})
    used = {"hard": {"requests.cpu": "4"}, "used": {"requests.cpu": "0"}}
    namespace.api.patch(f"{resource_path('ResourceQuota', namespace.name, 'cpu', 'v1')}/status", {"status": used})
    namespace.apply(deployment(name, _HTTP, replicas=2, labels={"app": name}))
    wait_until_refused(namespace, name)


def _pod_security(namespace: Namespace, name: str) -> None:
    enforced = {"pod-security.kubernetes.io/enforce": "restricted"}
    namespace.api.patch(f"/api/v1/namespaces/{namespace.name}", {"metadata": {"labels": enforced}})
    namespace.apply(workload("StatefulSet", name, _HTTP, replicas=2, labels={"app": name}))
    _wait_for_event(namespace, name)


def _limit_range(namespace: Namespace, name: str) -> None:
    limits = [{"type": "Container", "max": {"cpu": "1"}}]
    namespace.apply(
        {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "small"}, "spec": {"limits": limits}}
    )
    big = _HTTP | {"resources": {"requests": {"cpu": "2"}, "limits": {"cpu": "2"}}}
    namespace.apply(deployment(name, big, replicas=2, labels={"app": name}))
    wait_until_refused(namespace, name)


def _no_priority_class(namespace: Namespace, name: str) -> None:
    made = deployment(name, _HTTP, replicas=1, labels={"app": name})
    made["spec"]["template"]["spec"]["priorityClassName"] = "gold"
    namespace.apply(made)
    wait_until_refused(namespace, name)


def _wait_for_event(namespace: Namespace, name: str) -> None:
    def refused() -> bool:
        events = namespace.objects("Event")
        return any(e["reason"] == "FailedCreate" and e["involvedObject"]["name"] == name for e in events)

    namespace.wait_for(refused, f"the refusal of the pods of {name}")


_OWNER = "only the owner of the namespace can say whether the limit or the workload has to give way"
_FIT = "pkg/scheduler/framework/types.go:FitError.Error"
_MANAGE = "pkg/controller/replicaset/replica_set.go:manageReplicas"
STATES = (
    State(
        "no-label", _FIT, "PTP24", "no node takes the pod: nodeSelector or node affinity does not match", make=_no_label
    ),
    State("too-big", _FIT, "PTP24", "no node takes the pod: not enough cpu", make=_too_big),
    State(
        "no-claim",
        "pkg/scheduler/framework/plugins/volumebinding/volume_binding.go:PreFilter",
        "PTP24",
        "no node takes the pod: it needs PersistentVolumeClaim data",
        make=_no_claim,
    ),
    State(
        "gated",
        "pkg/scheduler/framework/plugins/schedulinggates/scheduling_gates.go:PreEnqueue",
        "PTP24",
        "no node takes the pod: it has scheduling gates",
        make=_gated,
    ),
    State("quota-used-up", _MANAGE, "PTP29", "ResourceQuota small is used up", make=_quota, unpasted=_OWNER),
    State(
        "quota-on-requests",
        _MANAGE,
        "PTP29",
        "ResourceQuota cpu wants requests or limits",
        make=_quota_on_requests,
        unpasted=_OWNER,
    ),
    State(
        "pod-security",
        "pkg/controller/statefulset/stateful_pod_control.go:recordPodEvent",
        "PTP29",
        "PodSecurity restricted refuses the pods",
        make=_pod_security,
        unpasted=_OWNER,
    ),
    State("limit-range", _MANAGE, "PTP29", "a LimitRange refuses the pods", make=_limit_range, unpasted=_OWNER),
    State(
        "no-priority-class",
        _MANAGE,
        "PTP29",
        "PriorityClass gold does not exist",
        make=_no_priority_class,
        unpasted=_OWNER,
    ),
)
