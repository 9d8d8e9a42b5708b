"""Makes the folder of a new connector and its tests: the least that passes the folder check."""

import re
from pathlib import Path
from string import Template

_SLUG = re.compile(r"[a-z][a-z0-9_]*")


class NotANewSlug(Exception):
    """Taken already, or not a name a folder can have."""


def make(slug: str, name: str, root: Path) -> list[Path]:
    """Writes the files under a checkout and says which."""
    folder = root / "prapazar" / "connectors" / slug
    tests = root / "tests" / "connectors" / slug
    if not _SLUG.fullmatch(slug):
        raise NotANewSlug(f"{slug!r}: small letters, digits and _ only, a letter first")
    if folder.exists() or tests.exists():
        raise NotANewSlug(f"{slug} is there already")
    texts = {folder / file: text for file, text in _FOLDER.items()}
    texts |= {tests / file: text for file, text in _TESTS.items()}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(text).substitute(slug=slug, name=name), encoding="utf-8")
    return sorted(texts)


_README = """\
# $name

## What it does
Tests the credentials of an account; nothing else yet.

## Credentials
Where the merchant finds them.

## Limits
What the provider's documents say, with the date; the figures are in `manifest.toml`.

## Quirks
What surprised us.

## Documents
<https://example.com/docs>
"""
_MANIFEST = """\
slug = "$slug"
name = "$name"
kinds = ["marketplace"]
capabilities = ["test_credentials"]
documentation = "https://example.com/docs"

[hosts]
live = "https://example.com"
sandbox = "{sandbox}/$slug"

[auth]
kind = "token"
account = "account_id"

[auth.where]
tr = "Satıcı paneli"
en = "Seller panel"

[[auth.fields]]
name = "account_id"
kind = "text"
label = { tr = "Hesap numarası", en = "Account number" }

[[auth.fields]]
name = "token"
kind = "secret"
label = { tr = "Anahtar", en = "Token" }
"""
_CLIENT = '''\
"""$name's endpoints, one method each, in $name's words."""

from typing import Any

from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.parsing import mapping


class Client:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def account(self) -> dict[str, Any]:
        return mapping(self._caller.send(Call("account", "GET", "/account")).content, "account")
'''
_SCHEMAS = '''\
"""$name's shapes with $name's names."""

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]
'''
_MAPPER = '''\
"""Between $name's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Sequence
from typing import Any

from prapazar.connector_kit.parsing import required, text
from prapazar.connector_kit.records import AccountRecord
from prapazar.connectors.$slug.schemas import Raw


def account(raw: Raw) -> AccountRecord:
    return AccountRecord(name=text(required(raw, "name")))


READERS: dict[str, Callable[[Any], Sequence[object]]] = {"account": lambda raw: [account(raw)]}
"""How a recorded answer is replayed, by operation; content.py and aftersales.py have their own."""
'''
_ERRORS = '''\
"""What $name's error answers mean, in our five errors."""

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.http import Answer


def from_answer(answer: Answer) -> ConnectorError:
    return error_by_status(answer, str(answer.status), rejected_code="$slug.rejected")
'''
_CONNECTOR = '''\
"""$name fulfilling the contract: each method is build, call, map."""

from collections.abc import Generator

import httpx

from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.$slug import errors, mapper
from prapazar.connectors.$slug.client import Client


class Token(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Bearer {self._token}"
        yield request


class Connector:
    def __init__(self, setup: Setup) -> None:
        auth = Token(setup.credentials["token"])
        caller = setup.caller(user_agent="PraPazar", auth=auth, read_error=errors.from_answer)
        self.client = Client(caller)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        return mapper.account(self.client.account())
'''
_BUILT = """\
    wire = Wire(transport=httpx.MockTransport(answer))
    connector = registry.build("$slug", {"account_id": "1"}, {"token": "t"}, "live", wire)
"""
_TEST_CONNECTOR = f'''\
"""$name: each operation builds, calls and maps."""

import httpx

from prapazar.connector_kit import registry
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import AccountRecord


def test_test_credentials_names_the_account() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={{"name": "Çarşı"}})

{_BUILT}
    account = connector.test_credentials()

    assert account == AccountRecord(name="Çarşı")
'''
_TEST_CLIENT = f'''\
"""$name's endpoints as they are called."""

import httpx

from prapazar.connector_kit import registry
from prapazar.connector_kit.http import Wire


def test_account_is_asked_with_the_token() -> None:
    called: list[tuple[str, str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append((request.method, str(request.url), request.headers["authorization"]))
        return httpx.Response(200, json={{"name": "Çarşı"}})

{_BUILT}
    connector.test_credentials()

    assert called == [("GET", "https://example.com/account", "Bearer t")]
'''
_TEST_MAPPER = '''\
"""$name's answers as our records."""

from prapazar.connector_kit.records import AccountRecord
from prapazar.connectors.$slug import mapper


def test_account_is_mapped() -> None:
    assert mapper.account({"name": "Çarşı"}) == AccountRecord(name="Çarşı")
'''
_TEST_ERRORS = '''\
"""$name's error answers as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.$slug import errors


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (422, Rejected), (429, RateLimited), (503, Unavailable)],
)
def test_error_is_mapped_by_status(status: int, expected: type[Exception]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected
'''
_FOLDER = {
    "__init__.py": '"""$name."""\n',
    "README.md": _README,
    "manifest.toml": _MANIFEST,
    "quality.toml": "[exempt]\n",
    "client.py": _CLIENT,
    "connector.py": _CONNECTOR,
    "errors.py": _ERRORS,
    "mapper.py": _MAPPER,
    "schemas.py": _SCHEMAS,
}
_TESTS = {
    "test_client.py": _TEST_CLIENT,
    "test_connector.py": _TEST_CONNECTOR,
    "test_errors.py": _TEST_ERRORS,
    "test_mapper.py": _TEST_MAPPER,
}
