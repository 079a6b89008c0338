"""The pool of connections to a server, through a proxy or not."""

from collections.abc import Mapping

import urllib3

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.client import connection_parts
from kubectl_porttrace.read.login.context import Login
from kubectl_porttrace.read.login.credentials import Credentials, one_line
from kubectl_porttrace.read.login.proxies import Proxy, proxy_of
from kubectl_porttrace.read.login.tls import tls_context
from kubectl_porttrace.read.login.transport import POOLS

CONNECTIONS = 14
"""So many are kept for the next request: two pages of each list that is read at a time."""


def pool_of(login: Login, credentials: Credentials, environ: Mapping[str, str]) -> urllib3.PoolManager:
    """The client's pool; what TLS needs is read once for all its connections.

    Raises:
        UnreachableError: the proxy, or something that TLS needs, cannot be used.
    """
    proxy = proxy_of(login.cluster.proxy_url, login.server.url, environ)
    context = tls_context(login.cluster, credentials.certificate, credentials.key) if login.server.secure else None
    configuration_type, rest_type = connection_parts()
    configuration = configuration_type(host=login.server.url)
    configuration.verify_ssl = not login.cluster.insecure_skip_tls_verify
    configuration.tls_server_name = _server_name(login)
    configuration.connection_pool_maxsize = CONNECTIONS
    # Whether a proxy is used is decided here, so the client must neither take nor leave one by itself.
    configuration.proxy = proxy.url if proxy else None
    configuration.no_proxy = None
    configuration.proxy_headers = _proxy_headers(proxy)
    configuration.proxy_ssl_context = context
    try:
        pool: urllib3.PoolManager = rest_type(configuration).pool_manager
    except (OSError, ValueError, urllib3.exceptions.HTTPError, ImportError) as error:
        raise UnreachableError(
            f"the connection cannot be set up: {one_line(error)}", "check proxy-url in the kubeconfig, or --proxy-url"
        ) from error
    if proxy is None or not proxy.socks:
        pool.pool_classes_by_scheme = POOLS
    if context is not None:
        pool.connection_pool_kw["ssl_context"] = context
    return pool


def _server_name(login: Login) -> str | None:
    name = login.cluster.tls_server_name
    if not name.isprintable():
        raise UnreachableError(
            "the tls-server-name is not a host name: it has a control character",
            "check tls-server-name in the kubeconfig, or --tls-server-name",
        )
    return name or None


def _proxy_headers(proxy: Proxy | None) -> dict[str, str] | None:
    return {"Proxy-Authorization": proxy.authorization} if proxy is not None and proxy.authorization else None
