"""What follows from pods is worked out once for all Services that have one selector."""

from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar

Context = TypeVar("Context")
Item = TypeVar("Item")
Derived = TypeVar("Derived")
More = ParamSpec("More")


def once(
    known: dict[Hashable, Any],
    derive: Callable[Concatenate[Context, tuple[Item, ...], More], Derived],
    context: Context,
    items: tuple[Item, ...],
    *more: More.args,
    **named: More.kwargs,
) -> Derived:
    """What a function makes of pods, and of more values.

    Args:
        known: what has been worked out for these Services (`Snapshot.shared_selections`).
        derive: a function of a module, whose result is not changed.
        context: the same for all of these Services, as far as the function looks at it.
        items: the pods, or what was made of them before: known by identity, for to compare all would take as long.
        more: what else the result depends on.
        named: the same, by name.
    """
    key = derive, id(items), more, *named.items()
    if key not in known:
        # The items are kept as well, so that no others get their identity.
        known[key] = items, derive(context, items, *more, **named)
    found: Derived = known[key][1]
    return found
