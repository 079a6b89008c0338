"""An HTTP proxy that notes for which hosts it was asked."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """An HTTP proxy that tunnels, and the hosts that were asked of it."""
    hosts: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(listener, hosts), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", hosts
    finally:
        listener.close()


def _serve(listener: socket.socket, hosts: list[str]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_tunnel, args=(client, hosts), daemon=True).start()


def _tunnel(client: socket.socket, hosts: list[str]) -> None:
    request = b""
    while not request.endswith(b"\r\n\r\n"):
        request += client.recv(1)
    target = request.split()[1].decode()
    hosts.append(target)
    host, _, port = target.partition(":")
    with client, socket.create_connection((host, int(port))) as server:
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=_copy, args=(client, server), daemon=True)
        back.start()
        _copy(server, client)
        back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass
