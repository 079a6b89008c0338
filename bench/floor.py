"""The transfer floor: send porttrace's requests, read the answers to their last byte, and do nothing with them.

`python floor.py REQUESTS WORKERS ENCODING` reads page by page over one kept connection per worker, to the server and
with the token of $KUBECONFIG (JSON). Nothing but the standard library, so that Python's own start is all that is added.
"""

import http.client
import json
import os
import re
import ssl
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from typing import Any
from urllib.parse import urlencode, urlsplit

_CONTINUE = re.compile(rb'"continue":"([^"]+)"')
_HEAD = 2000
"""A list's own metadata comes before its items."""
_GZIP = b"\x1f\x8b"


class Reader:
    """One connection per thread, kept open."""

    def __init__(self, kubeconfig: Path, encoding: str) -> None:
        """Read where the server is and who asks; `encoding` is gzip or identity."""
        stored: dict[str, Any] = json.loads(kubeconfig.read_text("utf-8"))
        cluster = stored["clusters"][0]["cluster"]
        self._address = urlsplit(cluster["server"]).netloc
        self._context = ssl.create_default_context(cafile=cluster["certificate-authority"])
        self._token = stored["users"][0]["user"]["token"]
        self._encoding = encoding
        self._kept = local()

    def read(self, request: dict[str, Any]) -> int:
        """Read one list, page by page, and return how many bytes it has."""
        parameters, total = dict(request["parameters"]), 0
        while True:
            body = self._page(f"{request['path']}?{urlencode(parameters)}", request["accept"])
            total += len(body)
            found = _CONTINUE.search(_head(body))
            if not found:
                return total
            parameters["continue"] = found[1].decode()

    def _page(self, target: str, accept: str) -> bytes:
        if not hasattr(self._kept, "connection"):
            self._kept.connection = http.client.HTTPSConnection(self._address, context=self._context)
        headers = {"Authorization": f"Bearer {self._token}", "Accept": accept, "Accept-Encoding": self._encoding}
        self._kept.connection.request("GET", target, headers=headers)
        answer = self._kept.connection.getresponse()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{target}: {answer.status}")
        return bytes(answer.read())


def _head(body: bytes) -> bytes:
    """The beginning of a body, unpacked; small answers come unpacked whatever was asked for."""
    if body.startswith(_GZIP):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, _HEAD)
    return body[:_HEAD]


def main() -> None:
    """Read all lists and print how many bytes came."""
    requests, workers, encoding = json.loads(Path(sys.argv[1]).read_text("utf-8")), int(sys.argv[2]), sys.argv[3]
    reader = Reader(Path(os.environ["KUBECONFIG"]), encoding)
    with ThreadPoolExecutor(workers) as pool:
        sys.stdout.write(f"{sum(pool.map(reader.read, requests))}\n")


if __name__ == "__main__":
    main()
