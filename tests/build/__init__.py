"""Builders that start valid: a test states only what differs.

`cluster()` is the heart: it publishes the EndpointSlices that the controller would, so a snapshot starts converged.
"""

from tests.build.judgement import found, judged, problems, serious
from tests.build.objects import (
    as_init,
    config_map,
    container,
    event,
    headless,
    node,
    pod,
    port,
    secret,
    service,
    sidecar,
    template,
    workload,
)
from tests.build.policies import namespace, policy
from tests.build.questions import asking
from tests.build.routes import ingress, ingress_class, named_port
from tests.build.slices import endpoint, endpoint_slice, endpoints, slices_for, subset
from tests.build.snapshots import (
    cluster,
    forbidden,
    in_files,
    manifests,
    policy_in_files,
    route_in_files,
    traced,
    traced_policy,
    traced_route,
    traced_workload,
    workload_in_files,
)
from tests.build.times import LONG_AGO, NOW

__all__ = [
    "LONG_AGO",
    "NOW",
    "as_init",
    "asking",
    "cluster",
    "config_map",
    "container",
    "endpoint",
    "endpoint_slice",
    "endpoints",
    "event",
    "forbidden",
    "found",
    "headless",
    "in_files",
    "ingress",
    "ingress_class",
    "judged",
    "manifests",
    "named_port",
    "namespace",
    "node",
    "pod",
    "policy",
    "policy_in_files",
    "port",
    "problems",
    "route_in_files",
    "secret",
    "serious",
    "service",
    "sidecar",
    "slices_for",
    "subset",
    "template",
    "traced",
    "traced_policy",
    "traced_route",
    "traced_workload",
    "workload",
    "workload_in_files",
]
