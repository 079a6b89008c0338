"""Which flags of a run a further command about it has as well."""

import shlex
from pathlib import Path

import msgspec
import pytest

from kubectl_porttrace import cli
from kubectl_porttrace.flags import Flags
from kubectl_porttrace.repeated import SPELLINGS, repeated

FOR_ONE_RUN = {
    "targets", "namespace", "all_namespaces", "selector", "header", "method",  # what is asked: the command names one
    "watch", "until", "timeout", "all_contexts",  # how often it is looked, and at how many
    "used", "save", "against", "fail_on", "explain", "list_checks", "version",  # what else is told, or done
    "output", "open_page", "problems", "everything", "sort_by", "no_headers", "no_color", "quiet",  # how it is printed
}  # fmt: skip


SHOP = """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  defaultBackend: {service: {name: cart, port: {number: 80}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {ports: [{port: 80}]}
"""


def words(**given: object) -> tuple[str, ...]:
    return repeated(msgspec.structs.asdict(Flags(**given)))  # type: ignore[arg-type]


def test_a_flag_says_what_is_read_and_judged_or_is_for_one_run() -> None:
    assert set(SPELLINGS) ^ FOR_ONE_RUN == set(Flags.__struct_fields__)


def test_every_spelling_is_that_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Flags] = []
    monkeypatch.setattr(cli, "_run", taken.append)
    for name, flag in SPELLINGS.items():
        plain = getattr(Flags(), name) is False
        cli.run_command([flag] if plain else [f"{flag}=x"] if flag.startswith("--") else [flag, "x"])
        assert getattr(taken[-1], name) in (True, "x", ["x"]), flag


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, (), id="none"),
        pytest.param({"namespace": "shop", "output": "wide", "fail_on": "never"}, (), id="for-one-run"),
        pytest.param({"filename": ["a", "b"], "recursive": True}, ("-f", "a", "-f", "b", "-R"), id="files"),
        pytest.param({"complete": True, "no_routes": True}, ("--no-routes", "--complete"), id="switches"),
        pytest.param({"demo": "shop"}, ("--demo",), id="the-first-demo"),
        pytest.param({"demo": "not-ready"}, ("--demo=not-ready",), id="another-demo"),
        pytest.param({"probe": "proxy"}, ("--probe=proxy",), id="a-value-behind-an-equals-sign"),
        pytest.param({"context": "prod", "impersonate": "ann"}, ("--context", "prod", "--as", "ann"), id="connection"),
        pytest.param({"token": "s3cret"}, ("--token", "TOKEN"), id="a-token-is-not-printed"),
        pytest.param({"server": "https://a:b@c:6443"}, ("--server", "https://c:6443"), id="nor-the-user-of-a-url"),
        pytest.param({"proxy_url": "http://a:b@c"}, ("--proxy-url", "http://c"), id="nor-that-of-a-proxy"),
    ],
)
def test_repeated(given: dict[str, object], expected: tuple[str, ...]) -> None:
    assert words(**given) == expected


def test_the_command_that_shows_more_finds_what_the_overview_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --complete the Service that the Ingress names may be elsewhere, and is no error."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "shop.yaml").write_text(SHOP)
    assert cli.run_command(["-f", str(tmp_path), "-R", "--complete"]) == 3
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("evidence and fix: "))
    assert cli.run_command(shlex.split(line.removeprefix("evidence and fix: "))[2:]) == 3
    assert "PTI01" in capsys.readouterr().out
