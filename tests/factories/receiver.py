"""An address that takes webhook deliveries and keeps them."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prapazar.connector_kit.records import WebhookDelivery


@dataclass
class Receiver:
    address: str = ""
    deliveries: list[WebhookDelivery] = field(default_factory=list)
    answer: bytes = b""


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    received = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = self.rfile.read(length)
            if len(body) < length:
                return  # the sender gave up and will try again
            headers = {name.lower(): value for name, value in self.headers.items()}
            received.deliveries.append(WebhookDelivery(headers, body))
            self.send_response(200)
            self.send_header("content-length", str(len(received.answer)))
            self.end_headers()
            self.wfile.write(received.answer)

        def do_PUT(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    received.address = f"http://127.0.0.1:{server.server_port}/hook"
    yield received
    server.shutdown()
    server.server_close()
    thread.join()
