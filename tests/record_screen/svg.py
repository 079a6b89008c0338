"""An SVG as tests look at it."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - written by ourselves


def group(drawn: str, name: str) -> ET.Element:
    found = parsed(drawn).find(f".//*[@id='{name}']")
    assert found is not None
    return found


def texts(drawn: str, name: str) -> Mapping[int, str]:
    """The rows of a group by their baselines."""
    return {int(each.attrib["y"]): "".join(each.itertext()) for each in group(drawn, name).iter(f"{SVG}text")}


def frames(drawn: str, name: str) -> list[tuple[float, str]]:
    """The key frames of an animation, and whether it is seen from each on."""
    rule = re.search(rf"@keyframes {name} \{{(.*)\}}$", drawn, re.MULTILINE)
    assert rule is not None
    return [(float(share), seen) for share, seen in re.findall(r"([\d.]+)% \{ visibility: (\w+);", rule[1])]


def seen_at(drawn: str, share: float) -> Iterator[str]:
    """The names of what is seen when so many percent of the session are over."""
    for element in parsed(drawn).iter():
        if element.attrib.get("class") == "moving":
            name = element.attrib["id"]
            past = [seen for begin, seen in frames(drawn, name) if begin <= share]
            if past[-1] == "visible":
                yield name
