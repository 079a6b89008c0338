"""The annotations that a saved snapshot holds: those that decide something."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kubectl_porttrace.model.endpoints import LEADER, OVER_CAPACITY
from kubectl_porttrace.model.generators import MANAGED_BY_ROLLOUT
from kubectl_porttrace.model.meta import LAST_APPLIED
from kubectl_porttrace.model.referrers.aws_actions import ALB_ACTIONS, action_saved
from kubectl_porttrace.model.referrers.ingress import (
    ALB_HEALTH_PORT,
    ALB_PROTOCOL,
    ALB_TARGET_TYPE,
    CLASS_ANNOTATION,
    DEFAULT_CLASS,
    NGINX_PASSTHROUGH,
    NGINX_PROTOCOL,
    NGINX_SERVICE_UPSTREAM,
)
from kubectl_porttrace.model.service import (
    ALLOW_SHARED_IP,
    APP_PROTOCOLS,
    AWS_TARGET_TYPE,
    BACKEND_CONFIG,
    CILIUM_SHARING_KEY,
    GKE_NEG,
    IDLED_AT,
    NEG_STATUS,
    OLD_ALLOW_SHARED_IP,
    PROMETHEUS_PORT,
    PROMETHEUS_SCRAPE,
)
from kubectl_porttrace.model.workload import REVISION, TEMPLATE_GENERATION

ANNOTATIONS_KEPT = frozenset(
    {
        "porttrace/ignore",
        "service.kubernetes.io/topology-mode",
        "service.kubernetes.io/topology-aware-hints",
        "service.beta.kubernetes.io/load-balancer-source-ranges",
        "endpoints.kubernetes.io/last-change-trigger-time",
        ALLOW_SHARED_IP,
        APP_PROTOCOLS,
        AWS_TARGET_TYPE,
        BACKEND_CONFIG,
        NEG_STATUS,
        CILIUM_SHARING_KEY,
        GKE_NEG,
        IDLED_AT,
        MANAGED_BY_ROLLOUT,
        OLD_ALLOW_SHARED_IP,
        OVER_CAPACITY,
        PROMETHEUS_PORT,
        PROMETHEUS_SCRAPE,
        REVISION,
        TEMPLATE_GENERATION,
        CLASS_ANNOTATION,
        DEFAULT_CLASS,
        ALB_HEALTH_PORT,
        ALB_PROTOCOL,
        ALB_TARGET_TYPE,
        NGINX_PASSTHROUGH,
        NGINX_PROTOCOL,
        NGINX_SERVICE_UPSTREAM,
    }
)
"""The annotations whose value decides something; a saved snapshot holds no others with their value."""

ANNOTATIONS_NOTED = frozenset({LAST_APPLIED, LEADER})
"""The annotations whose presence alone decides something: a saved snapshot has them without their value, which for
`last-applied-configuration` is the whole object, environment values included."""

ANNOTATIONS_REDUCED: Mapping[str, Callable[[str], str]] = MappingProxyType({ALB_ACTIONS: action_saved})
"""What is kept of the values of annotations that have a name of somebody's choice at their end."""
