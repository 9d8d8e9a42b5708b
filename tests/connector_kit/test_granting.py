"""The page's address and the request for a token, in the words of providers that differ."""

import base64
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from prapazar.connector_kit import granting, registry
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.granting import Ticket
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.manifest import Manifest
from prapazar.connector_kit.reach import Reach
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.traffic import TrafficRecord

_BACK = "https://panel.example/connect/back"
_NOW = datetime(2026, 11, 21, tzinfo=UTC)
_PLAIN: dict[str, Any] = {
    "page": {"live": "https://provider.test/authorize"},
    "token_path": "/token",
    "scopes": ["read", "write"],
    "client": {"id": "client_id", "secret": "client_secret"},
    "fills": [{"field": "refresh_token", "member": "refresh_token"}],
}
_VALUES = {"client_id": "c-1", "client_secret": "s-1", "name": "Acme-RuName"}


def _manifest(**consent: Any) -> Manifest:  # noqa: ANN401 - parts of the section
    fields = [
        {"name": name, "kind": "secret", "label": {"tr": name, "en": name}, "required": False}
        for name in ("client_id", "client_secret", "refresh_token", "name", "seller")
    ]
    return Manifest.model_validate(
        {
            "slug": "acme",
            "name": "Acme",
            "kinds": ["shop"],
            "capabilities": [],
            "documentation": "https://provider.test",
            "auth": {
                "kind": "oauth2",
                "where": {"tr": "-", "en": "-"},
                "account": "client_id",
                "fields": fields,
            },
            "hosts": {"live": "https://provider.test"},
            "consent": {**_PLAIN, **consent},
        }
    )


def _asked(manifest: Manifest) -> tuple[dict[str, str], Ticket]:
    address, ticket = granting.ask(manifest, "live", _VALUES, back=_BACK, sandbox_url="http://sandbox.test")
    return dict(parse_qsl(urlsplit(address).query)), ticket


def test_page_is_asked_in_the_usual_words() -> None:
    query, ticket = _asked(_manifest())

    assert query == {
        "response_type": "code",
        "client_id": "c-1",
        "redirect_uri": _BACK,
        "scope": "read write",
        "state": ticket.state,
    }
    assert (len(ticket.state) > 40, ticket.verifier) == (True, "")


def test_page_that_wants_a_challenge_gets_one() -> None:
    query, ticket = _asked(_manifest(pkce=True))

    assert query["code_challenge"] == create_s256_code_challenge(ticket.verifier)
    assert (query["code_challenge_method"], 43 <= len(ticket.verifier) <= 128) == ("S256", True)


def test_registered_name_goes_in_place_of_our_address() -> None:
    query, ticket = _asked(_manifest(redirect="name"))

    assert (query["redirect_uri"], ticket.redirect) == ("Acme-RuName", "Acme-RuName")


def test_page_with_words_of_its_own_gets_no_others() -> None:
    own = {"page_query": {"application_id": "{name}", "version": "beta"}, "scopes": []}
    query, ticket = _asked(_manifest(**own, page_omits=["client_id", "response_type"]))

    assert query == {
        "application_id": "Acme-RuName",
        "version": "beta",
        "redirect_uri": _BACK,
        "state": ticket.state,
    }


def test_each_page_is_asked_with_another_state() -> None:
    states = {_asked(_manifest())[1].state for _ in range(5)}

    assert len(states) == 5


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"error": "access_denied"}, "grant.denied"),
        ({"error": "server_error"}, "grant.refused"),
        ({}, "grant.no_code"),
        ({"code": "c", "seller": "other"}, "grant.wrong_account"),
    ],
)
def test_way_back_that_brings_nothing_says_why(query: dict[str, str], code: str) -> None:
    same = {"seller": "{name}"} if "seller" in query else {}

    with pytest.raises(AuthFailed) as raised:
        granting.code_of(_manifest(same=same), _VALUES, query, _NOW)

    assert raised.value.code == code


def test_code_is_taken_from_the_parameter_that_brings_it() -> None:
    manifest = _manifest(code="spapi_oauth_code")

    assert granting.code_of(manifest, _VALUES, {"spapi_oauth_code": "c0de"}, _NOW) == "c0de"


class _Desk:
    """A token address that answers as told."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.requests: list[httpx.Request] = []
        self.traffic: list[TrafficRecord] = []

    def exchange(self, manifest: Manifest, ticket: Ticket, **query: str) -> dict[str, str]:
        def answered(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return self.answer

        wire = Wire(transport=httpx.MockTransport(answered), recorder=self.traffic.append)
        setup = Setup(manifest, "live", {}, dict(_VALUES), "https://provider.test", wire)
        return granting.exchange(setup, {"code": "c0de", **query}, ticket)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.requests[0].content.decode()))


_GIVEN = {"access_token": "a-1", "refresh_token": "r-1", "expires_in": 3600}
_TICKET = Ticket("state", "", _BACK)


def test_code_is_made_into_the_fields_it_fills() -> None:
    desk = _Desk(httpx.Response(200, json=_GIVEN))
    fills = [*_PLAIN["fills"], {"field": "seller", "parameter": "selling_partner_id"}]

    found = desk.exchange(_manifest(fills=fills), _TICKET, selling_partner_id="A1")

    assert found == {"refresh_token": "r-1", "seller": "A1"}
    assert desk.form == {
        "grant_type": "authorization_code",
        "redirect_uri": _BACK,
        "code": "c0de",
        "client_id": "c-1",
        "client_secret": "s-1",
    }


def test_client_shows_itself_as_the_provider_wants() -> None:
    by_header, without = (_Desk(httpx.Response(200, json=_GIVEN)) for _ in range(2))
    ticket = Ticket("state", "the-verifier", "Acme-RuName")

    by_header.exchange(
        _manifest(client={**_PLAIN["client"], "shown": "client_secret_basic"}, redirect="name"), ticket
    )
    without.exchange(_manifest(client={"id": "client_id", "shown": "none"}, pkce=True), ticket)

    basic = base64.b64encode(b"c-1:s-1").decode()
    assert by_header.requests[0].headers["authorization"] == f"Basic {basic}"
    assert ("client_secret" in by_header.form, by_header.form["redirect_uri"]) == (False, "Acme-RuName")
    assert (without.form["client_id"], without.form["code_verifier"]) == ("c-1", "the-verifier")
    assert "client_secret" not in without.form


def test_neither_code_nor_token_stands_in_the_traffic_log() -> None:
    desk = _Desk(httpx.Response(200, json=_GIVEN))

    desk.exchange(_manifest(), _TICKET)

    [record] = desk.traffic
    shown = f"{record.url}{record.request}{record.answer}"
    assert [secret for secret in ("c0de", "s-1", "a-1", "r-1") if secret in shown] == []


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (httpx.Response(400, json={"error": "invalid_grant"}), AuthFailed, "grant.code_refused"),
        (httpx.Response(401, json={"error": "invalid_client"}), AuthFailed, "grant.client_refused"),
        (httpx.Response(400, json={"error": "invalid_scope"}), ConnectorError, "grant.refused"),
        (httpx.Response(429), RateLimited, "connector.rate_limited"),
        (httpx.Response(503), Unavailable, "connector.unavailable"),
        (httpx.Response(200, json={"token": "x"}), UnexpectedAnswer, "connector.missing_field"),
        (httpx.Response(200, json={"access_token": "x"}), UnexpectedAnswer, "connector.missing_field"),
    ],
)
def test_refusal_of_the_code_is_told_by_its_cause(
    answer: httpx.Response, error: type[ConnectorError], code: str
) -> None:
    desk = _Desk(answer)

    with pytest.raises(error) as raised:
        desk.exchange(_manifest(), _TICKET)

    assert raised.value.code == code
    assert len(desk.requests) == 1 or error is RateLimited  # a code is good for one try


def test_token_address_within_our_own_network_is_not_called() -> None:
    manifest = _manifest()
    setup = Setup(manifest, "live", {}, dict(_VALUES), "http://127.0.0.1:9", Wire(), Reach())

    with pytest.raises(ConnectorError) as raised:
        granting.exchange(setup, {"code": "c0de"}, _TICKET)

    assert raised.value.code == "connector.host_forbidden"


def test_shopifys_page_is_asked_as_its_documents_say() -> None:
    values = {"shop": "magazam", "client_id": "kimlik", "client_secret": "gizli"}
    address, ticket = granting.ask(
        registry.manifest("shopify"), "live", values, back=_BACK, sandbox_url="http://sandbox.test"
    )
    page, _, query = address.partition("?")
    asked = dict(parse_qsl(query))

    assert page == "https://magazam.myshopify.com/admin/oauth/authorize"
    assert sorted(asked) == ["client_id", "redirect_uri", "scope", "state"]
    assert (asked["state"], asked["scope"].split(",")[:2]) == (ticket.state, ["read_orders", "write_orders"])
