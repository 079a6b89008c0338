"""How a port is called, whichever object it belongs to."""


def port_title(name: str, number: int | None, protocol: str) -> str:
    """`http 80/TCP`, or `80/TCP` for a port without a name."""
    return f"{name} {number}/{protocol}" if name else f"{number}/{protocol}"
