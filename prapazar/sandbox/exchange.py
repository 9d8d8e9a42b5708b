"""One request as the providers see it, and the answer they give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json


@dataclass
class Call:
    method: str
    path: str
    """Decoded, without the provider's prefix."""
    full_path: str
    """As sent, still encoded, with the prefix: what a signature covers."""
    query_text: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    scheme: str = "http"

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query_text, keep_blank_values=True)

    @cached_property
    def query(self) -> dict[str, str]:
        """The last value wins, as both providers do."""
        return dict(self.pairs)

    def listed(self, name: str) -> list[str]:
        """A list given as `a,b`, as `name=a&name=b`, as `name[]=a` or as `name[0]=a`."""
        found: list[str] = []
        for key, value in self.pairs:
            if key == name or (key.startswith(f"{name}[") and key.endswith("]")):
                found.extend(part.strip() for part in value.split(",") if part.strip())
        return found

    @property
    def host(self) -> str:
        return self.headers.get("host", "127.0.0.1")

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of a form, however it is packed; none where the body is something else."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))
        if not kind.startswith("multipart/form-data"):
            return {}
        head = f"content-type: {kind}\r\nmime-version: 1.0\r\n\r\n".encode()
        parts = message_from_bytes(head + self.body, policy=policy.HTTP).iter_parts()
        found = {part.get_param("name", header="content-disposition"): part.get_content() for part in parts}
        return {str(name): str(value).removesuffix("\n") for name, value in found.items()}

    def json(self) -> Any:  # noqa: ANN401  JSON may be any shape; callers narrow it
        return jsontext.parse(self.body) if self.body.strip() else {}

    def json_object(self) -> Json:
        return jsontext.parse_object(self.body) if self.body.strip() else {}


@dataclass
class Reply:
    status: int
    body: bytes = b""
    content_type: str | None = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def json_reply(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, jsontext.dump(value).encode(), headers=headers or {})


def text_reply(text: str, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """JSON that is already text: stored documents are joined, not parsed and written again."""
    return Reply(status, text.encode(), headers=headers or {})


def empty_reply(status: int = 200) -> Reply:
    return Reply(status, content_type=None)


def join_documents(texts: Iterable[str]) -> str:
    return "[" + ",".join(texts) + "]"
