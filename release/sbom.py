"""The list of parts beside an archive, in CycloneDX's format, for programs that look for known vulnerabilities.

Not written with `cyclonedx-python-lib`: it cannot say that a list is complete (`compositions`), and lists every part
under `dependencies` with none, which in CycloneDX means that it has none. Its schema is what the tests check against.
"""

import json
from collections.abc import Sequence
from typing import Any

from kubectl_porttrace import __version__
from release.layout import PROGRAM
from release.part import Part

SPEC_VERSION = "1.6"
_OURS = Part("application", PROGRAM, __version__, "Apache-2.0", f"pkg:pypi/{PROGRAM}@{__version__}", ())


def sbom(parts: Sequence[Part], checksum: str) -> str:
    """The document for an archive of that SHA-256, without timestamp and serial number: one archive, one document."""
    document = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "version": 1,
        "metadata": {"component": {**_component(_OURS), "hashes": [{"alg": "SHA-256", "content": checksum}]}},
        "components": [_component(part) for part in parts],
        # No dependencies between the parts are listed, but the list of parts is complete.
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
