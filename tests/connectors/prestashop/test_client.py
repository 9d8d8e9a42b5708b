"""The webservice as it is called: address, filters, XML and key."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PriceOffer, StockOffer
from prapazar.connectors.prestashop import schemas
from tests.factories.provider import Provider

_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SINCE, _UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 21, 12, tzinfo=UTC)
_STOCK = (
    "<id>67</id><id_product>27</id_product><id_product_attribute>0</id_product_attribute><id_shop>1</id_shop>"
    "<quantity>3</quantity><depends_on_stock>0</depends_on_stock><out_of_stock>2</out_of_stock>"
)


def _xml(inner: str) -> httpx.Response:
    return httpx.Response(200, text=f'<?xml version="1.0"?><prestashop>{inner}</prestashop>')


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("prestashop", {"shop_url": "https://magaza.example", **settings}, {"key": _KEY})


def _asked(provider: Provider) -> list[tuple[str, str, dict[str, str]]]:
    return [(one.method, one.url.path, dict(one.url.params)) for one in provider.requests]


def _walk(last: int) -> dict[str, str]:
    return {"display": "full", "filter[id]": f">[{last}]", "sort": "[id_ASC]", "limit": "100"}


def _window(field: str, display: str) -> dict[str, str]:
    return {
        "display": display,
        f"filter[{field}]": "[2026-11-20 15:00:00,2026-11-21 15:00:00]",
        "date": "1",
        "sort": f"[{field}_ASC,id_ASC]",
        "limit": "0,100",
    }


OPERATIONS: dict[str, tuple[Callable[[Any], object], list[str], list[tuple[str, str, dict[str, str]]]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        ["<products/>", "<orders/>"],
        [("GET", "/api/products", {"limit": "1"}), ("GET", "/api/orders", {"limit": "1"})],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        ["<categories/>"],
        [("GET", "/api/categories", _walk(0))],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("4"),
        [
            "<categories><category><id>4</id></category></categories>",
            "<product_options/>",
            "<product_option_values/>",
            "<product_features/>",
            "<product_feature_values/>",
        ],
        [
            ("GET", "/api/categories", {"display": "full", "filter[id]": "[4]"}),
            ("GET", "/api/product_options", _walk(0)),
            ("GET", "/api/product_option_values", _walk(0)),
            ("GET", "/api/product_features", _walk(0)),
            ("GET", "/api/product_feature_values", _walk(0)),
        ],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        ["<orders/>"],
        [("GET", "/api/orders", _window("date_upd", "full"))],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("12"),
        ["<orders/>"],
        [("GET", "/api/orders", {"display": "full", "filter[id]": "[12]"})],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        ["<orders/>"],
        [("GET", "/api/orders", _window("date_add", "[id,date_add]"))],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("27", None, 5)]),
        [
            f"<stock_availables><stock_available>{_STOCK}</stock_available></stock_availables>",
            f"<stock_available>{_STOCK}</stock_available>",
        ],
        [
            ("GET", "/api/stock_availables", {"display": "full", "filter[id_product]": "[27]"}),
            ("PUT", "/api/stock_availables/67", {}),
        ],
    ),
    "push_price_of_another_currency": (
        lambda c: c.push_price([PriceOffer("27", None, Decimal(1), None, "EUR")]),
        [
            "<products/>",
            "<specific_prices/>",
            "<countries><country><id>1</id></country></countries>",
            "<tax_rules/>",
            "<taxes/>",
        ],
        [
            ("GET", "/api/products", {"display": "full", "filter[id]": "[27]"}),
            ("GET", "/api/specific_prices", {"display": "full", "filter[id_product]": "[27]"}),
            ("GET", "/api/countries", {"display": "full", "filter[iso_code]": "[TR]"}),
            ("GET", "/api/tax_rules", {"display": "full", "filter[id_country]": "[1]"}),
            ("GET", "/api/taxes", {"display": "full"}),
        ],
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_asks_for(name: str) -> None:
    operation, answers, asked = OPERATIONS[name]
    provider = Provider([_xml(one) for one in answers])

    operation(_connector(provider))

    assert _asked(provider) == asked


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_gets_something_else_is_unexpected(name: str) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(_connector(Provider([_xml("<weather/>")])))


def test_key_is_the_user_of_basic_and_shop_goes_with_every_call() -> None:
    provider = Provider([_xml("<categories/>")])

    _connector(provider, shop_id="2").fetch_categories()

    [request] = provider.requests
    assert httpx.BasicAuth(_KEY, "")._auth_header == request.headers["authorization"]  # noqa: SLF001 - how httpx writes it
    assert request.url.params["id_shop"] == "2"


def test_row_is_put_back_whole_with_one_field_changed() -> None:
    listed = f"<stock_availables><stock_available>{_STOCK}</stock_available></stock_availables>"
    provider = Provider([_xml(listed), _xml(f"<stock_available>{_STOCK}</stock_available>")])

    _connector(provider).push_stock([StockOffer("27", None, 5)])

    sent = schemas.read_one(provider.requests[1].content)
    before = schemas.read_list(_xml(listed).content)["stock_availables"][0]
    assert sent == {"stock_available": {**before, "quantity": "5"}}


def test_row_survives_the_way_through_xml() -> None:
    row = {
        "id": "5",
        "name": {"1": "Çay & <Kahve>", "2": 'Tea "fine"'},
        "price": "100.000000",
        "associations": {"categories": {"category": [{"id": "2"}, {"id": "4"}]}, "images": {}},
    }

    assert schemas.read_one(schemas.written("product", row).content) == {"product": row}


def test_text_between_line_breaks_is_read_bare() -> None:
    found = schemas.read_one(b"<prestashop><tax><id>\n  <![CDATA[67]]>\n</id></tax></prestashop>")

    assert found == {"tax": {"id": "67"}}


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body/></html>",
        b"<prestashop><orders>",
        b"<prestashop/>",
        b'<!DOCTYPE p [<!ENTITY a "b">]><prestashop><orders/></prestashop>',
    ],
)
def test_what_is_no_whole_answer_is_not_read(body: bytes) -> None:
    with pytest.raises(Unavailable) as raised:
        _connector(Provider([httpx.Response(200, content=body)])).fetch_categories()

    assert raised.value.code == "connector.broken_answer"


def test_list_is_walked_from_the_last_id_on_until_a_page_is_not_full() -> None:
    def page(first: int, count: int) -> httpx.Response:
        rows = [
            f"<category><id>{n}</id><id_parent>1</id_parent><name><language id='1'>K{n}</language></name></category>"
            for n in range(first, first + count)
        ]
        return _xml(f"<categories>{''.join(rows)}</categories>")

    provider = Provider([page(2, 100), page(150, 3)])

    found = _connector(provider).fetch_categories()

    assert len(found) == 103
    assert _asked(provider)[1][2] == _walk(101)


def test_list_that_does_not_get_on_is_not_walked_for_ever() -> None:
    rows = "<category><id>1</id></category>" * 100

    with pytest.raises(UnexpectedAnswer):
        _connector(Provider([_xml(f"<categories>{rows}</categories>")])).fetch_categories()
