"""The Kubernetes client, or the little of it that most logins need: the only importer of it.

`import kubernetes` imports oauthlib and more, and takes a quarter of a trace (`make bench` measures it). A connection
needs a few modules of it that import nothing of their packages. But Python runs the `__init__` of every package above a
module, and these import the rest. So `sys.modules` gets the packages without their `__init__` run while the modules are
imported, and is put back afterwards: a later `import kubernetes` imports the whole client as usual.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec, module_from_spec
from threading import Lock
from typing import Any, TypeVar

Loaded = TypeVar("Loaded")

_ONE_AT_A_TIME = Lock()

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
    """Import modules without running their packages; where they need what a package defines, with all packages.

    One thread at a time, for what is imported meanwhile is not what it will be.
    """
    with _ONE_AT_A_TIME:
        try:
            with _packages_not_run():
                return load()
        except (ImportError, AttributeError):
            return load()


@contextmanager
def _packages_not_run() -> Iterator[None]:
    if _PACKAGES[0] in sys.modules:
        yield
        return
    try:
        for name in _PACKAGES:
            spec = find_spec(name)
            if spec is not None:
                sys.modules[name] = module_from_spec(spec)
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGES[0]]:
            del sys.modules[name]
