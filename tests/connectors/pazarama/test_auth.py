"""Pazarama's log-in: what is asked for, and where the token stands in the answer."""

from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.tokens import Token
from prapazar.connectors.pazarama import auth
from tests.factories.provider import Provider, answer

_CREDENTIALS = {"client_id": "müşteri", "client_secret": "gizli"}
_NOBODY = {"data": {"sellerProducts": [], "nextCursor": None}, "success": True}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"access_token": "t", "expires_in": 1800, "token_type": "Bearer"}, Token("t", 1800.0)),
        ({"data": {"accessToken": "t", "expiresIn": 1800}, "success": True}, Token("t", 1800.0)),
        ({"data": {"accessToken": "t"}, "success": True}, Token("t", 3600.0)),
    ],
)
def test_token_is_read_from_both_places(content: dict[str, Any], expected: Token) -> None:
    assert auth.token(content) == expected


@pytest.mark.parametrize("content", [{}, {"data": None}, {"access_token": 7}, {"data": {"accessToken": ""}}])
def test_answer_without_a_token_is_unexpected(content: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        auth.token(content)


def test_refusal_with_a_good_status_is_no_token() -> None:
    with pytest.raises(AuthFailed):
        auth.token({"data": None, "success": False, "messageCode": "invalid_token"})


def test_token_is_asked_for_once_at_its_own_host_and_carried_to_the_other() -> None:
    provider = Provider([answer({"access_token": "t-1", "expires_in": 3600}), answer(_NOBODY)])
    connector = provider.connector("pazarama", {}, _CREDENTIALS)

    for _ in range(2):
        connector.test_credentials()

    login, *calls = provider.requests
    assert str(login.url) == "https://isortagimgiris.pazarama.com/connect/token"
    assert login.content == b"grant_type=client_credentials&scope=merchantgatewayapi.fullaccess"
    headers = login.headers["authorization"], login.headers["content-type"]
    assert headers == ("Basic bcO8xZ90ZXJpOmdpemxp", "application/x-www-form-urlencoded")
    carried = [(call.url.host, call.headers["authorization"]) for call in calls]
    assert carried == [("isortagimapi.pazarama.com", "Bearer t-1")] * 2


def test_token_that_ended_is_renewed_and_the_write_sent_once_more() -> None:
    provider = Provider(
        [
            answer({"access_token": "t-1", "expires_in": 3600}),
            httpx.Response(401),
            answer({"access_token": "t-2", "expires_in": 3600}),
            answer({"data": None, "success": True}),
        ]
    )
    connector = provider.connector("pazarama", {}, _CREDENTIALS)

    connector.client.update_order_status(7, {"orderItemId": "i-1", "status": 12, "deliveryType": 1})

    paths = [request.url.path for request in provider.requests]
    assert paths == ["/connect/token", "/order/updateOrderStatus"] * 2
    assert provider.requests[-1].headers["authorization"] == "Bearer t-2"


def test_wrong_client_is_told() -> None:
    refusal = {"data": None, "success": False, "messageCode": "invalid_token", "message": "Token geçersiz"}
    provider = Provider([answer(refusal, 400)])

    with pytest.raises(AuthFailed):
        provider.connector("pazarama", {}, _CREDENTIALS).test_credentials()

    assert len(provider.requests) == 1
