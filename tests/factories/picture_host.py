"""A host that has a picture at every address that ends in .png, and counts how often it was asked."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class PictureHost:
    address: str = ""
    asked: list[str] = field(default_factory=list)


@contextlib.contextmanager
def hosting() -> Iterator[PictureHost]:
    host = PictureHost()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            is_there = self.path.endswith(".png")
            body = PNG + self.path.encode() if is_there else b"<html></html>"
            self.send_response(200 if is_there else 404)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host.address = f"http://127.0.0.1:{server.server_port}"
    yield host
    server.shutdown()
    server.server_close()
    thread.join()
