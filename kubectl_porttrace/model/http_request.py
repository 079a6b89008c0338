"""A request by HTTP, as far as routes tell one from another."""

import msgspec


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request that somebody sends or may send.

    Attributes:
        scheme: `http` or `https`.
        host: a name in lower case, or an IP address as the API server writes it.
        port: the number, that of the scheme where none is written.
        path: the path, `/` where none is written.
        query: its parameters, in order.
        headers: further headers, their names in lower case.
        method: the method; empty where none was given, so that GET is asked.
    """

    scheme: str
    host: str
    port: int
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    method: str = ""

    @property
    def is_ip(self) -> bool:
        """Whether the host is an IP address and no name."""
        return ":" in self.host or self.host.rpartition(".")[2].isdecimal()
