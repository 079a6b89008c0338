"""What to say where a name does not exist: those that are near it, or those there are."""

from collections.abc import Iterable

LONGEST = 253
"""No name of an object is longer."""

FEW = 5
"""So many names are told before the rest is counted."""


def near_names(wanted: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names that a word reads like, the closest first; longer ones take long to compare and are passed over."""
    if len(wanted) > LONGEST:
        return []
    from difflib import get_close_matches  # most names are found

    return get_close_matches(wanted, [name for name in names if len(name) <= LONGEST], n=most)


def hint_of_names(wanted: str, names: Iterable[str], kinds: str, namespace: str | None) -> str:
    """The hint where something does not exist.

    Args:
        wanted: its name.
        names: the names of those there are.
        kinds: what they are, as in `Services`.
        namespace: where they were looked for; None for everywhere.
    """
    known = sorted(set(names))
    near = near_names(wanted, known)
    if near:
        return f"did you mean {' or '.join(near)}?"
    if known:
        more = len(known) - FEW
        return f"there are: {', '.join(known[:FEW])}{f' and {more} more' if more > 0 else ''}"
    return f"there are no {kinds}" + (" in that namespace; -n NAMESPACE looks in another" if namespace else "")
