"""The list of parts beside an archive, in CycloneDX's format, for programs that look for what is vulnerable."""

import json
from collections.abc import Sequence
from typing import Any

from kubectl_porttrace import __version__
from release.layout import PROGRAM
from release.part import Part

SPEC_VERSION = "1.6"
_OURS = Part("application", PROGRAM, __version__, "Apache-2.0", f"pkg:pypi/{PROGRAM}@{__version__}", ())


def sbom(parts: Sequence[Part], checksum: str) -> str:
    """The document for an archive of that SHA-256. It has no date and no number: the same archive has the same one."""
    document = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "version": 1,
        "metadata": {"component": {**_component(_OURS), "hashes": [{"alg": "SHA-256", "content": checksum}]}},
        "components": [_component(part) for part in parts],
        # What all of them need of each other is not said; that nothing is left out is.
        "compositions": [{"aggregate": "complete", "assemblies": [part.purl for part in (_OURS, *parts)]}],
    }
    return json.dumps(document, indent=2) + "\n"


def _component(part: Part) -> dict[str, Any]:
    return {
        "type": part.kind,
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "licenses": [{"license": {"name": part.license}}],
        "purl": part.purl,
    }
