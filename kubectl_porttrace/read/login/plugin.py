"""Credential plugins: programs that print a token or a certificate.

Source: `k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go:refreshCredsLocked`. The client's own runner keeps what a
plugin says to its user until the plugin is done, and a login code is of no use then.
"""

import os
import shutil
import subprocess
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TextIO

import msgspec

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.cluster.parallel import start_thread
from kubectl_porttrace.read.login.context import Login
from kubectl_porttrace.read.login.entries import Cluster, Exec
from kubectl_porttrace.read.login.hidden_value import HiddenValue

MOST_SAID = 64 * 1024
"""So many letters of a plugin's messages are passed on."""

MOST_GIVEN = 16 * 1024 * 1024
"""So many bytes a plugin's answer may have."""

AFTERWARDS = 0.5
"""Seconds to wait for the last messages of a plugin that ended, which a program it left behind may keep open."""

VERSIONS = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
_MODES = frozenset({"Never", "IfAvailable", "Always"})
_CUT = "[the credential plugin said more]"
_EXTENSION = "client.authentication.k8s.io/exec"


class Credential(HiddenValue, frozen=True, rename="camel"):
    """What a plugin gives."""

    token: str = ""
    client_certificate_data: str = ""
    client_key_data: str = ""


class _Answer(msgspec.Struct, frozen=True, rename="camel"):
    api_version: str = ""
    status: Credential | None = None


def credential_of(plugin: Exec, login: Login, messages: TextIO | None) -> Credential:
    """Run a plugin. What it says to its user on stderr is passed on while it runs, without control characters.

    Args:
        plugin: the kubeconfig's entry.
        login: whose plugin it is, and the cluster to tell it about.
        messages: where its messages go; None for nowhere.

    Raises:
        UnreachableError: its entry is incomplete, it is not installed, it failed, or what it printed is no credential.
    """
    wrong = _wrong_with(plugin)
    if wrong:
        raise UnreachableError(
            f'the credential plugin of user "{login.user_name}" cannot be run: {wrong}',
            "kubectl config view --minify shows what the kubeconfig says",
        )
    if shutil.which(plugin.command) is None:
        raise UnreachableError(
            f'the credential plugin "{plugin.command}" of user "{login.user_name}" is not installed',
            " ".join(plugin.install_hint.split()) or "install it, or put it on the PATH",
        )
    try:
        given = _credential(plugin, _run(plugin, login, messages))
    except OSError as error:
        raise _failed(plugin, login, (error.strerror or "it cannot be run").lower()) from None
    except (ValueError, msgspec.MsgspecError) as error:
        raise _failed(plugin, login, str(error)) from None
    return given


def _wrong_with(plugin: Exec) -> str:
    """What kubectl refuses an entry for; empty where it takes it.

    Source: `clientcmd/validation.go:validateAuthInfo`; version v1 alone has no default for the mode
    (`clientcmd/api/v1/defaults.go:SetDefaults_ExecConfig`).
    """
    mode = plugin.interactive_mode or ("" if plugin.api_version == VERSIONS[0] else "IfAvailable")
    faults = (
        ("it has no command", not plugin.command),
        ("it has no apiVersion", not plugin.api_version),
        (
            f'its apiVersion "{plugin.api_version}" is neither {" nor ".join(VERSIONS)}',
            plugin.api_version not in VERSIONS,
        ),
        ("an environment variable has no name", not all(each.name for each in plugin.env)),
        ("it has no interactiveMode, which version v1 needs", not mode),
        (f'its interactiveMode "{mode}" is not one of {", ".join(sorted(_MODES))}', mode not in _MODES),
    )
    return next((fault for fault, holds in faults if holds), "")


def _run(plugin: Exec, login: Login, messages: TextIO | None) -> bytes:
    """What it prints.

    Raises:
        ValueError: it failed, or may not be asked for anything without a terminal.
    """
    terminal = sys.stdin is not None and sys.stdin.isatty()
    if plugin.interactive_mode == "Always" and not terminal:
        raise ValueError("it has to ask something, and standard input is not a terminal")
    interactive = terminal and plugin.interactive_mode != "Never"
    variables = {each.name: each.value for each in plugin.env}
    with subprocess.Popen(
        [plugin.command, *plugin.args],
        stdin=None if interactive else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **variables, "KUBERNETES_EXEC_INFO": _information(plugin, login, interactive=interactive)},
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for mypy: both are pipes
        assert process.stderr is not None  # noqa: S101
        passing_on = start_thread(partial(_pass_on, process.stderr, messages))
        printed = process.stdout.read(MOST_GIVEN + 1)
        if len(printed) > MOST_GIVEN:
            process.kill()
            raise ValueError(f"it printed more than {MOST_GIVEN // 1024 // 1024} MiB")
        code = process.wait()
        passing_on.join(AFTERWARDS)
    if code:
        raise ValueError(f"it ended with exit code {code}")
    return printed


def _pass_on(source: IO[bytes], sink: TextIO | None) -> None:
    """Copy messages as they come; all are read, so that the plugin never waits, but only so many are passed on."""
    decoder = getincrementaldecoder("utf-8")("replace")
    passed = 0
    while read := os.read(source.fileno(), 65536):
        said = "".join(letter for letter in decoder.decode(read) if letter.isprintable() or letter in "\n\t")
        if sink is not None and said and passed <= MOST_SAID:
            left = MOST_SAID - passed
            # Who closed standard error gets no messages, and the plugin goes on.
            with suppress(OSError, ValueError):
                sink.write(said if len(said) <= left else f"{said[:left]}\n{_CUT}\n")
                sink.flush()
            passed += len(said)


def _information(plugin: Exec, login: Login, *, interactive: bool) -> str:
    """What a plugin is told: `KUBERNETES_EXEC_INFO`."""
    spec: dict[str, object] = {"interactive": interactive}
    if plugin.provide_cluster_info:
        spec["cluster"] = _told_of(login.cluster)
    asked = {"kind": "ExecCredential", "apiVersion": plugin.api_version, "spec": spec}
    return msgspec.json.encode(asked).decode()


def _told_of(cluster: Cluster) -> dict[str, object]:
    """The cluster as `rest.ConfigToExecCluster` puts it: authorities by what they are, not by where they are."""
    told: dict[str, object] = msgspec.to_builtins(cluster)
    for key in ("certificate-authority", "extensions"):
        told.pop(key, None)
    if cluster.certificate_authority and not cluster.certificate_authority_data:
        content = Path(cluster.certificate_authority).read_bytes()
        told["certificate-authority-data"] = msgspec.to_builtins(content)
    config = next((each.extension for each in cluster.extensions if each.name == _EXTENSION), None)
    return told if config is None else {**told, "config": config}


def _credential(plugin: Exec, printed: bytes) -> Credential:
    """The credential in what was printed.

    Raises:
        ValueError: there is none.
    """
    try:
        answer = msgspec.json.decode(printed, type=_Answer)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        # Its words could be those of the credential.
        raise ValueError("it did not print an ExecCredential in JSON") from None
    if plugin.api_version and answer.api_version != plugin.api_version:
        answered = answer.api_version or "no apiVersion"
        raise ValueError(f"it answered with {answered}, and was asked for {plugin.api_version}")
    given = answer.status
    if given is None or given == Credential():
        raise ValueError("it gave no credentials")
    if bool(given.client_certificate_data) != bool(given.client_key_data):
        raise ValueError("it gave a certificate or a key, not both")
    return given


def _failed(plugin: Exec, login: Login, why: str) -> UnreachableError:
    return UnreachableError(
        f'the credential plugin "{plugin.command}" of user "{login.user_name}" failed: {why}',
        "log in again, then retry",
    )
