"""Write a renewed token back to the kubeconfig it came from: the old one may have ceased to be valid.

Source: `k8s.io/client-go/tools/clientcmd/config.go:ModifyConfig`, `loader.go:lockFile`.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import yaml

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.files.writing import write_whole
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig, plain_kubeconfig


def save_renewed(kubeconfig: Kubeconfig, user: str, config: Mapping[str, str]) -> None:
    """Write what a user's identity provider holds now.

    The file is read again under kubectl's lock, so that what another program wrote meanwhile stays; it is replaced in
    one piece and keeps its mode.

    Args:
        kubeconfig: what was read.
        user: the user's name; of one that no file names nothing is written.
        config: `auth-provider.config` of the user.

    Raises:
        UnreachableError: it cannot be written, or another program is about to.
    """
    path = kubeconfig.origins.get(user)
    if path is None:
        return
    try:
        with _locked(path):
            document = plain_kubeconfig(path)
            for entry in _users(document):
                if entry.get("name") == user:
                    _provider(entry)["config"] = dict(config)
            write_whole(path, yaml.safe_dump(document, default_flow_style=False, allow_unicode=True).encode())
    except FileExistsError:
        raise UnreachableError(
            f'the renewed token of user "{user}" cannot be saved: "{path}.lock" exists',
            "another program changes the kubeconfig; if none does, remove that file",
        ) from None
    except OSError as error:
        raise UnreachableError(
            f'the renewed token of user "{user}" cannot be saved to "{path}": {_reason(error)}',
            "log in again once it can be written",
        ) from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The lock of kubectl: a file beside the kubeconfig that only one program can create."""
    lock = path.with_name(f"{path.name}.lock")
    os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0))
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _reason(error: OSError) -> str:
    return (error.strerror or "it failed").lower()


def _users(document: dict[str, object]) -> list[dict[str, object]]:
    users = document.get("users")
    return [each for each in users if isinstance(each, dict)] if isinstance(users, list) else []


def _provider(entry: dict[str, object]) -> dict[str, object]:
    """`auth-provider` of a user's entry, made where another program took it away."""
    for key in ("user", "auth-provider"):
        inner = entry.get(key)
        if not isinstance(inner, dict):
            inner = entry[key] = {}
        entry = inner
    return entry
