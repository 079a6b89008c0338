"""The way of tools that list everything with a typed client, as popeye does: whole lists, each object made a model.

`python -I typed.py` reads the cluster of $KUBECONFIG and prints how many objects there are. Isolated: modules beside it
have the names of libraries that the client imports.
"""

import sys
from collections.abc import Sized

from kubernetes import client, config


def main() -> None:
    """Read what such a tool reads to judge Services, and keep it, as they do."""
    config.load_kube_config()  # type: ignore[no-untyped-call]
    core, apps = client.CoreV1Api(), client.AppsV1Api()
    listed: list[Sized] = [
        core.list_service_for_all_namespaces().items,
        core.list_pod_for_all_namespaces().items,
        core.list_node().items,
        core.list_namespace().items,
        client.DiscoveryV1Api().list_endpoint_slice_for_all_namespaces().items,
        apps.list_deployment_for_all_namespaces().items,
        apps.list_replica_set_for_all_namespaces().items,
        apps.list_stateful_set_for_all_namespaces().items,
        apps.list_daemon_set_for_all_namespaces().items,
        client.NetworkingV1Api().list_ingress_for_all_namespaces().items,
        client.NetworkingV1Api().list_network_policy_for_all_namespaces().items,
    ]
    sys.stdout.write(f"{sum(map(len, listed))}\n")


if __name__ == "__main__":
    main()
