"""The way from the nodes to the API server: its own port on 127.0.0.1 of each node, led to 127.0.0.1 out here.

Run as a helper, `python -m tests.dataplane.forwarder PORT`. The request `{"listen": [PATH, ...]}` listens in these
namespaces. A socket belongs to the namespace it was opened in for good, so no interface leads out of any of them.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from contextlib import suppress
from pathlib import Path

from tests.dataplane.inside import inside

_LOOPBACK = "127.0.0.1"


async def main(port: int) -> None:
    """Forward until stdin ends."""

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            there = await asyncio.open_connection(_LOOPBACK, port)
            await asyncio.gather(_copy(reader, there[1]), _copy(there[0], writer))

    servers: list[asyncio.Server] = []
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        listeners = [_listener(Path(path), port) for path in json.loads(line)["listen"]]
        servers += [await asyncio.start_server(forward, sock=listener) for listener in listeners]
        sys.stdout.buffer.write(b"{}\n")
        sys.stdout.buffer.flush()


def _listener(namespace: Path, port: int) -> socket.socket:
    with inside(namespace):
        return socket.create_server((_LOOPBACK, port))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while received := await reader.read(1 << 16):
            writer.write(received)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
