"""The listing host: uploads that are answered later, five at a time, and prices that jump too far."""

from typing import Any

import httpx
import pytest

from tests.sandbox.hepsiburada.conftest import MERCHANT, pull, rule

_LISTINGS = f"/listing-external/listings/merchantid/{MERCHANT}"


def _sku(merchant: httpx.Client, number: int = 0) -> str:
    return str(merchant.get(_LISTINGS).json()["listings"][number]["hepsiburadaSku"])


def _upload(merchant: httpx.Client, kind: str, *rows: dict[str, Any]) -> dict[str, Any]:
    made = merchant.post(f"{_LISTINGS}/{kind}-uploads", json=list(rows)).json()
    answer: dict[str, Any] = merchant.get(f"{_LISTINGS}/{kind}-uploads/id/{made['id']}").json()
    return answer


def test_merchant_sku_is_written_in_capitals(merchant: httpx.Client) -> None:
    assert [one["merchantSku"] for one in merchant.get(_LISTINGS).json()["listings"]] == ["CAY-1", "SAL-1"]


def test_offers_have_no_names(merchant: httpx.Client) -> None:
    [first, _] = merchant.get(_LISTINGS).json()["listings"]

    assert {"card", "productName", "title"} & set(first) == set()


@pytest.mark.parametrize("by", ["hepsiburadaSku", "merchantSku"])
def test_stock_is_told_by_either_sku(merchant: httpx.Client, by: str) -> None:
    sku = _sku(merchant) if by == "hepsiburadaSku" else "CAY-1"

    answer = _upload(merchant, "stock", {by: sku, "availableStock": 3})

    assert (answer["status"], answer["errors"]) == ("COMPLETED", [])
    assert pull(merchant, "stock/8690001", None, "GET")["quantity"] == 3


def test_answer_names_the_refused_alone(merchant: httpx.Client) -> None:
    rows = [
        {"hepsiburadaSku": _sku(merchant), "availableStock": 3},
        {"hepsiburadaSku": "HBV9", "availableStock": 3},
    ]

    answer = _upload(merchant, "stock", *rows)

    assert (answer["status"], answer["total"]) == ("COMPLETED_WITH_ERRORS", 2)
    assert [(one["elementNo"], one["hepsiburadaSku"]) for one in answer["errors"]] == [(1, "HBV9")]


def test_upload_in_process_says_nothing_of_its_rows(merchant: httpx.Client) -> None:
    rule(merchant, upload_ms=60_000)

    answer = _upload(merchant, "stock", {"hepsiburadaSku": "HBV9", "availableStock": 3})

    assert (answer["status"], answer["errors"]) == ("PROCESSING", [])


def test_sixth_upload_at_a_time_is_refused_inside_a_200(merchant: httpx.Client) -> None:
    rule(merchant, upload_ms=60_000)
    row = {"hepsiburadaSku": _sku(merchant), "availableStock": 3}

    answers = [merchant.post(f"{_LISTINGS}/stock-uploads", json=[row]) for _ in range(6)]

    assert [one.status_code for one in answers] == [200] * 6
    assert ["id" in one.json() for one in answers] == [True] * 5 + [False]


def test_price_that_jumps_too_far_locks_the_sku(merchant: httpx.Client) -> None:
    answer = _upload(merchant, "price", {"hepsiburadaSku": _sku(merchant), "price": 200})

    [told] = answer["priceValidations"]
    [first, _] = merchant.get(_LISTINGS).json()["listings"]
    assert (told["type"], told["maxPrice"]) == ("OutOfPriceRange", 140)
    assert (first["price"], first["isLocked"], first["lockReasons"]) == (40, True, ["OutOfPriceRange"])


def test_locked_sku_takes_a_price_after_it_was_unlocked(merchant: httpx.Client) -> None:
    sku = _sku(merchant)
    _upload(merchant, "price", {"hepsiburadaSku": sku, "price": 200})

    locked = _upload(merchant, "price", {"hepsiburadaSku": sku, "price": 50})
    merchant.post(f"{_LISTINGS}/bulk-unlock", json={"hbSkuList": [sku]}).raise_for_status()
    unlocked = _upload(merchant, "price", {"hepsiburadaSku": sku, "price": 50})

    assert (len(locked["errors"]), unlocked["status"]) == (1, "COMPLETED")


def test_one_listing_is_changed_at_once(merchant: httpx.Client) -> None:
    path = f"{_LISTINGS}/sku/{_sku(merchant)}/merchantsku/CAY-1"

    merchant.post(path, json={"newAvailableStock": 4, "newPrice": {"currency": "TRY", "amount": 45}})

    shelf = pull(merchant, "stock/8690001", None, "GET")
    assert (shelf["quantity"], shelf["price"], shelf["history"][-1]["cause"]) == (4, "45", "api")
