"""Custom kinds in a test cluster: a CRD is there before the API server serves what it defines."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.cluster.api import ApiError, Manifest, resource_path
from tests.cluster.cluster import Cluster

_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
_DEFINITION = "customresourcedefinition."
_POLL = 0.05
_TIMEOUT = 180.0


Served = tuple[str, str, str]
"""The group, version and plural of a kind."""


def serve(cluster: Cluster, *args: str, stdin: str = "") -> set[Served]:
    """Apply the CRDs that `args` of `kubectl apply` name; return their kinds when they are served, and discovery knows.

    `kubectl wait` does not do: it ends with an error for a CRD that has no condition yet, with `--all` for one of
    another test, and Established comes before discovery knows the kind. AssertionError for a kind that does not come.
    """
    named = cluster.kubectl("apply", "--server-side", "--force-conflicts", "-o", "name", *args, stdin=stdin)
    # Beside its CRDs the Gateway API has a policy of admission.
    return wait_until_served(cluster, [name for name in named.stdout.split() if name.startswith(_DEFINITION)])


def wait_until_served(cluster: Cluster, names: list[str]) -> set[Served]:
    """Wait for the kinds of the CRDs of these names, and return them; whatever stands before a slash is left out."""
    kinds = missing = [kind for name in names for kind in _kinds(cluster, name.rpartition("/")[2])]
    deadline = time.monotonic() + _TIMEOUT
    while missing := _not_served(cluster, missing):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {_TIMEOUT:.0f} s for the API server to serve {missing}")
        time.sleep(_POLL)
    return set(kinds)


def found(cluster: Cluster) -> set[Served]:
    """Return what discovery knows now."""
    return set(_found(cluster.api().request("GET", "/apis", accept=_AGGREGATED)))


def _kinds(cluster: Cluster, name: str) -> Iterator[Served]:
    """Yield group, version and plural of what a CRD has served."""
    spec = cluster.api().get(resource_path("CustomResourceDefinition", name=name))["spec"]
    for version in spec["versions"]:
        if version["served"]:
            yield spec["group"], version["name"], spec["names"]["plural"]


def _not_served(cluster: Cluster, kinds: list[Served]) -> list[Served]:
    known = found(cluster) if kinds else set()
    return [kind for kind in kinds if kind not in known or not _answers(cluster, kind)]


def _found(groups: Manifest) -> Iterator[Served]:
    for group in groups["items"]:
        for version in group["versions"]:
            for resource in version.get("resources", ()):
                yield group["metadata"]["name"], version["version"], resource["resource"]


def _answers(cluster: Cluster, kind: Served) -> bool:
    """Whether the kind is in the discovery of its own group, and can be listed."""
    group, version, plural = kind
    try:
        resources = cluster.api().get(f"/apis/{group}/{version}")["resources"]
        cluster.api().get(f"/apis/{group}/{version}/{plural}", limit="1")
    except ApiError:
        return False
    return any(each["name"] == plural for each in resources)
