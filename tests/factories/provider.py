"""A provider that answers as told and remembers what it was asked; no network."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from prapazar.connector_kit import parsing, registry
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter

Answering = Callable[[httpx.Request], httpx.Response]
LogIn = Callable[[httpx.Request], httpx.Response | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the provider saw it."""

    method: str
    path: str
    query: dict[str, str]
    body: Any = None


@dataclass
class Provider:
    """Answers in turn; the last answer is given again and again. An exception is raised instead."""

    answers: list[httpx.Response | Exception | Answering] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    log_in: LogIn = lambda _: None
    """Answers log-ins by itself: they take nothing from `answers` and are left out of `asked`."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if (entry := self.log_in(request)) is not None:
            return entry
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(
                request.method,
                request.url.path,
                dict(request.url.params),
                parsing.load_json(request.content) if request.content else None,
            )
            for request in self.requests
            if self.log_in(request) is None
        ]

    def connector(self, slug: str, settings: Mapping[str, str], credentials: Mapping[str, str]) -> Any:  # noqa: ANN401 - tests call what this connector can do
        wire = Wire(
            transport=httpx.MockTransport(self),
            limiter=LocalLimiter(now=lambda: sum(self.slept)),
            sleep=self.slept.append,
        )
        return registry.build(slug, settings, credentials, "live", wire)


def answer(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, text=parsing.dump_json(content), headers=headers)


def telling(*contents: object, log_in: LogIn = lambda _: None) -> Provider:
    """A provider that answers with these contents; a whole response or an exception stands for itself."""
    told = [one if isinstance(one, httpx.Response | Exception) else answer(one) for one in contents]
    return Provider([*told], log_in=log_in)


def fixture(folder: Path, name: str) -> Any:  # noqa: ANN401 - a recorded answer
    return parsing.load_json((folder / "fixtures" / f"{name}.json").read_bytes())


def plain(value: object) -> Any:  # noqa: ANN401 - the same, through JSON
    return json.loads(parsing.dump_json(value))
