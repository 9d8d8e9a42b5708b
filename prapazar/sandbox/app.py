"""The ASGI application: hands each request to its provider, and lets faults strike on the way."""

import asyncio
import contextlib
import gzip
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import unquote

from starlette.types import Receive, Scope, Send

from prapazar.sandbox import pictures, spoiling
from prapazar.sandbox.control import Control
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import REQUEST_KINDS, Fault, Kind
from prapazar.sandbox.player import panel
from prapazar.sandbox.player.assortment import labels
from prapazar.sandbox.player.player import Player
from prapazar.sandbox.provider import Gateway
from prapazar.sandbox.sandbox import DEFAULT_ADDRESS, Sandbox
from prapazar.sandbox.smtp import mailroom

Background = Callable[[Sandbox], Awaitable[None]]
_LONGEST_HOLD = 300
_BEFORE = frozenset(
    {Kind.TOO_MANY, Kind.FORBIDDEN, Kind.EXPIRED_TOKEN, Kind.BROKEN, Kind.UNAVAILABLE, Kind.HTML}
)


class SandboxApp:
    def __init__(
        self, sandbox: Sandbox, background: Sequence[Background] = (), address: str = DEFAULT_ADDRESS
    ) -> None:
        self.sandbox = sandbox
        self.player = Player(sandbox, address)
        self._background = (self.player.run, mailroom.run, *background)
        self._running: list[asyncio.Future[None]] = []
        self._control = Control(sandbox)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.sandbox.ground.courier.start()
                self._running = [asyncio.ensure_future(run(self.sandbox)) for run in self._background]
                await send({"type": "lifespan.startup.complete"})
            else:
                for task in self._running:
                    task.cancel()
                await asyncio.gather(*self._running, return_exceptions=True)
                await self.sandbox.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        slug, _, rest = scope["path"].lstrip("/").partition("/")
        call = await _read(scope, receive, f"/{rest}")
        provider = self.sandbox.providers.get(slug)
        if provider is not None:
            await self._provider(slug, provider.gateway, call, receive, send)
            return
        reply = await self._own(slug, call)
        self.sandbox.ground.store.flush()
        await _send(send, reply)

    async def _own(self, slug: str, call: Call) -> Reply:
        """What belongs to the sandbox itself and to no provider."""
        if slug == "_control":
            if call.path == "/player":
                return panel.answer(self.player, call)
            return await self._control.answer(call)
        if slug == "_images":
            return pictures.answer(call.path.lstrip("/"), labels())
        return self._index(200 if slug == "" else 404)

    async def _provider(self, slug: str, gateway: Gateway, call: Call, receive: Receive, send: Send) -> None:
        ground = self.sandbox.ground
        account = gateway.account(call)
        action = call.headers.get("soapaction", "").strip('"')
        fault = ground.faults.strike(slug, account, call.method, call.path, REQUEST_KINDS, action=action)
        kind = fault.kind if fault else None
        if fault is not None and kind is Kind.SLOW:
            await asyncio.sleep(_seconds(fault, 2))
        if fault is not None and kind is Kind.TIMEOUT:
            reply = Reply(504, b"")
            await _hold(receive, _seconds(fault, 120))
        elif fault is not None and kind is Kind.SAYS:
            reply = _said(fault)
        elif fault is not None and kind in _BEFORE:
            reply = gateway.broken(fault)
        else:
            reply = gateway.answer(call)
            ground.store.flush()
            if fault is not None:
                reply = spoiling.spoil(reply, fault)
                if kind is Kind.HUNG_ANSWER:
                    await _hold(receive, _seconds(fault, 120))
        ground.journal.add(slug, account, call, reply.status, kind.value if kind else None, ground.now_ms())
        await _send(send, reply, cut_at=spoiling.cut_at(reply, fault), is_head=call.method == "HEAD")

    def _index(self, status: int) -> Reply:
        index = {"sandbox": "prapazar", "providers": sorted(self.sandbox.providers), "control": "/_control/"}
        return json_reply(index, status)


def create_app(
    store_path: Path | None = None,
    *,
    address: str = DEFAULT_ADDRESS,
    background: Sequence[Background] = (),
) -> SandboxApp:
    """`address` is where the sandbox is reached; `background` coroutines run beside the server."""
    return SandboxApp(Sandbox(store_path, address), background, address)


def _said(fault: Fault) -> Reply:
    body, kind = str(fault.options.get("body", "")), str(fault.options.get("content_type", "text/plain"))
    return Reply(int(fault.options.get("status", 200)), body.encode(), kind)


async def _read(scope: Scope, receive: Receive, path: str) -> Call:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    content = bytes(body)
    if headers.get("content-encoding") == "gzip":
        with contextlib.suppress(OSError, EOFError):
            content = gzip.decompress(content)
    raw = scope.get("raw_path") or scope["path"].encode()
    return Call(
        method=scope["method"],
        path=unquote(path) if "%" in path else path,
        full_path=raw.decode("latin-1").partition("?")[0],
        query_text=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=content,
        scheme=headers.get("x-forwarded-proto") or scope.get("scheme") or "http",
    )


async def _send(send: Send, reply: Reply, *, cut_at: int | None = None, is_head: bool = False) -> None:
    """A cut-off answer announces its full length and ends early; the server then drops the connection."""
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()
    ]
    if reply.content_type is not None:
        headers.append((b"content-type", reply.content_type.encode("latin-1")))
    if reply.status != 204:  # noqa: PLR2004  "no content" has no length either
        announced = len(reply.body) if cut_at is None else max(1, len(reply.body))
        headers.append((b"content-length", str(announced).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if cut_at is not None:
        await send({"type": "http.response.body", "body": reply.body[:cut_at], "more_body": True})
        raise AnswerCutOff
    await send({"type": "http.response.body", "body": b"" if is_head else reply.body})


class AnswerCutOff(Exception):
    """The answer stops here because a fault says so."""


async def _hold(receive: Receive, seconds: float) -> None:
    """Say nothing until the client gives up, or the bound is reached."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(min(seconds, _LONGEST_HOLD)):
            while (await receive())["type"] != "http.disconnect":
                pass


def _seconds(fault: Fault, usual: float) -> float:
    return float(fault.options.get("seconds", usual))
