"""Who may enter the pretend Hepsiburada, and how each host refuses."""

import httpx
import pytest

from tests.sandbox.hepsiburada.conftest import MERCHANT, rule

_ORDERS = f"/oms-external/orders/merchantid/{MERCHANT}?offset=0&limit=10"
_LISTINGS = f"/listing-external/listings/merchantid/{MERCHANT}"


@pytest.mark.parametrize("agent", ["", "prapazar", "prapazar_dev ", f"{MERCHANT} - prapazar_dev"])
def test_agent_has_to_be_the_registered_one_to_the_letter(merchant: httpx.Client, agent: str) -> None:
    assert merchant.get(_ORDERS, headers={"user-agent": agent}).status_code == 401


@pytest.mark.parametrize(
    ("path", "body"), [(_LISTINGS, b"Missing Credentials!"), (_ORDERS, b""), ("/mpop/product/api/x", b"")]
)
def test_each_host_refuses_a_wrong_key_its_own_way(merchant: httpx.Client, path: str, body: bytes) -> None:
    answer = merchant.get(path, auth=(MERCHANT, "yanlis"))

    assert (answer.status_code, answer.content) == (401, body)


def test_another_merchants_path_is_refused(merchant: httpx.Client) -> None:
    assert merchant.get(_ORDERS.replace("8f1d", "0000")).status_code == 401


def test_listing_path_is_in_small_letters(merchant: httpx.Client) -> None:
    assert merchant.get(_LISTINGS.replace("merchantid", "merchantId")).status_code == 400


@pytest.mark.parametrize("word", ["merchantid", "merchantId"])
@pytest.mark.parametrize("path", [_ORDERS, f"/oms-external/claims/merchantId/{MERCHANT}?offset=0&limit=10"])
def test_orders_and_claims_take_either_spelling(merchant: httpx.Client, path: str, word: str) -> None:
    spelled = path.replace("merchantid", word).replace("merchantId", word)

    assert merchant.get(spelled).status_code == 200


def test_questions_want_the_merchant_in_a_header(merchant: httpx.Client) -> None:
    path = "/api-asktoseller-merchant/api/v1.0/issues?status=1&page=1&size=5&sortBy=0&desc=true"

    without, named = merchant.get(path), merchant.get(path, headers={"merchantId": MERCHANT})

    assert (without.status_code, without.json()["errors"][0]["fieldName"]) == (401, "merchantId")
    assert (named.status_code, named.json()["totalItemCount"]) == (200, 0)


def test_orders_say_when_the_next_request_is_welcome(merchant: httpx.Client) -> None:
    rule(merchant, orders_requests=1, orders_ms=2000)

    statuses = [merchant.get(_ORDERS) for _ in range(2)]

    assert [one.status_code for one in statuses] == [200, 429]
    assert statuses[1].headers["x-ratelimit-reset"] == "2"


def test_catalogue_says_403_to_those_who_ask_too_often(merchant: httpx.Client) -> None:
    rule(merchant, catalog_requests=1)
    path = "/mpop/product/api/categories/get-all-categories?leaf=true"

    assert [merchant.get(path).status_code for _ in range(2)] == [200, 403]


def test_unknown_path_is_told_from_a_wrong_method(merchant: httpx.Client) -> None:
    assert [merchant.get("/oms-external/nothing").status_code, merchant.delete(_ORDERS).status_code] == [
        404,
        405,
    ]
