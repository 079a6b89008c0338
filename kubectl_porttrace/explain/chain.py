"""The way of a packet, drawn, with one place in it marked."""

DRAWING = (
    "LoadBalancer ─▶ node:nodePort ─▶ Service:port ─▶ pod:targetPort ─▶ container",
    "                                 │            │",
    "                         dns ────┘            └── kube-proxy ◀─┐",
    "                                                               │",
    "              selector ─▶ readiness ─▶ EndpointSlice ──────────┘",
    "",
)


def chain(place: str) -> tuple[str, ...]:
    """The drawing as lines of fewer than 80 columns, with carets below a word of it; none for an empty place.

    Raises:
        ValueError: the drawing has no such word.
    """
    if not place:
        return ()
    row = next((number for number, line in enumerate(DRAWING) if place in line), None)
    if row is None:
        raise ValueError(f"there is no {place} in the drawing")
    start = DRAWING[row].index(place)
    below = DRAWING[row + 1].ljust(start + len(place))
    marked = below[:start] + "^" * len(place) + below[start + len(place) :]
    return tuple(line for line in (*DRAWING[: row + 1], marked, *DRAWING[row + 2 :]) if line)
