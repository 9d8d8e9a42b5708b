"""Google Merchant fulfilling the contract: pages, sources, and one answer an item."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import BatchAnswer, ItemResult, ItemState, StockOffer
from prapazar.connectors.google_merchant import auth
from tests.factories.drafts import draft
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"account_id": "770", "link_template": "https://m.example/{sku}"}
_REFRESHING = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
_SOURCES = {"dataSources": [{"name": "s/1", "input": "API", "primaryProductDataSource": {}}]}
_MISSING = answer({"error": {"code": 404, "message": "product not found", "status": "NOT_FOUND"}}, 404)


def _served(*answers: object, **settings: str) -> tuple[Any, Provider]:
    told = [one if isinstance(one, httpx.Response) else answer(one) for one in answers]

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return answer({"access_token": "t-1", "expires_in": 3600})
        return told.pop(0) if len(told) > 1 else told[0]

    provider = Provider([serve])
    return provider.connector("google_merchant", {**_SETTINGS, **settings}, _REFRESHING), provider


def _paths(provider: Provider) -> list[str]:
    return [one.url.path for one in provider.requests if one.url.path != "/token"]


def test_products_are_read_to_the_page_without_a_next_one() -> None:
    page = fixture(_HERE, "products")
    connector, _ = _served({**page, "nextPageToken": "b"}, {**page, "nextPageToken": "c"}, page)

    assert [len(found) for found in connector.fetch_listings()] == [1, 1, 1]


@pytest.mark.parametrize("page", [{"nextPageToken": "b"}, {"produkte": []}])
def test_page_that_cannot_be_right_is_unexpected(page: dict[str, object]) -> None:
    connector, _ = _served(page)

    with pytest.raises(UnexpectedAnswer):
        list(connector.fetch_listings())


def test_data_source_is_asked_for_once_and_made_where_there_is_none() -> None:
    connector, provider = _served({}, {"name": "s/9"}, {})

    connector.push_stock([StockOffer("tr~TR~A", None, 1), StockOffer("tr~TR~B", None, 1)])

    assert [path.rpartition("/")[2] for path in _paths(provider)] == [
        "dataSources",
        "dataSources",
        "tr~TR~A",
        "tr~TR~B",
    ]
    assert {one.url.params["dataSource"] for one in provider.requests if one.method == "PATCH"} == {"s/9"}


def test_refused_item_is_answered_alone() -> None:
    connector, _ = _served(_SOURCES, _MISSING, {})

    pushed = connector.push_stock([StockOffer("tr~TR~A", None, 1), StockOffer("tr~TR~B", None, 1)])

    assert [(one.external_id, one.state, one.code) for one in pushed.items] == [
        ("tr~TR~A", ItemState.REJECTED, "google_merchant.not_found"),
        ("tr~TR~B", ItemState.ACCEPTED, None),
    ]


def test_store_on_the_street_is_told_the_quantity_too() -> None:
    connector, provider = _served(_SOURCES, {}, store_code="KADIKOY")

    connector.push_stock([StockOffer("tr~TR~A", None, 4)])

    assert _paths(provider)[-1].endswith("/products/tr~TR~A/localInventories:insert")
    assert parsing.load_json(provider.requests[-1].content) == {
        "storeCode": "KADIKOY",
        "localInventoryAttributes": {"availability": "IN_STOCK", "quantity": "4"},
    }


def test_product_that_is_not_there_yet_is_pending() -> None:
    connector, _ = _served(_SOURCES, {"product": "accounts/770/products/tr~TR~SAL-1"}, _MISSING)

    pushed = connector.write_listings([draft()])

    assert connector.fetch_batch(pushed.batch_external_id) == BatchAnswer(
        is_final=False, items=(ItemResult("SAL-1", ItemState.PENDING),)
    )


@pytest.mark.parametrize("key", ["", "no json", "{}", '{"client_email": "a", "private_key": "b"}'])
def test_key_that_is_none_is_told_as_wrong_credentials(key: str) -> None:
    with pytest.raises(AuthFailed):
        auth.assertion(key, 0)


def test_neither_key_nor_refresh_token_is_told_as_wrong_credentials() -> None:
    connector = Provider([answer({})]).connector("google_merchant", _SETTINGS, {})

    with pytest.raises(AuthFailed):
        connector.test_credentials()
