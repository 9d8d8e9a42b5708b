"""Shopify's log-in: what is asked for, and how the token is carried."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.tokens import Token
from prapazar.connectors.shopify import auth
from tests.factories.provider import Provider, answer

_CREDENTIALS = {"client_id": "kimlik", "client_secret": "gizli"}
_SHOP = {"data": {"shop": {"name": "Dükkân", "currencyCode": "TRY"}, "productVariantsCount": {"count": 3}}}


def test_token_lives_as_long_as_it_says_or_a_day() -> None:
    assert auth.token({"access_token": "t", "expires_in": 3600}) == Token("t", 3600.0)
    assert auth.token({"access_token": "t"}) == Token("t", 86_399.0)


@pytest.mark.parametrize("content", [{}, {"access_token": 7}, {"access_token": ""}])
def test_answer_without_a_token_is_unexpected(content: dict[str, object]) -> None:
    with pytest.raises(UnexpectedAnswer):
        auth.token(content)


def test_token_is_asked_for_once_by_form_and_carried_in_its_header() -> None:
    provider = Provider([answer({"access_token": "t-1", "expires_in": 86_399}), answer(_SHOP)])
    connector = provider.connector("shopify", {"shop": "magazam"}, _CREDENTIALS)

    for _ in range(2):
        connector.test_credentials()

    login, *calls = provider.requests
    assert str(login.url) == "https://magazam.myshopify.com/admin/oauth/access_token"
    assert login.content == b"grant_type=client_credentials&client_id=kimlik&client_secret=gizli"
    assert [one.headers["x-shopify-access-token"] for one in calls] == ["t-1", "t-1"]


def test_lasting_token_is_carried_without_a_log_in() -> None:
    provider = Provider([answer(_SHOP)])
    credentials = {**_CREDENTIALS, "access_token": "shpat_1"}

    provider.connector("shopify", {"shop": "magazam"}, credentials).test_credentials()

    [asked] = provider.requests
    assert asked.headers["x-shopify-access-token"] == "shpat_1"


def test_wrong_client_is_refused() -> None:
    provider = Provider([httpx.Response(400, json={"error": "invalid_client"})])

    with pytest.raises(AuthFailed):
        provider.connector("shopify", {"shop": "magazam"}, _CREDENTIALS).test_credentials()


_NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_BACK = {
    "code": "0907a61c0c8d55e99db179b68161bc00",
    "shop": "magazam.myshopify.com",
    "state": "0.6784241404160823",
    "timestamp": str(int(_NOW.timestamp())),
}


def _signed(query: dict[str, str], told: str) -> dict[str, str]:
    """`told` as the documents join it: written out here, so that a wrong joining shows."""
    return {**query, "hmac": hmac.new(b"gizli", told.encode(), hashlib.sha256).hexdigest()}


def test_way_back_is_signed_over_its_sorted_pairs() -> None:
    told = f"code={_BACK['code']}&shop={_BACK['shop']}&state={_BACK['state']}&timestamp={_BACK['timestamp']}"

    auth.check_return(_signed(_BACK, told), _CREDENTIALS, _NOW)


def test_signs_that_part_pairs_are_escaped_before_they_are_joined() -> None:
    query = {"a=b": "1&2", "timestamp": _BACK["timestamp"]}

    auth.check_return(_signed(query, f"a%3Db=1%262&timestamp={_BACK['timestamp']}"), _CREDENTIALS, _NOW)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"shop": "baska.myshopify.com"}, "grant.forged"), ({"hmac": ""}, "grant.forged")],
)
def test_changed_way_back_is_forged(changed: dict[str, str], code: str) -> None:
    told = "&".join(f"{name}={value}" for name, value in sorted(_BACK.items()))

    with pytest.raises(AuthFailed) as raised:
        auth.check_return({**_signed(_BACK, told), **changed}, _CREDENTIALS, _NOW)

    assert raised.value.code == code


def test_way_back_older_than_a_day_is_refused() -> None:
    told = "&".join(f"{name}={value}" for name, value in sorted(_BACK.items()))

    with pytest.raises(AuthFailed) as raised:
        auth.check_return(_signed(_BACK, told), _CREDENTIALS, _NOW + timedelta(days=1, seconds=1))

    assert raised.value.code == "grant.expired"


def test_granted_access_is_renewed_with_the_newest_refresh_token() -> None:
    given = [{"access_token": f"t-{n}", "refresh_token": f"r-{n}", "expires_in": 3600} for n in (2, 3)]
    provider = Provider([answer(given[0]), httpx.Response(401), answer(given[1]), answer(_SHOP)])
    connector = provider.connector("shopify", {"shop": "magazam"}, {**_CREDENTIALS, "refresh_token": "r-1"})

    connector.test_credentials()

    first, _refused, second, last = provider.requests
    spent = [dict(parse_qsl(one.content.decode())) for one in (first, second)]
    assert [(one["grant_type"], one["refresh_token"]) for one in spent] == [
        ("refresh_token", "r-1"),
        ("refresh_token", "r-2"),
    ]
    assert last.headers["x-shopify-access-token"] == "t-3"
