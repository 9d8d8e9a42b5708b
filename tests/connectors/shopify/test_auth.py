"""Shopify's log-in: what is asked for, and how the token is carried."""

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
