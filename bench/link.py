"""A slow link to a server: a relay that holds every byte back for half a round trip and lets so many through a second.

`python -m bench.link HOST:PORT` prints the port it listens on. It stands in for netem, which not every kernel has. It
relays TCP, so TLS passes through untouched. The handshake of TCP, which the relay answers at once, is made up for by
waiting a round trip before the first byte. Slow start is not imitated: answers of more than 15 KB come a little early.
"""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from functools import partial

ROUND_TRIP = 0.050
RATE = 10_000_000 / 8
"""Bytes a second, each way, for all connections together."""

_CHUNK = 16_384
_BACKLOG = 0.1
"""So many seconds' worth of bytes wait at the link before the sender has to."""


@dataclass
class Lane:
    """One direction of the link: busy until what was last sent is through."""

    rate: float
    delay: float
    busy_until: float = 0.0

    def send(self, size: int, now: float) -> float:
        """Return when the last of `size` bytes, sent now, arrives."""
        self.busy_until = max(self.busy_until, now) + size / self.rate
        return self.busy_until + self.delay


async def serve(host: str, port: int) -> None:
    """Relay whatever connects until the process ends."""
    lanes = Lane(RATE, ROUND_TRIP / 2), Lane(RATE, ROUND_TRIP / 2)
    server = await asyncio.start_server(partial(_relay, host, port, lanes), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def _relay(
    host: str,
    port: int,
    lanes: tuple[Lane, Lane],
    client_reader: asyncio.StreamReader,
    client_writer: asyncio.StreamWriter,
) -> None:
    await asyncio.sleep(ROUND_TRIP)
    server_reader, server_writer = await asyncio.open_connection(host, port)
    await asyncio.gather(
        _pass_on(client_reader, server_writer, lanes[0]), _pass_on(server_reader, client_writer, lanes[1])
    )


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lane: Lane) -> None:
    """Pass on one direction of a connection, in order, until its end."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    delivery = asyncio.create_task(_deliver(under_way, writer))
    clock = asyncio.get_running_loop().time
    sent = b"."
    while sent:
        try:
            sent = await reader.read(_CHUNK)
        except ConnectionError:
            sent = b""
        now = clock()
        under_way.put_nowait((lane.send(len(sent), now), sent))
        await asyncio.sleep(max(0.0, lane.busy_until - now - _BACKLOG))
    await delivery


async def _deliver(under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    clock = asyncio.get_running_loop().time
    while True:
        moment, sent = await under_way.get()
        await asyncio.sleep(moment - clock())
        try:
            writer.write(sent)
            await writer.drain()
        except ConnectionError:
            return
        if not sent:
            writer.close()
            return


def main() -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(prog="python -m bench.link", description=__doc__)
    parser.add_argument("server", help="HOST:PORT behind the link")
    host, _, port = parser.parse_args().server.rpartition(":")
    asyncio.run(serve(host, int(port)))


if __name__ == "__main__":
    main()
