"""The acts as CSS animations of one length, which run for ever and need no script."""

from collections.abc import Iterator, Sequence

from scripts.record_screen.timeline import Act


def motion(acts: Sequence[Act], keys: Sequence[int], key_width: float) -> str:
    """Rules for `#command0`, `#typing0`, `#answer0` and so on; `keys` are the letters of each command."""
    length = acts[-1].end
    rules = [f"    .moving {{ visibility: hidden; animation: {length:.2f}s step-end infinite; }}"]
    for number, (act, count) in enumerate(zip(acts, keys, strict=True)):
        rules += _animation(f"command{number}", _from(act.begin, length) + _until(act.end, length))
        rules += _animation(f"typing{number}", _typing(act, length, count, key_width))
        rules += _animation(f"answer{number}", _from(act.answer, length) + _until(act.end, length))
    return "\n".join([*rules, _still(len(acts) - 1)])


def _animation(name: str, frames: str) -> Iterator[str]:
    yield f"    #{name} {{ animation-name: {name}; }}"
    yield f"    @keyframes {name} {{ {frames} }}"


def _from(begin: float, length: float) -> str:
    before = "0% { visibility: hidden; } " if begin else ""
    return f"{before}{_percent(begin, length)} {{ visibility: visible; }}"


def _until(end: float, length: float) -> str:
    return f" {_percent(end, length)} {{ visibility: hidden; }}" if end < length else ""


def _typing(act: Act, length: float, count: int, key_width: float) -> str:
    """The cursor goes right by a letter at a time, and takes with it what covers the letters not yet typed."""
    first, last = _percent(act.first_key, length), _percent(act.last_key, length)
    there = "visibility: visible; transform:"
    return (
        f"{_from(act.begin, length)}"
        f" {first} {{ {there} translateX(0); animation-timing-function: steps({count}); }}"
        f" {last} {{ {there} translateX({count * key_width:.1f}px); }}"
        f"{_until(act.answer, length)}"
    )


def _still(last: int) -> str:
    """Who does not want motion, or has a viewer without it, sees the end of the session."""
    return (
        f"    #command{last}, #answer{last} {{ visibility: visible; }}\n"
        "    @media (prefers-reduced-motion: reduce) { .moving { animation: none !important; } }"
    )


def _percent(seconds: float, length: float) -> str:
    return f"{100 * seconds / length:.3f}".rstrip("0").rstrip(".") + "%"
