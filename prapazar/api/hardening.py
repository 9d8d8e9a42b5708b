"""Around everything the web process answers: policy headers, and bodies of bounded size."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prapazar.api import browser, errors
from prapazar.api.policies import ALWAYS, ENCRYPTED, ContentPolicy

MEGABYTE = 1024 * 1024
UPLOAD_MOST = 32 * MEGABYTE
BODY_MOST = 8 * MEGABYTE
_UPLOAD = "/_upload"
_EMPTY_PARTS = re.compile(r"/{2,}")


@dataclass(slots=True)
class _Exchange:
    read: int = 0
    too_much: bool = False
    answered: bool = False


async def _tidied(scope: Scope, receive: Receive, send: Send) -> None:
    """An address with an empty part, such as a link to a store that is gone, leads to the page without it."""
    path = _EMPTY_PARTS.sub("/", scope["path"])
    query = scope["query_string"].decode("latin-1")
    await RedirectResponse(quote(path) + (f"?{query}" if query else ""), 307)(scope, receive, send)


class Hardened:
    """ASGI middleware for HTTP; sockets pass, their origin and frame size are checked where they are served."""

    def __init__(self, app: ASGIApp, built: Path) -> None:
        self._app = app
        self._content = ContentPolicy(built)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if "//" in scope["path"] and scope["method"] in {"GET", "HEAD"}:
            await _tidied(scope, receive, send)
            return
        most = UPLOAD_MOST if scope["path"].startswith(_UPLOAD) else BODY_MOST
        dressed = self._dressed(scope, send)
        if _announced(scope) > most:
            await _too_large(scope, receive, dressed)
            return
        exchange = _Exchange()
        try:
            await self._app(scope, _bounded(receive, most, exchange), _stopped(dressed, exchange))
        except Exception:
            if not exchange.too_much:
                raise
        if exchange.too_much and not exchange.answered:
            await _too_large(scope, receive, dressed)

    def _dressed(self, scope: Scope, send: Send) -> Send:
        connection = HTTPConnection(scope)
        encrypted = browser.is_encrypted(connection)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*ALWAYS, *((ENCRYPTED,) if encrypted else ())):
                    headers.setdefault(name.decode(), value.decode())
                if "location" in headers:
                    headers["location"] = _within(connection, headers["location"])
                headers.setdefault("content-security-policy", self._content.header(scope["path"]).decode())
                if scope["path"].startswith("/api/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        return with_headers


def hardened(built: Path) -> Callable[[ASGIApp], ASGIApp]:
    def wrap(app: ASGIApp) -> ASGIApp:
        return Hardened(app, built)

    return wrap


def _within(connection: HTTPConnection, location: str) -> str:
    """A way to ourselves without scheme and host: behind a proxy we know neither, and would lead out of TLS."""
    start = f"{connection.url.scheme}://{connection.headers.get('host', '')}/"
    path = location.removeprefix(start)
    # "//other.example" would be somebody else's address
    return location if path == location or path.startswith("/") else f"/{path}"


def _announced(scope: Scope) -> int:
    told = HTTPConnection(scope).headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() else 0


def _bounded(receive: Receive, most: int, exchange: _Exchange) -> Receive:
    """Whoever sends more than `most` without announcing it is cut off there."""

    async def counted() -> Message:
        if exchange.too_much:
            return {"type": "http.disconnect"}
        message = await receive()
        exchange.read += len(message.get("body", b""))
        if exchange.read > most:
            exchange.too_much = True
            return {"type": "http.disconnect"}
        return message

    return counted


def _stopped(send: Send, exchange: _Exchange) -> Send:
    """What the application says to somebody cut off is replaced by 413."""

    async def checked(message: Message) -> None:
        if exchange.too_much and not exchange.answered:
            return
        exchange.answered = True
        await send(message)

    return checked


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    response = errors.problem(Request(scope), 413, "errors.too_large", headers={"Connection": "close"})
    await response(scope, receive, send)
