"""Who may enter the pretend Trendyol, and how it refuses."""

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

_ORDERS = "/trendyol/integration/order/sellers/1001/v2/orders"


def _error(answer: httpx.Response) -> tuple[int, str, list[str]]:
    body = answer.json()
    return answer.status_code, body["exception"], [error["key"] for error in body["errors"]]


@pytest.mark.parametrize(
    ("key", "secret"),
    [("", ""), ("sandbox-key", "wrong"), ("wrong", "sandbox-secret")],
)
def test_gateway_refuses_wrong_credentials(seller: httpx.Client, key: str, secret: str) -> None:
    answer = seller.get(_ORDERS, auth=(key, secret))

    assert _error(answer) == (401, "ClientApiAuthenticationException", ["ClientApiAuthenticationException"])


def test_gateway_refuses_the_key_of_another_seller(seller: httpx.Client) -> None:
    seller.post("/_control/trendyol/accounts", json={"seller_id": 1002})

    answer = seller.get(_ORDERS.replace("1001", "1002"))

    assert _error(answer) == (401, "ClientApiAuthenticationException", ["ClientApiAuthenticationException"])


def test_gateway_refuses_a_withdrawn_key(seller: httpx.Client) -> None:
    seller.patch("/_control/trendyol/accounts/1001", json={"expired": True})

    answer = seller.get(_ORDERS)

    assert _error(answer)[0] == 401


def test_gateway_wants_a_user_agent(seller: httpx.Client) -> None:
    answer = seller.get(_ORDERS, headers={"user-agent": ""})

    assert _error(answer) == (403, "ForbiddenException", ["forbidden"])


def test_gateway_tells_unknown_paths_from_wrong_methods(seller: httpx.Client) -> None:
    unknown = seller.get("/trendyol/integration/nothing")
    wrong = seller.delete(_ORDERS)

    assert (unknown.status_code, wrong.status_code, wrong.headers["allow"]) == (404, 405, "GET")


def test_burst_beyond_50_in_10_seconds_is_refused(seller: httpx.Client) -> None:
    path = "/trendyol/integration/product/sellers/1001/products/approved"

    statuses = [seller.get(path).status_code for _ in range(51)]

    assert statuses == [200] * 50 + [429]


def test_burst_is_counted_per_endpoint_and_passes(seller: httpx.Client) -> None:
    path = "/trendyol/integration/product/sellers/1001/products/approved"
    for _ in range(50):
        seller.get(path)

    other = seller.get("/trendyol/integration/product/sellers/1001/products/unapproved").status_code
    seller.post("/_control/clock", json={"advance_seconds": 11})
    later = seller.get(path).status_code

    assert (other, later) == (200, 200)


@pytest.mark.parametrize(("tier", "allowed"), [("50K", 30), ("75K", 40)])
def test_order_listing_has_the_limit_of_its_tier(seller: httpx.Client, tier: str, allowed: int) -> None:
    seller.patch("/_control/trendyol/rules", json={"tier": tier})

    statuses = [seller.get(_ORDERS).status_code for _ in range(allowed + 1)]

    assert statuses == [200] * allowed + [429]


def test_limit_is_told_in_the_providers_words(seller: httpx.Client, app: SandboxApp) -> None:
    app.sandbox.trendyol.rules.group_limits = {"orders-read": 1}
    seller.get(_ORDERS)

    answer = seller.get(_ORDERS)

    assert _error(answer) == (429, "TooManyRequestsException", ["too.many.requests"])


def test_limits_can_be_switched_off(seller: httpx.Client) -> None:
    seller.patch("/_control/trendyol/rules", json={"limits_on": False})

    statuses = {seller.get(_ORDERS).status_code for _ in range(60)}

    assert statuses == {200}


def test_retired_order_listing_answers_426_when_the_rule_says_so(seller: httpx.Client) -> None:
    path = "/trendyol/integration/order/sellers/1001/orders"
    before = seller.get(path).status_code

    seller.patch("/_control/trendyol/rules", json={"v1_orders_retired": True})

    assert (before, seller.get(path).status_code) == (200, 426)
