"""Meta's catalogue fulfilling the contract: cursors, and two ways of refusing."""

from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.records import AccountRecord, ItemResult, ItemState, PushResult, StockOffer
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"catalog_id": "440", "link_template": "https://m.example/{sku}"}


def _connector(*answers: object) -> Any:  # noqa: ANN401 - the connector under test
    provider = Provider([answer(one) for one in answers])
    return provider.connector("meta", _SETTINGS, {"access_token": "gizli"})


def _page(cursor: str, *, has_more: bool) -> dict[str, Any]:
    page: dict[str, Any] = {**fixture(_HERE, "products"), "paging": {"cursors": {"after": cursor}}}
    if has_more:
        page["paging"]["next"] = "https://graph.facebook.com/next"
    return page


def test_credentials_test_names_the_catalogue_and_its_size() -> None:
    found = _connector({"id": "440", "name": "Katalog", "vertical": "commerce", "product_count": 12})

    assert found.test_credentials() == AccountRecord("Katalog", "commerce", 12)


def test_items_are_read_to_the_page_without_a_next_one() -> None:
    connector = _connector(_page("a", has_more=True), _page("b", has_more=True), _page("c", has_more=False))

    assert [len(page) for page in connector.fetch_listings()] == [1, 1, 1]


def test_cursor_that_stands_still_is_unexpected() -> None:
    connector = _connector(_page("a", has_more=True))

    with pytest.raises(UnexpectedAnswer):
        list(connector.fetch_listings())


def test_item_refused_at_once_is_answered_beside_the_batch() -> None:
    told = {"retailer_id": "B", "errors": [{"message": "kötü"}], "warnings": []}
    warned = {"retailer_id": "A", "errors": [], "warnings": [{"message": "az"}]}
    connector = _connector({"handles": ["h-1"], "validation_status": [told, warned]})

    pushed = connector.push_stock([StockOffer("A", None, 1), StockOffer("B", None, 1)])

    assert pushed == PushResult((ItemResult("B", ItemState.REJECTED, "meta.rejected", "kötü"),), "h-1")


@pytest.mark.parametrize("answer_", [{}, {"handles": ["a", "b"]}, {"handles": "a"}])
def test_write_without_its_handle_is_unexpected(answer_: dict[str, object]) -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector(answer_).push_stock([StockOffer("A", None, 1)])
