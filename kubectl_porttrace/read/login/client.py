"""The Kubernetes client, or the little of it that most logins need: the only importer of it.

`import kubernetes` imports oauthlib and more, and takes a quarter of a trace (`make bench` measures it). A connection
needs a few modules of it that import nothing of their packages.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from kubectl_porttrace.read.bare_packages import packages_not_run

Loaded = TypeVar("Loaded")

_PACKAGES = ("kubernetes", "kubernetes.client", "kubernetes.config", "kubernetes.utils")


@cache
def connection_parts() -> tuple[type[Any], type[Any]]:
    """The classes `Configuration` and `RESTClientObject`: proxies, TLS options and the pool of connections."""

    def load() -> tuple[type[Any], type[Any]]:
        from kubernetes.client.configuration import Configuration
        from kubernetes.client.rest import RESTClientObject

        return Configuration, RESTClientObject

    return _without_the_rest(load)


def loader_parts() -> type[Any]:
    """The class `KubeConfigLoader`, which logs in to identity providers; it takes the whole client."""
    from kubernetes.config.kube_config import KubeConfigLoader

    loader: type[Any] = KubeConfigLoader
    return loader


def _without_the_rest(load: Callable[[], Loaded]) -> Loaded:
    """Import modules without running their packages; where they need what a package defines, with all packages."""
    try:
        with packages_not_run(*_PACKAGES):
            return load()
    except (ImportError, AttributeError):
        return load()
