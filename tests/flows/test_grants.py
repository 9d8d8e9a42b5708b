"""A store connected on the provider's page, against the pretend Shopify's own page and tokens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from prapazar.domain.channels import queries
from prapazar.domain.channels.errors import ConnectionInvalid, GrantDone, GrantRefused
from prapazar.flows import connections, grants
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories.stages import Server

_LOGIN = "a log-in's key"
_numbers = count(1)


@dataclass
class Merchant:
    """Somebody with a pretend Shopify shop, at the browser."""

    scope: Scope
    server: Server
    shop: str
    values: dict[str, str]

    def ask(self, **changed: str) -> str:
        return grants.ask(
            self.scope,
            _LOGIN,
            connector="shopify",
            environment="sandbox",
            name="Dükkân",
            values={**self.values, **changed},
        ).address

    def decide(self, address: str, decision: str = "allow") -> dict[str, str]:
        """What the page's form sends the browser back with."""
        answer = httpx.post(address, data={"decision": decision})
        assert answer.headers["location"].startswith(f"{settings().address}/connect/back?")
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))

    def come_back(self, query: dict[str, str]) -> UUID:
        return grants.come_back(self.scope, _LOGIN, query)

    def finish(self, grant_id: UUID) -> grants.Granted:
        return grants.finish(self.scope, _LOGIN, grant_id)

    def connect(self) -> grants.Granted:
        return self.finish(self.come_back(self.decide(self.ask())))

    def credentials(self, connection_id: UUID) -> dict[str, str]:
        with db.transaction(self.scope) as session:
            return queries.account(session, connection_id).credentials

    def rows(self, question: str) -> list[Any]:
        with db.transaction(self.scope) as session:
            return [tuple(row) for row in session.execute(text(question))]


@pytest.fixture
def merchant(
    scope: Scope, redis_server: str, sandbox: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Merchant]:
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    settings.cache_clear()
    shop = f"izin{next(_numbers)}"
    opened = sandbox.pull("POST", "/shopify/accounts", {"shop": shop, "name": f"Mağaza {shop}"})
    values = {"shop": shop, "client_id": opened["client_id"], "client_secret": opened["client_secret"]}
    yield Merchant(scope, sandbox, shop, values)
    sandbox.pull("PATCH", "/shopify/rules", {"expiring_tokens": True, "granted_shop": ""})
    settings.cache_clear()


def _refused(work: Callable[[], object]) -> str:
    try:
        work()
    except (GrantRefused, ProviderFault) as refused:
        return refused.code
    return "nothing"


def test_access_granted_on_the_page_connects_the_store_and_names_it(merchant: Merchant) -> None:
    granted = merchant.connect()

    kept = merchant.credentials(granted.connection_id)
    asked = merchant.rows("SELECT operation, status FROM traffic_entry ORDER BY at")
    assert (granted.account.name, granted.is_new) == (f"Mağaza {merchant.shop}", True)
    assert sorted(kept) == ["client_id", "client_secret", "refresh_token"]
    assert asked == [("grant", 200), ("token", 200), ("shop", 200)]
    with connections.opened(granted.connection_id) as channel:
        assert channel.connector.test_credentials().name == f"Mağaza {merchant.shop}"


def test_token_that_never_lapses_is_kept_as_one(merchant: Merchant) -> None:
    merchant.server.pull("PATCH", "/shopify/rules", {"expiring_tokens": False})

    granted = merchant.connect()

    assert sorted(merchant.credentials(granted.connection_id)) == [
        "access_token",
        "client_id",
        "client_secret",
    ]


def test_nothing_secret_is_left_of_a_finished_grant_or_in_the_traffic_log(merchant: Merchant) -> None:
    granted = merchant.connect()

    secrets = [*merchant.credentials(granted.connection_id).values()]
    log = str(merchant.rows("SELECT url, request, answer FROM traffic_entry"))
    assert merchant.rows("SELECT length(content) FROM connection_grant") == [(0,)]
    assert [one for one in secrets if one in log] == []


def test_denied_access_connects_nothing_and_may_be_asked_again(merchant: Merchant) -> None:
    grant_id = merchant.come_back(merchant.decide(merchant.ask(), "deny"))

    told = [_refused(lambda: merchant.finish(grant_id)) for _ in range(2)]
    again = merchant.decide(grants.ask_again(merchant.scope, _LOGIN, grant_id).address)

    assert told == ["grant.denied", "grant.denied"]
    assert merchant.rows("SELECT count(*) FROM connection") == [(0,)]
    assert merchant.finish(merchant.come_back(again)).is_new


def test_form_of_a_denied_grant_opens_filled_and_keeps_its_secrets(merchant: Merchant) -> None:
    grant_id = merchant.come_back(merchant.decide(merchant.ask(), "deny"))

    filled = grants.filled(merchant.scope, _LOGIN, grant_id)
    typed = dict.fromkeys(merchant.values, "") | filled.values
    again = grants.with_kept(merchant.scope, _LOGIN, grant_id, "shopify", typed)

    assert (filled.name, filled.environment) == ("Dükkân", "sandbox")
    assert not filled.values.keys() & filled.kept
    assert {name: again[name] for name in filled.kept} == {
        name: merchant.values[name] for name in filled.kept
    }


def test_way_back_is_taken_once(merchant: Merchant) -> None:
    query = merchant.decide(merchant.ask())
    grant_id = merchant.come_back(query)

    assert _refused(lambda: merchant.come_back(query)) == "grant.used"
    connection_id = merchant.finish(grant_id).connection_id
    with pytest.raises(GrantDone) as done:
        merchant.finish(grant_id)
    assert done.value.connection_id == connection_id
    assert merchant.rows("SELECT count(*) FROM connection") == [(1,)]


def test_state_nobody_asked_for_is_unknown(merchant: Merchant) -> None:
    query = merchant.decide(merchant.ask())

    assert _refused(lambda: merchant.come_back({**query, "state": "made up"})) == "grant.unknown"
    assert _refused(lambda: merchant.come_back({"code": "x"})) == "grant.unknown"


def test_other_log_in_is_refused_and_spends_nothing(merchant: Merchant) -> None:
    query = merchant.decide(merchant.ask())

    refused = _refused(lambda: grants.come_back(merchant.scope, "another log-in", query))
    grant_id = merchant.come_back(query)
    stolen = _refused(lambda: grants.finish(merchant.scope, "another log-in", grant_id))

    assert (refused, stolen) == ("grant.other_login", "grant.other_login")
    assert merchant.finish(grant_id).is_new


@pytest.mark.parametrize("column", ["asked_at", "answered_at"])
def test_grant_lapses(merchant: Merchant, column: str) -> None:
    query = merchant.decide(merchant.ask())
    grant_id = merchant.come_back(query) if column == "answered_at" else None
    with db.system_transaction() as session:
        session.execute(text(f"UPDATE connection_grant SET {column} = {column} - interval '16 minutes'"))

    refused = _refused(lambda: merchant.finish(grant_id) if grant_id else merchant.come_back(query))

    assert (refused, merchant.rows("SELECT count(*) FROM connection")) == ("grant.expired", [(0,)])


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"hmac": "0" * 64}, "grant.forged"), ({"shop": "baska.myshopify.com"}, "grant.forged")],
)
def test_changed_way_back_is_refused(merchant: Merchant, changed: dict[str, str], code: str) -> None:
    grant_id = merchant.come_back({**merchant.decide(merchant.ask()), **changed})

    assert _refused(lambda: merchant.finish(grant_id)) == code


def test_another_shops_grant_is_refused(merchant: Merchant) -> None:
    merchant.server.pull("PATCH", "/shopify/rules", {"granted_shop": "baska"})
    grant_id = merchant.come_back(merchant.decide(merchant.ask()))

    assert _refused(lambda: merchant.finish(grant_id)) == "grant.wrong_account"


def test_code_the_provider_no_longer_takes_is_told(merchant: Merchant) -> None:
    query = merchant.decide(merchant.ask())
    form = {**merchant.values, "code": query["code"]}
    httpx.post(f"{merchant.server.address}/shopify/{merchant.shop}/admin/oauth/access_token", data=form)

    assert _refused(lambda: merchant.finish(merchant.come_back(query))) == "grant.code_refused"


def test_form_that_does_not_fit_asks_nobody(merchant: Merchant) -> None:
    with pytest.raises(ConnectionInvalid) as raised:
        merchant.ask(client_id="")

    assert (raised.value.field, merchant.rows("SELECT count(*) FROM connection_grant")) == (
        "client_id",
        [(0,)],
    )


def test_store_whose_access_ended_is_granted_anew(merchant: Merchant) -> None:
    first = merchant.connect().connection_id
    merchant.server.pull("POST", f"/shopify/{merchant.shop}/uninstall", {})
    with pytest.raises(ProviderFault), connections.opened(first) as channel:
        channel.connector.test_credentials()
    broken = merchant.rows("SELECT status FROM connection")

    address = grants.renew(merchant.scope, _LOGIN, first).address
    again = merchant.finish(merchant.come_back(merchant.decide(address)))

    assert (broken, merchant.rows("SELECT status FROM connection")) == ([("broken",)], [("active",)])
    assert (again.connection_id, again.is_new) == (first, False)
    with connections.opened(first) as channel:
        assert channel.connector.test_credentials().listing_count == 0


def test_way_back_leads_where_the_browser_is_or_to_our_address(merchant: Merchant) -> None:
    local = f"http://127.0.0.1:{settings().port}"

    assert grants.address_back(local) == f"{local}/connect/back"
    assert grants.address_back("https://evil.example") == f"{settings().address}/connect/back"
