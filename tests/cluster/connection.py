"""Everything needed to talk to a running control plane: kept as JSON, so that other processes can."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

STATE_FILE = "connection.json"


@dataclass(frozen=True)
class Connection:
    """Where a control plane listens, whom it trusts, and where its files are."""

    server: str
    certificate_authority: str
    tokens: dict[str, str]
    directory: str
    kubectl: str
    audit_log: str

    def kubeconfig(self, user: str = "admin", namespace: str = "default") -> Path:
        """Write the kubeconfig of `user`, whose current namespace is `namespace`, and return its path."""
        cluster = {"server": self.server, "certificate-authority": self.certificate_authority}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "test", "cluster": cluster}],
            "users": [{"name": user, "user": {"token": self.tokens[user]}}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": user, "namespace": namespace}}],
            "current-context": "test",
        }
        path = Path(self.directory) / "kubeconfigs" / f"{user}.{namespace}.yaml"
        # JSON is YAML, and every reader of kubeconfigs takes it.
        write_whole(path, json.dumps(config, indent=1))
        return path

    def save(self) -> None:
        """Write this to the control plane's folder."""
        write_whole(Path(self.directory) / STATE_FILE, json.dumps(asdict(self), indent=1))

    @classmethod
    def load(cls, directory: Path) -> Connection:
        """Read what `save` wrote; FileNotFoundError where no control plane runs in `directory`."""
        return cls(**json.loads((directory / STATE_FILE).read_text("utf-8")))


def write_whole(path: Path, text: str) -> None:
    """Write a file, private to its user, that no reader ever sees half of."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Threads of one process write the same file as well.
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    fresh.touch(0o600)
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
