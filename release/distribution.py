"""An installed Python distribution as a part: what its metadata says, and the licences that it brings."""

import re
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from release.layout import ReleaseError
from release.part import Part

_LICENSE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_CLASSIFIER = "License :: "


def distribution_part(found: Distribution) -> Part:
    """The distribution as a part.

    Raises:
        ReleaseError: it says nothing of its licence.
    """
    name = re.sub(r"[-_.]+", "-", found.name).lower()
    return Part(
        "library", found.name, found.version, _license(found), f"pkg:pypi/{name}@{found.version}", _texts(found)
    )


def _license(found: Distribution) -> str:
    metadata: Any = found.metadata
    expression: str | None = metadata.get("License-Expression")
    words: str = (metadata.get("License") or "").strip()
    classifiers = [
        each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier", ()) if each.startswith(_CLASSIFIER)
    ]
    # Some put the whole text into the field.
    short = words if "\n" not in words else ""
    said = expression or short or ", ".join(classifiers)
    if not said:
        raise ReleaseError(f"{found.name} {found.version} says nothing of its licence")
    return said


def _texts(found: Distribution) -> tuple[str, ...]:
    listed = [
        file for file in found.files or () if ".dist-info/" in file.as_posix() and _LICENSE_FILE.search(file.name)
    ]
    return tuple(Path(file.locate()).read_text("utf-8").strip() for file in sorted(listed))
