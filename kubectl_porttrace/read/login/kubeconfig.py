"""kubeconfig files: found, read and merged as kubectl does, before the flags of the command line override them.

Source: `k8s.io/client-go/tools/clientcmd/loader.go:ClientConfigLoadingRules`.
"""

from collections.abc import Iterable, Mapping
from os import pathsep
from pathlib import Path
from typing import Any

import msgspec
import yaml

from kubectl_porttrace.errors import UnreadableError

Entry = dict[str, Any]
Section = Mapping[str, Entry]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SECTIONS = {"clusters": "cluster", "contexts": "context", "users": "user"}
_PATHS = ("certificate-authority", "client-certificate", "client-key", "tokenFile")


class Kubeconfig(msgspec.Struct, frozen=True):
    """What all files say together. `documents` are the files as they were read, to write back a renewed token."""

    current_context: str = ""
    clusters: Section = msgspec.field(default_factory=dict)
    contexts: Section = msgspec.field(default_factory=dict)
    users: Section = msgspec.field(default_factory=dict)
    documents: Mapping[Path, Entry] = msgspec.field(default_factory=dict)

    def save_user(self, name: str) -> None:
        """Write back the file that holds a user, whose token was renewed: the old one may have ceased to be valid."""
        for path, document in self.documents.items():
            if any(entry["name"] == name for entry in document.get("users") or ()):
                path.write_text(yaml.safe_dump(document, default_flow_style=False), "utf-8")
                return


def kubeconfig_paths(flag: str | None, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The files to read: `--kubeconfig`, else those of KUBECONFIG that exist, else `~/.kube/config` if it exists.

    Raises:
        UnreadableError: the file of the flag does not exist.
    """
    if flag:
        path = Path(flag).expanduser()
        if not path.exists():
            raise UnreadableError(f'the kubeconfig "{flag}" does not exist', "check --kubeconfig")
        return (path,)
    listed = [name for name in environ.get("KUBECONFIG", "").split(pathsep) if name]
    return tuple(path for name in listed or ["~/.kube/config"] if (path := Path(name).expanduser()).exists())


def load_kubeconfig(paths: Iterable[Path]) -> Kubeconfig:
    """Read and merge kubeconfig files: of several entries with one name the first counts.

    Raises:
        UnreadableError: one cannot be read, or is no kubeconfig.
    """
    documents = {path: _document(path) for path in dict.fromkeys(paths)}
    named = (str(document.get("current-context") or "") for document in documents.values())
    return Kubeconfig(
        current_context=next(filter(None, named), ""),
        clusters=_merged(documents, "clusters"),
        contexts=_merged(documents, "contexts"),
        users=_merged(documents, "users"),
        documents=documents,
    )


def _document(path: Path) -> Entry:
    try:
        document = yaml.load(path.read_bytes(), _LOADER)  # noqa: S506 - a safe loader, of C where there is one
    except OSError as error:
        raise UnreadableError(f'the kubeconfig "{path}" cannot be read: {error.strerror}') from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _no_kubeconfig(path, "it is no YAML") from error
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise _no_kubeconfig(path, "it holds no mapping")
    kind = document.get("kind", "Config")
    if kind != "Config":
        raise _no_kubeconfig(path, f"it holds a {kind}")
    for section in _SECTIONS:
        _check_section(path, section, document.get(section))
    return document


def _check_section(path: Path, section: str, entries: object) -> None:
    whole = isinstance(entries, list) and all(
        isinstance(entry, dict)
        and isinstance(entry.get("name"), str)
        and isinstance(entry.get(_SECTIONS[section]) or {}, dict)
        for entry in entries
    )
    if entries is not None and not whole:
        raise _no_kubeconfig(path, f'its "{section}" is no list of named entries')


def _no_kubeconfig(path: Path, reason: str) -> UnreadableError:
    return UnreadableError(f'"{path}" is not a kubeconfig: {reason}', "check KUBECONFIG, or pass --kubeconfig FILE")


def _merged(documents: Mapping[Path, Entry], section: str) -> Section:
    merged: dict[str, Entry] = {}
    for path, document in documents.items():
        for entry in document.get(section) or ():
            merged.setdefault(entry["name"], _located(entry.get(_SECTIONS[section]) or {}, path.absolute().parent))
    return merged


def _located(entry: Entry, folder: Path) -> Entry:
    """The entry without what is empty, its relative paths taken from the folder of its file."""
    given = {key: value for key, value in entry.items() if value not in (None, "", [], {})}
    for key in _PATHS:
        if isinstance(given.get(key), str):
            given[key] = str(folder / Path(given[key]).expanduser())
    plugin = given.get("exec")
    if isinstance(plugin, dict) and "/" in str(plugin.get("command", "")):
        given["exec"] = {**plugin, "command": str(folder / plugin["command"])}
    return given
