"""The custom kinds that the shared cluster of a run serves, from before its first test to its end.

A kind that came or went while tests run would change what every other test's command finds, asks for and may not read.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.cluster import controller_kinds, custom_kinds, gateway_api, network_policy_api
from tests.cluster.cache import locked
from tests.cluster.cluster import Cluster
from tests.cluster.connection import write_whole


def serve_all(cluster: Cluster) -> None:
    """Have the API server serve the kinds of all tests that share it, and return when it does."""
    directory = Path(cluster.connection.directory)
    # What the worker of the run that came first has made it serve, for the others to see that it does.
    note = directory / "served-kinds.json"
    with locked(directory / "served-kinds.lock"):
        noted = note.exists() and {tuple(each) for each in json.loads(note.read_text("utf-8"))}
        if noted and noted <= custom_kinds.found(cluster):
            return
        files = [gateway_api.definitions(), *network_policy_api.definitions()]
        listed = {"apiVersion": "v1", "kind": "List", "items": [each.manifest for each in controller_kinds.DEFINITIONS]}
        arguments = [f"--filename={file}" for file in files]
        served = custom_kinds.serve(cluster, *arguments, "--filename=-", stdin=json.dumps(listed))
        write_whole(note, json.dumps(sorted(served)))
