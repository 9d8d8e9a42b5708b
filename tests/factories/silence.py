"""A client that gives up on a silent provider once it was heard there, however slow the machine is."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import httpx

from tests.factories.running import awaited
from tests.factories.stages import Server

_KINDS = {"timeout", "hung_answer"}
_PATIENCE = 0.05
"""Seconds; who was heard has nothing more to wait for."""
_PATIENCE_UNHEARD = 2.0
"""Where no HTTP is spoken, and nobody can tell whether the sandbox was reached."""


@dataclass
class Silence:
    """To be laid around what carries a connector's requests; those that no silence awaits have all their time."""

    server: Server
    slug: str

    def __call__(self, transport: httpx.BaseTransport) -> httpx.BaseTransport:
        return _Listening(transport, self.server, self.slug)


class _Listening(httpx.BaseTransport):
    def __init__(self, transport: httpx.BaseTransport, server: Server, slug: str) -> None:
        self._transport, self._server, self._slug = transport, server, slug

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        before = self._left(request)
        if not before:
            return self._transport.handle_request(request)

        def listen(step: str, _: dict[str, Any]) -> None:
            # Sent, and no answer is waited for yet: the sandbox counts a fault down in the step that carries it out.
            if step.endswith("receive_response_headers.started"):
                awaited(lambda: self._left(request) != before, True)

        seconds = _PATIENCE if self._is_http(request) else _PATIENCE_UNHEARD
        timeout = {**request.extensions["timeout"], "read": seconds}
        request.extensions = {**request.extensions, "timeout": timeout, "trace": listen}
        return self._transport.handle_request(request)

    def _is_http(self, request: httpx.Request) -> bool:
        return request.url.path.startswith(f"/{self._slug}/")

    def _left(self, request: httpx.Request) -> dict[int, int]:
        """How often each silence that fits this request still comes."""
        faults = self._server.pull("GET", "/faults")
        return {
            one["id"]: one["remaining"]
            for one in faults
            if one["kind"] in _KINDS and self._fits(one, request)
        }

    def _fits(self, fault: dict[str, Any], request: httpx.Request) -> bool:
        """As the sandbox says it."""
        if fault["provider"] != self._slug or fault["remaining"] == 0:
            return False
        action = request.headers.get("soapaction", "").strip('"')
        return not self._is_http(request) or (
            fnmatchcase(request.url.path.removeprefix(f"/{self._slug}"), fault["path"])
            and fnmatchcase(request.method, fault["method"])
            and fnmatchcase(action, fault["action"])
        )
