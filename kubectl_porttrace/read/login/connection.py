"""The connection to a cluster: a login and a pool of kept-alive connections. Only GET requests are sent."""

import logging
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from time import monotonic, sleep
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlencode

import urllib3
from msgspec.structs import replace

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from kubectl_porttrace.read.cluster.parallel import within
from kubectl_porttrace.read.login.compression import Compression
from kubectl_porttrace.read.login.context import login_of
from kubectl_porttrace.read.login.credentials import credentials_of
from kubectl_porttrace.read.login.failures import too_slow, unreachable
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.read.login.headers import headers_of
from kubectl_porttrace.read.login.hidden_value import HiddenValue
from kubectl_porttrace.read.login.in_cluster import in_cluster
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig, kubeconfig_paths, load_kubeconfig
from kubectl_porttrace.read.login.pool import pool_of
from kubectl_porttrace.read.login.responses import body_of, redirected, sent_at
from kubectl_porttrace.read.login.retries import AFTER_A_RESET, MOST_RETRIES, broke_before_an_answer, pause_after

if TYPE_CHECKING:  # imported where a stream is asked for
    from kubectl_porttrace.read.login.channels import Channels

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 60.0
PATIENCE = 60.0
"""Seconds in which a request is tried again, where nothing was said of how long it may take."""

_BEGINNING = 16 * 1024
"""So much is read of an answer that may be any program's."""

MOST_REDIRECTS = 10


class Connection(HiddenValue, frozen=True):
    """An API server with the credentials for it. Only GET requests are sent.

    `namespace` is the one to take where none is asked for, as kubectl does; `context` is None without a kubeconfig.
    `limit` is how many seconds a request may take as a whole; None where nothing was said of it, 0 for no limit.
    """

    url: str
    context: str | None
    namespace: str
    pool: urllib3.PoolManager
    headers: urllib3.HTTPHeaderDict
    compression: Compression
    limit: float | None = None

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:
        """Ask for one thing; again, where the server asks for patience or breaks off before it answers.

        `begun` is told in the thread that reads the answer.

        Raises:
            UnreachableError: no whole answer came.
        """
        headers = urllib3.HTTPHeaderDict(self.headers)
        headers["Accept"] = accept
        headers["Accept-Encoding"] = self.compression.accepted
        url = f"{self.url}{path}{'?' if query else ''}{urlencode(query)}"
        answer = partial(self._answer, url, headers, monotonic() + (self.limit or PATIENCE), begun)
        if not self.limit:
            return answer()
        try:
            # A limit on each wait for the network would not end an answer of which a byte comes every second.
            return within(self.limit, answer)
        except TimeoutError:
            raise too_slow(self.url) from None

    def try_once(self, path: str, seconds: float) -> HttpAnswer:
        """Send one request and no other: nothing is tried again, and no redirect is followed.

        The answer may be that of any program: it is read no further than to see whether it is the API server's own.

        Raises:
            UnreachableError: no answer came.
        """
        response = self._asked(path, {"Accept": "application/json, */*"}, seconds)
        return self._began(response)

    def open_channels(self, path: str, seconds: float) -> "Channels | HttpAnswer":
        """Ask for a stream of channels, as those of exec and port-forward; nothing is sent on it.

        Args:
            path: the path with its query.
            seconds: how long the answer may take.

        Returns:
            The channels, for the caller to close, or what the server answered instead.

        Raises:
            UnreachableError: no answer came.
        """
        from kubectl_porttrace.read.login.channels import Channels, handshake, handshake_key, is_accepted

        key = handshake_key()
        response = self._asked(path, handshake(key), seconds)
        if response.status == HTTPStatus.SWITCHING_PROTOCOLS and is_accepted(key, response.headers):
            return Channels(response)
        return self._began(response)

    def _began(self, response: urllib3.BaseHTTPResponse) -> HttpAnswer:
        content_type = response.headers.get("Content-Type", "")
        try:
            # The API server's own words are JSON, and short; anything else may come slowly and without end.
            body = response.read(_BEGINNING, decode_content=True) if "json" in content_type else b""
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise unreachable(self.url, error) from error
        finally:
            response.close()
        return HttpAnswer(response.status, body, content_type, audited="Audit-Id" in response.headers)

    def _asked(self, path: str, headers: Mapping[str, str], seconds: float) -> urllib3.BaseHTTPResponse:
        sent = urllib3.HTTPHeaderDict(self.headers)
        for name, value in headers.items():
            sent[name] = value
        try:
            return self.pool.request(
                "GET",
                f"{self.url}{path}",
                headers=sent,
                timeout=urllib3.Timeout(total=seconds),
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise unreachable(self.url, error) from error

    def close(self) -> None:
        """Close what is open; a request that is still under way closes its own when it is done."""
        self.pool.clear()

    def _answer(self, url: str, headers: urllib3.HTTPHeaderDict, until: float, begun: Begun | None) -> HttpAnswer:
        for attempt in range(MOST_RETRIES + 1):
            last = attempt == MOST_RETRIES
            try:
                response = self._sent(url, headers)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                if last or not broke_before_an_answer(error) or monotonic() + AFTER_A_RESET > until:
                    raise unreachable(self.url, error) from error
                sleep(AFTER_A_RESET)
                continue
            pause = pause_after(response.status, response.headers)
            if last or pause is None or monotonic() + pause > until:
                return self._read(response, begun)
            # What it says beside is not read: it may be without end.
            response.close()
            sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _sent(self, url: str, headers: urllib3.HTTPHeaderDict) -> urllib3.BaseHTTPResponse:
        """Send it, and go where the server redirects to, but to no other server: a token stays."""
        for _ in range(MOST_REDIRECTS):
            since = monotonic()
            response = self.pool.request(
                "GET", url, headers=headers, timeout=self._timeout, retries=False, redirect=False, preload_content=False
            )
            self.compression.answered(monotonic() - since)
            target = redirected(url, response)
            if target is None:
                return response
            response.close()
            url = target
        return response

    def _read(self, response: urllib3.BaseHTTPResponse, begun: Begun | None) -> HttpAnswer:
        answer = HttpAnswer(response.status, b"", response.headers.get("Content-Type", ""), sent_at(response))
        told = begun if response.status == HTTPStatus.OK else None
        since = monotonic()
        try:
            body = body_of(self.url, response, (lambda part: told(replace(answer, body=part))) if told else None)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise unreachable(self.url, error) from error
        packed = "Content-Encoding" in response.headers
        self.compression.received(len(body), monotonic() - since, packed=packed)
        return replace(answer, body=body)

    @property
    def _timeout(self) -> urllib3.Timeout:
        if self.limit is None:
            return urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT)
        return urllib3.Timeout(total=self.limit or None)


def connect(flags: ConnectionFlags, environ: Mapping[str, str], messages: TextIO | None = None) -> Connection:
    """Log in to the cluster that kubeconfig and flags name, or to the one this runs in; nothing is asked of it yet.

    Args:
        flags: what the command line says.
        environ: the environment.
        messages: where a credential plugin's messages to its user go; None for nowhere.

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
    credentials = credentials_of(login, partial(_save_renewed, kubeconfig, login.user_name), messages)
    namespaces = (login.namespace, inside.contexts[""].namespace if inside else None, "default")
    return Connection(
        url=login.server.url,
        context=login.context,
        namespace=next(filter(None, namespaces)),
        pool=pool_of(login, credentials, environ),
        headers=headers_of(login, credentials),
        compression=Compression(login.server.url, disabled=login.cluster.disable_compression),
        limit=flags.request_timeout,
    )


def _save_renewed(kubeconfig: Kubeconfig, user: str, config: Mapping[str, str]) -> None:
    from kubectl_porttrace.read.login.renewed import save_renewed

    save_renewed(kubeconfig, user, config)


def _no_cluster(kubeconfig: Kubeconfig) -> UnreachableError:
    listed = ", ".join(f'"{path}"' for path in kubeconfig.files)
    where = f"the kubeconfig {listed} names none" if listed else "there is no kubeconfig"
    return UnreachableError(
        f"no cluster to ask: {where}", "set KUBECONFIG or pass --kubeconfig FILE; --demo and -f FILE need no cluster"
    )


def _silence_libraries() -> None:
    """Keep the libraries from writing to stderr: errors are reported once, by `failures.py`."""
    urllib3.disable_warnings()
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
