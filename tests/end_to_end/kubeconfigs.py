"""Kubeconfigs that are written for a test, and reports that come of them."""

import json
import subprocess
from pathlib import Path
from typing import Any

API = "client.authentication.k8s.io/v1"


def written(folder: Path, content: Any, name: str = "config") -> dict[str, str]:
    """The environment with a kubeconfig of that content."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return {"KUBECONFIG": str(path)}


def verdicts(result: "subprocess.CompletedProcess[str]") -> list[str]:
    """The Services of a report."""
    assert result.returncode == 0, result.stderr
    return [each["name"] for each in json.loads(result.stdout)["services"]]


def with_plugin(config: dict[str, Any], script: str = "", token: str = "") -> dict[str, Any]:
    """The kubeconfig with a credential plugin that runs a script, or gives a token."""
    credential = {"kind": "ExecCredential", "apiVersion": API, "status": {"token": token}}
    command = {"command": "sh", "args": ["-c", script or f"echo '{json.dumps(credential)}'"], "apiVersion": API}
    config["users"][0]["user"] = {"exec": {**command, "interactiveMode": "Never"}}
    return config
