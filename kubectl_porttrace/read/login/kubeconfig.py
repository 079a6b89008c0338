"""kubeconfig files: found, read and merged as kubectl does, before the flags of the command line override them.

Source: `k8s.io/client-go/tools/clientcmd/loader.go:ClientConfigLoadingRules`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from os import pathsep
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.read.cluster.decode import without_nulls
from kubectl_porttrace.read.files.yaml_documents import UnusableYAMLError, yaml_documents
from kubectl_porttrace.read.login.entries import Cluster, ConfigFile, Context, User

Named = TypeVar("Named")


class Kubeconfig(msgspec.Struct, frozen=True):
    """What all files say together. `origins` are the files that name each user, to write back a renewed token."""

    current_context: str = ""
    clusters: Mapping[str, Cluster] = msgspec.field(default_factory=dict)
    contexts: Mapping[str, Context] = msgspec.field(default_factory=dict)
    users: Mapping[str, User] = msgspec.field(default_factory=dict)
    files: tuple[Path, ...] = ()
    origins: Mapping[str, Path] = msgspec.field(default_factory=dict)


def kubeconfig_paths(flag: str | None, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The files to read: `--kubeconfig`, else those of KUBECONFIG that exist, else `~/.kube/config` if it exists.

    Raises:
        UnreadableError: the file of the flag does not exist.
    """
    if flag:
        path = expanded(flag)
        if not may_exist(path):
            raise UnreadableError(f'the kubeconfig "{flag}" does not exist', "check --kubeconfig")
        return (path,)
    listed = [name for name in environ.get("KUBECONFIG", "").split(pathsep) if name]
    return tuple(path for name in listed or ["~/.kube/config"] if may_exist(path := expanded(name)))


def load_kubeconfig(paths: Iterable[Path]) -> Kubeconfig:
    """Read and merge kubeconfig files: of several entries with one name the first counts.

    Raises:
        UnreadableError: one cannot be read, or is no kubeconfig.
    """
    files = {path: _file(path) for path in dict.fromkeys(paths)}
    clusters: dict[str, Cluster] = {}
    contexts: dict[str, Context] = {}
    users: dict[str, User] = {}
    origins: dict[str, Path] = {}
    for path, file in files.items():
        folder = _folder(path)
        clusters = {each.name: _located_cluster(each.cluster, folder) for each in file.clusters} | clusters
        contexts = {each.name: each.context for each in file.contexts} | contexts
        users = {each.name: _located_user(each.user, folder) for each in file.users} | users
        origins = {each.name: path for each in file.users} | origins
    current = next(filter(None, (file.current_context for file in files.values())), "")
    return Kubeconfig(current, clusters, contexts, users, tuple(files), origins)


def expanded(name: str) -> Path:
    """A path with its `~` replaced, as far as anybody knows whose home is meant."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def plain_kubeconfig(path: Path) -> dict[str, object]:
    """What a kubeconfig file says, as plain values; empty for an empty file.

    Raises:
        UnreadableError: it cannot be read, or is no YAML mapping.
    """
    try:
        # As `-f` reads YAML, so that depth and anchors have the same bounds.
        document = next(yaml_documents(path.read_bytes().decode("utf-8-sig")), None)
    except UnusableYAMLError as error:
        raise _no_kubeconfig(path, str(error)) from None
    except OSError as error:
        raise UnreadableError(f'the kubeconfig "{path}" cannot be read: {error.strerror}') from None
    except ValueError:
        raise _no_kubeconfig(path, "it is not text") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise _no_kubeconfig(path, "it is not a YAML mapping")
    return dict(document)


def _file(path: Path) -> ConfigFile:
    document = plain_kubeconfig(path)
    kind = document.get("kind", "Config")
    if kind is not None and kind != "Config":
        raise _no_kubeconfig(path, f"it holds a {kind}" if isinstance(kind, str) else "its kind is not text")
    try:
        file = msgspec.convert(without_nulls(document), ConfigFile)
    except msgspec.ValidationError as error:
        raise _no_kubeconfig(path, str(error).replace("`$.", "`")) from None
    _check_names(path, "clusters", (each.name for each in file.clusters))
    _check_names(path, "contexts", (each.name for each in file.contexts))
    _check_names(path, "users", (each.name for each in file.users))
    return file


def _check_names(path: Path, section: str, names: Iterable[str]) -> None:
    """No two of a file may have one name (`api/v1/conversion.go:Convert_Slice_v1_NamedCluster_To_Map`)."""
    twice = next((name for name, times in Counter(names).items() if times > 1), None)
    if twice is not None:
        raise _no_kubeconfig(path, f'two of its {section} are called "{twice}"')


def _no_kubeconfig(path: Path, reason: str) -> UnreadableError:
    return UnreadableError(f'"{path}" is not a kubeconfig: {reason}', "check KUBECONFIG, or pass --kubeconfig FILE")


def may_exist(path: Path) -> bool:
    """Whether there is such a file; one in a folder that may not be entered counts, and reading it says why not."""
    try:
        return path.exists()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False


def _folder(path: Path) -> Path:
    try:
        return path.absolute().parent
    except OSError:  # the working directory was deleted
        return path.parent


def _located_cluster(cluster: Cluster, folder: Path) -> Cluster:
    """The entry with its paths taken from the folder of its file."""
    return replace(cluster, certificate_authority=_located(cluster.certificate_authority, folder))


def _located_user(user: User, folder: Path) -> User:
    """The entry with its paths taken from the folder of its file, and a plugin's unless it is one of the PATH."""
    plugin = user.exec
    if plugin is not None and "/" in plugin.command:
        plugin = replace(plugin, command=str(folder / plugin.command))
    return replace(
        user,
        client_certificate=_located(user.client_certificate, folder),
        client_key=_located(user.client_key, folder),
        token_file=_located(user.token_file, folder),
        exec=plugin,
    )


def _located(written: str, folder: Path) -> str:
    return str(folder / expanded(written)) if written else ""
