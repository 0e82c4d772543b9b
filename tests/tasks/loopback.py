"""A web server on the loopback that can be told to misbehave, one answer after another."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """What the server has, how it answers next, and what it was asked."""

    files: dict[str, bytes]
    moods: list[str] = field(default_factory=list)  # used up one an answer; then it behaves
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # path, Range
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)  # ends a stall
    validators: bool = True


@contextmanager
def serving(files: dict[str, bytes], *moods: str) -> Iterator[Served]:
    """Serve `files` by path. Moods: see `_answer`."""
    served = Served({f"/{name}": data for name, data in files.items()}, list(moods))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, self.headers.get("Range")))
            _answer(self, served, served.moods.pop(0) if served.moods else "")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        served.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, served: Served, mood: str) -> None:
    kind, _, value = mood.partition(":")
    data = served.files.get(handler.path)
    if kind == "status" or data is None:
        handler.send_response(int(value or 404))
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    if kind == "other":  # another file by now
        data = bytes(255 - byte for byte in data)
        served.files[handler.path] = data
    tag = f'"{hashlib.md5(data).hexdigest()}"'
    first, asked = 0, handler.headers.get("Range")
    same = handler.headers.get("If-Range") in (None, tag)
    if asked and same and kind != "whole":  # "whole": it knows no ranges
        first = int(asked.removeprefix("bytes=").partition("-")[0])
        if first >= len(data):
            handler.send_response(416)
            handler.send_header("Content-Range", f"bytes */{len(data)}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
    handler.send_response(206 if first else 200)
    if first:
        told = 0 if kind == "shifted" else first  # "shifted": another part than was asked for
        handler.send_header("Content-Range", f"bytes {told}-{len(data) - 1}/{len(data)}")
    if served.validators:
        handler.send_header("ETag", tag)
    length = len(data) - first
    length += {"longer": 100, "shorter": -100}.get(kind, 0)  # lies about the length
    handler.send_header("Content-Type", "text/html" if kind == "page" else "application/zip")
    if kind != "unsized":
        handler.send_header("Content-Length", str(length))
    handler.end_headers()
    body = data[first:]
    if kind == "wrong":
        body = bytes(len(body))
    cut = int(value) if kind in ("break", "stall") else len(body)
    handler.wfile.write(body[:cut])
    if kind == "stall":
        handler.wfile.flush()
        served.released.wait(20)
    handler.close_connection = True
