"""Requests for the pages of one list, each sent as soon as the page before it has begun to come.

The API server sends the first bytes of a page while it still writes the rest, and they tell where the next page begins:
so it looks up that one while this one is on its way. A page is not asked for before all but one that came before it are
decoded: two pages at a time take memory.
"""

from collections.abc import Callable
from threading import Lock

from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from kubectl_porttrace.read.cluster.parallel import in_background

SendRequest = Callable[[str, Begun], HttpAnswer]
"""Asks for the page that begins at a continue token, or for the first one; tells of it as soon as it begins to come."""


class PageRequest:
    """The request for one page, and for the page after it."""

    def __init__(self, send: SendRequest, next_token: Callable[[HttpAnswer], str], token: str = "") -> None:
        """Prepare a request; it is sent where its answer is asked for, or in the background by `begin`.

        Args:
            send: what sends it.
            next_token: what knows by the beginning of a page where the next one begins; empty where it does not.
            token: the page to ask for; empty for the first one.
        """
        self._send, self._next_token = send, next_token
        self._token = token
        self._wait: Callable[[], HttpAnswer] = self._sent
        # One thread reads and another takes pages: the next request is sent by the one that comes last.
        self._lock = Lock()
        self._allowed = False
        self._told = ""
        self._following: PageRequest | None = None

    def begin(self) -> None:
        """Send it in a thread of its own."""
        self._wait = in_background(self._sent)

    def answer(self) -> HttpAnswer:
        """Wait for the whole page.

        Raises:
            UnreachableError: no whole answer came.
        """
        return self._wait()

    def allow_following(self) -> None:
        """Have the next page asked for as soon as this one tells where it begins."""
        with self._lock:
            self._allowed = True
            self._go_on()

    def following(self, token: str) -> "PageRequest | None":
        """The request for the page at a token, which this page has as a whole; sent now, if it was not yet."""
        if not token:
            return None
        with self._lock:
            if self._told != token:
                self._told, self._following = token, None
            self._allowed = True
            self._go_on()
            return self._following

    def _sent(self) -> HttpAnswer:
        return self._send(self._token, self._begun)

    def _begun(self, beginning: HttpAnswer) -> None:
        token = self._next_token(beginning)
        with self._lock:
            self._told = token
            self._go_on()

    def _go_on(self) -> None:
        if self._allowed and self._told and self._following is None:
            self._following = PageRequest(self._send, self._next_token, self._told)
            self._following.begin()
