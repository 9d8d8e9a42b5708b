"""Stores connected on the pages of Etsy, eBay, Google and Amazon: each provider's own words, one way there and back."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from sqlalchemy import text

from prapazar.domain.channels import queries
from prapazar.domain.channels.errors import ConnectionInvalid, GrantRefused
from prapazar.flows import connections, grants
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories.stages import Server

_LOGIN = "a log-in's key"
_numbers = count(1)


def _form(address: str, decision: str) -> httpx.Response:
    return httpx.post(address, data={"decision": decision})


def _link(address: str, decision: str) -> httpx.Response:
    """Amazon's page has a link to agree by, and none to decline."""
    assert decision == "agree"
    found = re.search(r'href="([^"]+)"', httpx.get(address).text)
    assert found is not None
    return httpx.get(html.unescape(found[1]))


@dataclass(frozen=True)
class Provider:
    """What the form asks for, how its page is answered, and what the grant fills."""

    slug: str
    fields: tuple[str, ...]
    more: Mapping[str, str]
    filled: Mapping[str, str]
    """Field of the form by what the simulator calls it; its own refresh token is not among them."""
    answer: Callable[[str, str], httpx.Response] = _form
    yes: str = "agree"
    no: str | None = None
    back: str | None = None
    """Where the account keeps the address it leads back to, instead of being told."""


PROVIDERS = (
    Provider("etsy", ("keystring", "shared_secret"), {}, {"user_id": "user_id"}, yes="allow", no="deny"),
    Provider(
        "ebay",
        ("client_id", "client_secret", "ru_name"),
        {"marketplaces": "EBAY_US"},
        {},
        no="decline",
        back="accept_url",
    ),
    Provider(
        "google_merchant",
        ("account_id", "client_id", "client_secret"),
        {"link_template": "https://magaza.example/{sku}"},
        {},
        yes="allow",
        no="deny",
    ),
    Provider(
        "amazon",
        ("client_id", "client_secret", "application_id"),
        {"marketplace": "TR"},
        {"seller_id": "account"},
        answer=_link,
    ),
)


@dataclass
class Merchant:
    """Somebody with a shop at one of them, at the browser."""

    scope: Scope
    provider: Provider
    server: Server
    opened: dict[str, Any]

    @property
    def values(self) -> dict[str, str]:
        return {**{name: self.opened[name] for name in self.provider.fields}, **self.provider.more}

    def ask(self, **changed: str) -> str:
        return grants.ask(
            self.scope,
            _LOGIN,
            connector=self.provider.slug,
            environment="sandbox",
            name="Dükkân",
            values={**self.values, **changed},
        ).address

    def decide(self, address: str, decision: str) -> dict[str, str]:
        answer = self.provider.answer(address, decision)
        assert answer.headers["location"].startswith(f"{settings().address}/connect/back?")
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    def finish(self, query: Mapping[str, str]) -> grants.Granted:
        return grants.finish(self.scope, _LOGIN, grants.come_back(self.scope, _LOGIN, query))

    def account(self, granted: grants.Granted) -> queries.Account:
        with db.transaction(self.scope) as session:
            return queries.account(session, granted.connection_id)


@pytest.fixture(params=PROVIDERS, ids=lambda one: one.slug)
def merchant(
    request: pytest.FixtureRequest,
    scope: Scope,
    redis_server: str,
    sandbox: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Merchant]:
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    settings.cache_clear()
    provider: Provider = request.param
    lever = f"/{provider.slug}/accounts"
    opened = sandbox.pull("POST", lever, {"name": f"izin{next(_numbers)}"})
    if provider.back:
        back = {provider.back: f"{settings().address}/connect/back"}
        sandbox.pull("PATCH", f"{lever}/{opened['account']}", back)
    yield Merchant(scope, provider, sandbox, opened)
    settings.cache_clear()


def test_access_granted_on_the_page_connects_the_store(merchant: Merchant) -> None:
    provider = merchant.provider

    granted = merchant.finish(merchant.decide(merchant.ask(), provider.yes))

    kept = merchant.account(granted)
    known = {**kept.settings, **kept.credentials}
    expected = {field: str(merchant.opened[name]) for field, name in provider.filled.items()}
    assert {**merchant.values, **expected}.items() <= known.items()
    assert known["refresh_token"]
    with connections.opened(granted.connection_id) as channel:
        assert channel.connector.test_credentials() == granted.account


def test_denied_access_connects_nothing(merchant: Merchant) -> None:
    if merchant.provider.no is None:
        pytest.skip("its page has no button for it")

    with pytest.raises(GrantRefused) as refused:
        merchant.finish(merchant.decide(merchant.ask(), merchant.provider.no))

    assert refused.value.code == "grant.denied"
    with db.transaction(merchant.scope) as session:
        assert session.execute(text("SELECT count(*) FROM connection")).scalar_one() == 0


def test_field_the_page_needs_is_asked_for_before(merchant: Merchant) -> None:
    needed = {
        "etsy": "keystring",
        "ebay": "ru_name",
        "google_merchant": "client_id",
        "amazon": "application_id",
    }[merchant.provider.slug]

    with pytest.raises(ConnectionInvalid) as raised:
        merchant.ask(**{needed: " "})

    assert (raised.value.field, raised.value.code) == (needed, "field.required")


@pytest.mark.parametrize("merchant", [PROVIDERS[0]], indirect=True, ids=["etsy"])
def test_refresh_token_that_rotates_is_kept_in_the_books(merchant: Merchant) -> None:
    granted = merchant.finish(merchant.decide(merchant.ask(), "allow"))
    before = merchant.account(granted).credentials["refresh_token"]
    merchant.server.pull("POST", f"/etsy/{merchant.opened['account']}/revoke", {"kinds": ["access"]})

    for _ in range(2):
        with connections.opened(granted.connection_id) as channel:
            channel.connector.test_credentials()

    assert merchant.account(granted).credentials["refresh_token"] != before
