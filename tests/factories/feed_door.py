"""Our feed addresses behind a real socket, for readers that run in a process of their own."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from uuid import UUID

from fastapi.testclient import TestClient

from prapazar.api import app as api
from prapazar.domain.feeds import queries
from prapazar.flows import feeds
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make
from tests.factories import feeds as made


@contextlib.contextmanager
def opened() -> Iterator[str]:
    """Bytes and headers go through as they are, packed or not."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            headers = {"accept-encoding": "identity", **asked}
            with application.stream("GET", self.path, headers=headers) as answer:
                body = b"".join(answer.iter_raw())
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with TestClient(api.build(), raise_server_exceptions=False) as application:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


def written(scope: Scope, connector: str, **settings: str) -> str:
    """The path of a feed of two articles, one of them sold out."""
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY-1", name="Çay & Şeker", price="1299.05")
        made.complete(session, scope, tea)
        made.complete(session, scope, make.variant(session, scope, "SAL-1", name="Şal"), quantity=0)
    connection_id: UUID = made.connect(scope, connector, **settings)
    feeds.look(connection_id)
    with db.transaction(scope) as session:
        return urlsplit(feeds.address(queries.feed(session, connection_id))).path
