"""What a machine needs for the data plane, and whether this one has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Program -> the package of Debian and Ubuntu that has it.
PROGRAMS = {"ip": "iproute2", "nft": "nftables"}
_TRIAL = "porttrace-trial"
_DEVICES = "link add b0 type bridge\nlink add v0 type veth peer name v1\n"
# What kube-proxy's own rules use, in each of its modes.
_NFT = "add table ip t; add map ip t m { type ipv4_addr . inet_proto . inet_service : verdict ; }"
# One lock is for all of the machine, kube-proxies of other tests among them.
_WAIT = "--wait 60"
# What hands packets to a program: nftables' own expression for it is missing from more kernels than this.
_QUEUE_RULE = f"{_WAIT} -t mangle -A POSTROUTING -m conntrack --ctstate NEW -j NFQUEUE --queue-num 100"
_IPTABLES_RULE = (
    f"{_WAIT} -t nat -A OUTPUT -m comment --comment c -m statistic --mode random --probability 0.5 -j RETURN"
)


def lacks_nftables() -> str | None:
    """Say what is missing for kube-proxy in nftables mode; None where nothing is."""
    return _lacks_basics() or _try("nft", _NFT)


def lacks_iptables() -> str | None:
    """Say what is missing for kube-proxy in iptables mode; None where nothing is."""
    missing = _lacks_basics()
    if missing:
        return missing
    if not shutil.which("iptables"):
        return "there is no `iptables` on the PATH (package iptables)"
    return _try("iptables", *_IPTABLES_RULE.split())


def lacks_queue() -> str | None:
    """Say what is missing for a program to judge packets by NFQUEUE; None where nothing is."""
    missing = lacks_nftables()
    if missing:
        return missing
    if not shutil.which("iptables"):
        return "there is no `iptables` on the PATH (package iptables)"
    return _try("iptables", *_QUEUE_RULE.split())


def has_ipv6() -> bool:
    """Say whether the kernel has IPv6."""
    return Path("/proc/net/if_inet6").exists()


def has_ip6tables() -> bool:
    """Say whether kube-proxy in iptables mode can serve IPv6."""
    return has_ipv6() and shutil.which("ip6tables") is not None and _try("ip6tables", *_IPTABLES_RULE.split()) is None


def _lacks_basics() -> str | None:
    if sys.platform != "linux":
        return f"network namespaces need Linux, and this is {sys.platform}"
    if os.geteuid() != 0:
        return "network namespaces need root"
    for program, package in PROGRAMS.items():
        if not shutil.which(program):
            return f"there is no `{program}` on the PATH (package {package})"
    return _try("ip", "-batch", "-", stdin=_DEVICES)


def _try(*command: str, stdin: str = "") -> str | None:
    """Run a command in a namespace made for it, and say how it failed."""
    name = f"{_TRIAL}-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        return f"no network namespace can be made: {made.stderr.strip()}"
    try:
        tried = subprocess.run(
            ["ip", "netns", "exec", name, *command], input=stdin, capture_output=True, text=True, check=False
        )
    finally:
        subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)
    if tried.returncode == 0:
        return None
    return f"the kernel refuses what `{' '.join(command[:1])}` needs: {tried.stderr.strip()}"
