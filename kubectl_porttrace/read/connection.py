"""The way to a cluster: the only importer of the Kubernetes client, which logs in and makes the connections.

Importing this module takes 0.2 s, so it is imported only when a cluster is read.
"""

import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

import urllib3
from kubernetes.client.configuration import Configuration
from kubernetes.client.rest import RESTClientObject
from kubernetes.config.config_exception import ConfigException
from kubernetes.config.kube_config import KubeConfigLoader

from kubectl_porttrace import __version__
from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.answers import Answer
from kubectl_porttrace.read.failures import unreachable
from kubectl_porttrace.read.flags import ConnectionFlags
from kubectl_porttrace.read.in_cluster import in_cluster
from kubectl_porttrace.read.kubeconfig import Kubeconfig, kubeconfig_paths, load_kubeconfig
from kubectl_porttrace.read.login import Login, impersonation, login_of

CONNECTIONS = 6
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0

# An overloaded server asks for patience with 429 and Retry-After; nothing else is tried twice.
_RETRIES = urllib3.Retry(
    total=None, connect=0, read=0, redirect=0, other=0, status=3, raise_on_redirect=False, raise_on_status=False
)
# What the client makes of a kubeconfig whose values are of the wrong kind.
_UNUSABLE = (ConfigException, OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Connection:
    """An API server, logged in to. It is only ever asked with GET.

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
            date=_moment(answer.headers.get("Date")),
        )

    def close(self) -> None:
        """Close what is open; a request that is still under way closes its own when it is done."""
        self.pool.clear()


def connect(flags: ConnectionFlags, environ: Mapping[str, str]) -> Connection:
    """Log in to the cluster that kubeconfig and flags name, or to the one this runs in; nothing is asked of it yet.

    Raises:
        PorttraceError: the kubeconfig is missing, wrong or incomplete, or a credential plugin failed.
    """
    _silence()
    kubeconfig = load_kubeconfig(kubeconfig_paths(flags.kubeconfig, environ))
    inside = in_cluster(environ)
    if not kubeconfig.clusters and inside is not None:
        kubeconfig = inside
    elif not kubeconfig.clusters and not flags.server:
        raise _no_cluster(kubeconfig)
    login = login_of(kubeconfig, flags)
    configuration = _configuration(kubeconfig, login)
    namespaces = (login.namespace, inside.contexts[""].get("namespace") if inside else None, "default")
    return Connection(
        url=configuration.host,
        context=login.context,
        namespace=next(filter(None, namespaces)),
        pool=_pool(configuration),
        headers=_headers(configuration, login),
        timeout=_timeout(flags.request_timeout),
    )


def _no_cluster(kubeconfig: Kubeconfig) -> UnreachableError:
    listed = ", ".join(f'"{path}"' for path in kubeconfig.documents)
    where = f"the kubeconfig {listed} names none" if listed else "there is no kubeconfig"
    return UnreachableError(
        f"no cluster to ask: {where}", "set KUBECONFIG or pass --kubeconfig FILE; --demo and -f FILE need no cluster"
    )


def _configuration(kubeconfig: Kubeconfig, login: Login) -> Configuration:
    """The client's configuration, with whatever a credential plugin or an identity provider gave."""
    context = {"cluster": "it", **({"user": "it"} if login.user else {})}
    whole = {
        "current-context": "it",
        "contexts": [{"name": "it", "context": context}],
        "clusters": [{"name": "it", "cluster": login.cluster}],
        "users": [{"name": "it", "user": login.user}] if login.user else [],
    }
    _check_plugin(login)
    configuration = Configuration()
    configuration.connection_pool_maxsize = CONNECTIONS
    with _logged() as complaints:
        try:
            _load(whole, configuration, partial(kubeconfig.save_user, login.user_name))
        except _UNUSABLE as error:
            raise UnreachableError(
                f"the kubeconfig cannot be used: {_one_line(error)}", "kubectl config view --minify shows what it says"
            ) from error
    if "exec" in login.user and not configuration.api_key and not configuration.cert_file:
        raise _plugin_failed(login, "; ".join(complaints))
    # Set here as well, because older clients leave these two out.
    configuration.tls_server_name = login.cluster.get("tls-server-name")
    if "proxy-url" in login.cluster:
        configuration.proxy = login.cluster["proxy-url"]
    return configuration


def _load(kubeconfig: dict[str, Any], configuration: Configuration, save: Callable[[], None]) -> None:
    loader: Any = KubeConfigLoader
    loader(kubeconfig, config_persister=save).load_and_set(configuration)


def _check_plugin(login: Login) -> None:
    plugin = login.user.get("exec")
    command = str(plugin.get("command", "")) if isinstance(plugin, dict) else ""
    if plugin and shutil.which(command) is None:
        hint = plugin.get("installHint") if isinstance(plugin, dict) else None
        raise UnreachableError(
            f'the credential plugin "{command}" of user "{login.user_name}" is not installed',
            _one_line(hint) if hint else "install it, or put it on the PATH",
        )


def _plugin_failed(login: Login, complaint: str) -> UnreachableError:
    command = login.user["exec"].get("command", "")
    why = _one_line(complaint.removeprefix("exec: ")) or "it gave no credentials"
    return UnreachableError(
        f'the credential plugin "{command}" of user "{login.user_name}" failed: {why}', "log in again, then retry"
    )


def _pool(configuration: Configuration) -> urllib3.PoolManager:
    try:
        pool: urllib3.PoolManager = RESTClientObject(configuration).pool_manager
    except (*_UNUSABLE, urllib3.exceptions.HTTPError, ImportError) as error:
        raise UnreachableError(
            f"the connection cannot be set up: {_one_line(error)}", "check proxy-url in the kubeconfig, or --proxy-url"
        ) from error
    return pool


def _headers(configuration: Configuration, login: Login) -> urllib3.HTTPHeaderDict:
    headers = urllib3.HTTPHeaderDict({"User-Agent": f"kubectl-porttrace/{__version__}", "Accept-Encoding": "gzip"})
    settings: Any = configuration.auth_settings()
    for setting in settings.values():
        headers[setting["key"]] = setting["value"].strip()
    for name, value in impersonation(login.user):
        headers.add(name, value)
    return headers


def _timeout(asked: float | None) -> urllib3.Timeout:
    if asked is None:
        return urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT)
    return urllib3.Timeout(total=asked or None)


def _moment(written: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(written) if written else None
    except ValueError:
        return None


def _one_line(said: object) -> str:
    return " ".join(str(said).split())


def _silence() -> None:
    """Keep the libraries from writing to stderr: what matters of it is said once, in our own words."""
    urllib3.disable_warnings()
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Catch what the client logs: it logs the failure of a credential plugin, and carries on without."""
    complaints: list[str] = []

    class Catch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    root, catch = logging.getLogger(), Catch()
    root.addHandler(catch)
    try:
        yield complaints
    finally:
        root.removeHandler(catch)
