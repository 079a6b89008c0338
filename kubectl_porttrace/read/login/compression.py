"""Whether an API server is asked to pack what it sends, which costs it and us time, and spares the way between.

kubectl has answers packed unless the kubeconfig says otherwise
(`k8s.io/client-go/tools/clientcmd/client_config.go:getClusterConfig`). What this machine sends to itself is not worth
packing; but at an address of this machine there may be a tunnel, behind which the server is far away.
"""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

NEAR: Final = 0.02
"""Seconds: who answers within that is near. A server nearby takes that for what is small, even if the machine is busy;
a tunnel adds its way."""

NARROW: Final = 5_000_000
"""Bytes a second: through a way that takes less, what is packed arrives sooner. Packing takes the API server about
0.1 s for 3 MB; from a server on this machine they come at 5 to 100 MB a second, as busy as this program itself is."""

LONG: Final = 1_000_000
"""Bytes: so much has to come for the time it took to say something."""


class Compression:
    """How one server is asked for what it sends: packed, unless it has shown that it is on this machine."""

    def __init__(self, url: str, *, disabled: bool = False) -> None:
        """Begin with what a kubeconfig says: where the server is, and whether `disable-compression` is true."""
        self._local = _is_loopback(url)
        self._near = False
        self._fastest = 0.0
        self._disabled = disabled

    @property
    def accepted(self) -> str:
        """The header Accept-Encoding."""
        spared = self._local and self._near and not 0 < self._fastest < NARROW
        return "identity" if self._disabled or spared else "gzip"

    def answered(self, seconds: float) -> None:
        """Take notice of how long an answer took to begin."""
        self._near = self._near or seconds < NEAR

    def received(self, size: int, seconds: float, *, packed: bool) -> None:
        """Take notice of how long the bytes of an answer took to come: a tunnel that is near can be narrow.

        The fastest answer tells how wide the way is, for others may have waited until this program had time to read
        them. How long one took that was packed depends on the server, and says nothing of the way.
        """
        if not packed and size >= LONG and seconds > 0:
            self._fastest = max(self._fastest, size / seconds)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
