"""The connection to a cluster: a login and a pool of kept-alive connections. Only GET requests are sent."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from urllib.parse import urlencode

import urllib3

from kubectl_porttrace import __version__
from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.answers import Answer
from kubectl_porttrace.read.login.client import connection_parts
from kubectl_porttrace.read.login.context import Login, impersonation, login_of
from kubectl_porttrace.read.login.credentials import UNUSABLE, Credentials, credentials_of, one_line
from kubectl_porttrace.read.login.failures import unreachable
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.in_cluster import in_cluster
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig, kubeconfig_paths, load_kubeconfig
from kubectl_porttrace.read.login.tls import tls_context

CONNECTIONS = 6
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0

# An overloaded server asks for patience with 429 and Retry-After; nothing else is tried twice.
_RETRIES = urllib3.Retry(
    total=None, connect=0, read=0, redirect=0, other=0, status=3, raise_on_redirect=False, raise_on_status=False
)


@dataclass(frozen=True)
class Connection:
    """An API server with the credentials for it. Only GET requests are sent.

    `namespace` is the one to take where none is asked for, as kubectl does; `context` is None without a kubeconfig.
    """

    url: str
    context: str | None
    namespace: str
    pool: urllib3.PoolManager = field(repr=False)
    headers: urllib3.HTTPHeaderDict = field(repr=False)
    timeout: urllib3.Timeout

    def get(self, path: str, query: dict[str, str], accept: str) -> Answer:
        """Ask for one thing.

        Raises:
            UnreachableError: no whole answer came.
        """
        headers = urllib3.HTTPHeaderDict(self.headers)
        headers["Accept"] = accept
        url = f"{self.url}{path}{'?' if query else ''}{urlencode(query)}"
        try:
            answer = self.pool.request("GET", url, headers=headers, timeout=self.timeout, retries=_RETRIES)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise unreachable(self.url, error) from error
        return Answer(
            status=answer.status,
            body=answer.data,
            content_type=answer.headers.get("Content-Type", ""),
            date=_parsed_date(answer.headers.get("Date")),
        )

    def close(self) -> None:
        """Close what is open; a request that is still under way closes its own when it is done."""
        self.pool.clear()


def connect(flags: ConnectionFlags, environ: Mapping[str, str]) -> Connection:
    """Log in to the cluster that kubeconfig and flags name, or to the one this runs in; no request is sent yet.

    Raises:
        PorttraceError: the kubeconfig is missing, wrong or incomplete, or a credential plugin failed.
    """
    _silence_libraries()
    kubeconfig = load_kubeconfig(kubeconfig_paths(flags.kubeconfig, environ))
    inside = in_cluster(environ)
    if not kubeconfig.clusters and inside is not None:
        kubeconfig = inside
    elif not kubeconfig.clusters and not flags.server:
        raise _no_cluster(kubeconfig)
    login = login_of(kubeconfig, flags)
    credentials = credentials_of(login, partial(kubeconfig.save_user, login.user_name))
    namespaces = (login.namespace, inside.contexts[""].get("namespace") if inside else None, "default")
    return Connection(
        url=login.cluster["server"].rstrip("/"),
        context=login.context,
        namespace=next(filter(None, namespaces)),
        pool=_pool(login, credentials),
        headers=_headers(login, credentials),
        timeout=_timeout(flags.request_timeout),
    )


def _no_cluster(kubeconfig: Kubeconfig) -> UnreachableError:
    listed = ", ".join(f'"{path}"' for path in kubeconfig.documents)
    where = f"the kubeconfig {listed} names none" if listed else "there is no kubeconfig"
    return UnreachableError(
        f"no cluster to ask: {where}", "set KUBECONFIG or pass --kubeconfig FILE; --demo and -f FILE need no cluster"
    )


def _pool(login: Login, credentials: Credentials) -> urllib3.PoolManager:
    """The client library's pool, which knows proxies, with one TLS context for all its connections."""
    configuration_type, rest_type = connection_parts()
    try:
        configuration = configuration_type(host=login.cluster["server"])
        configuration.verify_ssl = not login.cluster.get("insecure-skip-tls-verify")
        configuration.tls_server_name = login.cluster.get("tls-server-name")
        configuration.connection_pool_maxsize = CONNECTIONS
        if "proxy-url" in login.cluster:
            configuration.proxy = login.cluster["proxy-url"]
        pool: urllib3.PoolManager = rest_type(configuration).pool_manager
    except (*UNUSABLE, urllib3.exceptions.HTTPError, ImportError) as error:
        raise UnreachableError(
            f"the connection cannot be set up: {one_line(error)}", "check proxy-url in the kubeconfig, or --proxy-url"
        ) from error
    if login.cluster["server"].startswith("https"):
        pool.connection_pool_kw["ssl_context"] = tls_context(login.cluster, credentials.certificate, credentials.key)
    return pool


def _headers(login: Login, credentials: Credentials) -> urllib3.HTTPHeaderDict:
    headers = urllib3.HTTPHeaderDict({"User-Agent": f"kubectl-porttrace/{__version__}", "Accept-Encoding": "gzip"})
    if credentials.authorization:
        headers["Authorization"] = credentials.authorization
    for name, value in impersonation(login.user):
        headers.add(name, value)
    return headers


def _timeout(asked: float | None) -> urllib3.Timeout:
    if asked is None:
        return urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT)
    return urllib3.Timeout(total=asked or None)


def _parsed_date(written: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(written) if written else None
    except ValueError:
        return None


def _silence_libraries() -> None:
    """Keep the libraries from writing to stderr: errors are reported once, by `failures.py`."""
    urllib3.disable_warnings()
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
