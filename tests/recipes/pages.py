"""The recipes as their readers copy them: the blocks of the page on continuous integration."""

import re
from typing import Any

import yaml

from release.layout import ROOT

PAGE = ROOT / "docs" / "ci.md"

WEB = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports:
  - {name: http, port: 80, targetPort: http}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: app, ports: [{name: web, containerPort: 8080}]}]}
"""
"""Manifests with one error, in line 7."""

UNREACHABLE = re.compile(r"connection|name resolution|retries exceeded|timed out|HTTP error", re.IGNORECASE)
"""What pip says where there is no registry, or one that fails: then nothing can be installed."""

PATIENT_PIP = {"PIP_RETRIES": "10", "PIP_TIMEOUT": "60"}
"""Makes pip wait for a registry that is slow, and ask again one that fails for a moment."""

INSTALLING = 1800
"""Seconds for an installation out of such a registry."""

MENDED = WEB.replace("targetPort: http", "targetPort: web")


def blocks(title: str) -> list[str]:
    """The blocks of code of a section."""
    section = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (text,) = (each for each in section if each.startswith(f"{title}\n"))
    found: list[str] = re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)
    assert found
    return found


def configured(title: str, number: int = 0) -> Any:
    """What a block of YAML says."""
    return yaml.safe_load(blocks(title)[number])
