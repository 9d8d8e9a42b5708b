"""WooCommerce's endpoints as they are called: method, address, query and body of every operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from tests.connectors.woocommerce.drafts import CARD, OFFER, draft
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"shop_url": "https://dukkan.example.com/magaza"}
_CREDENTIALS = {"consumer_key": "ck_1", "consumer_secret": "cs_1"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_API = "/magaza/wp-json/wc/v3"
_ORDER = fixture(_HERE, "order")
_LIST = {"orderby": "id", "order": "asc", "status": "any"}

Operation = Callable[[Any], object]


def _listed(content: object, total: int = 1) -> httpx.Response:
    return answer(content, headers={"x-wp-total": str(total)})


def _webhook(topic: str) -> Asked:
    body = {
        "name": f"PraPazar {topic}",
        "topic": topic,
        "delivery_url": "https://us.test/hook",
        "secret": "s3cret",
        "status": "active",
    }
    return Asked("POST", f"{_API}/webhooks", {}, body)


OPERATIONS: dict[str, tuple[Operation, list[httpx.Response], list[Asked]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [_listed([], 12), answer({"code": "TRY"})],
        [
            Asked("GET", f"{_API}/products", {"page": "1", "per_page": "1", **_LIST}),
            Asked("GET", f"{_API}/data/currencies/current", {}),
        ],
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [
            answer({"code": "TRY"}),
            _listed(fixture(_HERE, "products"), 3),
            _listed(fixture(_HERE, "variations"), 2),
        ],
        [
            Asked("GET", f"{_API}/data/currencies/current", {}),
            Asked("GET", f"{_API}/products", {"page": "1", "per_page": "100", **_LIST}),
            Asked("GET", f"{_API}/products/40/variations", {"page": "1", "per_page": "100", **_LIST}),
        ],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [_listed([_ORDER])],
        [
            Asked(
                "GET",
                f"{_API}/orders",
                {
                    "page": "1",
                    "per_page": "100",
                    "dates_are_gmt": "true",
                    "order": "asc",
                    "orderby": "modified",
                    "modified_after": "2026-11-19T23:59:59",
                    "modified_before": "2026-11-21T00:00:00",
                },
            )
        ],
    ),
    "fetch_package": (
        lambda c: c.fetch_package("731"),
        [answer(_ORDER)],
        [Asked("GET", f"{_API}/orders/731", {})],
    ),
    "fetch_refunded_package": (
        lambda c: c.fetch_package("731"),
        [answer({**_ORDER, "refunds": [{"id": 800, "reason": "", "total": "-10.00"}]}), answer([])],
        [
            Asked("GET", f"{_API}/orders/731", {}),
            Asked("GET", f"{_API}/orders/731/refunds", {"per_page": "100"}),
        ],
    ),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [_listed([])],
        [
            Asked(
                "GET",
                f"{_API}/orders",
                {
                    "page": "1",
                    "per_page": "1",
                    "dates_are_gmt": "true",
                    "order": "asc",
                    "after": "2026-11-19T23:59:59",
                    "before": "2026-11-21T00:00:00",
                },
            )
        ],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("39", None, 5), StockOffer("41", "40", 6)]),
        [
            answer({"update": [{"id": 39, "manage_stock": True, "stock_quantity": 5}]}),
            answer({"update": [{"id": 41, "manage_stock": True, "stock_quantity": 6}]}),
        ],
        [
            Asked(
                "POST",
                f"{_API}/products/batch",
                {},
                {"update": [{"id": 39, "manage_stock": True, "stock_quantity": 5}]},
            ),
            Asked(
                "POST",
                f"{_API}/products/40/variations/batch",
                {},
                {"update": [{"id": 41, "manage_stock": True, "stock_quantity": 6}]},
            ),
        ],
    ),
    "fetch_categories": (
        lambda c: c.fetch_categories(),
        [_listed([{"id": 20, "name": "Giyim", "parent": 0}])],
        [
            Asked(
                "GET",
                f"{_API}/products/categories",
                {"page": "1", "per_page": "100", "orderby": "id", "order": "asc"},
            )
        ],
    ),
    "fetch_attributes": (
        lambda c: c.fetch_attributes("20"),
        [
            answer({"id": 20, "name": "Giyim"}),
            _listed([{"id": 5, "name": "Beden"}]),
            _listed([{"id": 51, "name": "M"}]),
        ],
        [
            Asked("GET", f"{_API}/products/categories/20", {}),
            Asked("GET", f"{_API}/products/attributes", {"page": "1"}),
            Asked(
                "GET",
                f"{_API}/products/attributes/5/terms",
                {"page": "1", "per_page": "100", "orderby": "id", "order": "asc"},
            ),
        ],
    ),
    "write_listings": (
        lambda c: c.write_listings([draft()]),
        [
            answer({"code": "TRY"}),
            _listed([{"id": 20, "name": "Giyim"}]),
            _listed([], 0),
            answer({"create": [{"id": 700, **OFFER}]}),
        ],
        [
            Asked("GET", f"{_API}/data/currencies/current", {}),
            Asked("GET", f"{_API}/products/categories", {"include": "20", "per_page": "100"}),
            Asked(
                "GET",
                f"{_API}/taxes",
                {"page": "1", "per_page": "100", "orderby": "id", "order": "asc"},
            ),
            Asked(
                "POST",
                f"{_API}/products/batch",
                {},
                {"create": [{**CARD, "attributes": [], **OFFER, "type": "simple"}]},
            ),
        ],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("39", None, Decimal("39.90"), Decimal("49.90"), "TRY")]),
        [answer({"update": [{"id": 39, "regular_price": "49.90", "sale_price": "39.90"}]})],
        [
            Asked(
                "POST",
                f"{_API}/products/batch",
                {},
                {"update": [{"id": 39, "regular_price": "49.90", "sale_price": "39.90"}]},
            )
        ],
    ),
    "report_status": (
        lambda c: c.report_status("731", PackageStatus.SHIPPED, {"11": 2, "12": 1}),
        [answer(_ORDER), answer(_ORDER)],
        [
            Asked("GET", f"{_API}/orders/731", {}),
            Asked("PUT", f"{_API}/orders/731", {}, {"status": "completed"}),
        ],
    ),
    "report_unsupplied": (
        lambda c: c.report_unsupplied("731", {"11": 1}, "out_of_stock"),
        [answer(_ORDER), answer([]), answer({"id": 5})],
        [
            Asked("GET", f"{_API}/orders/731", {}),
            Asked("GET", f"{_API}/orders/731/notes", {}),
            Asked(
                "POST",
                f"{_API}/orders/731/notes",
                {},
                {"note": "PraPazar: 1 x Pamuklu Tişört - M (stokta yok)", "customer_note": False},
            ),
        ],
    ),
    "register_webhook": (
        lambda c: c.register_webhook("https://us.test/hook", "s3cret"),
        [answer({"id": number}, 201) for number in (1, 2)],
        [_webhook("order.created"), _webhook("order.updated")],
    ),
    "remove_webhook": (
        lambda c: c.remove_webhook("1"),
        [answer({"id": 1})],
        [Asked("DELETE", f"{_API}/webhooks/1", {"force": "true"})],
    ),
}
_WRITES = {name for name, (_, _, asked) in OPERATIONS.items() if asked[0].method != "GET"}


def _run(name: str, provider: Provider) -> object:
    return OPERATIONS[name][0](provider.connector("woocommerce", _SETTINGS, _CREDENTIALS))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoints_with_its_requests(name: str) -> None:
    _, answers, asked = OPERATIONS[name]
    provider = Provider([*answers])

    _run(name, provider)

    assert provider.asked == asked


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_logs_in(name: str) -> None:
    provider = Provider([*OPERATIONS[name][1]])

    _run(name, provider)

    assert {r.headers["authorization"] for r in provider.requests} == {"Basic Y2tfMTpjc18x"}
    assert {r.headers["user-agent"] for r in provider.requests} == {"PraPazar"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (400, Rejected), (405, UnexpectedAnswer), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    provider = Provider([answer({"code": "x", "message": "y", "data": {"status": status}}, status)])

    with pytest.raises(expected):
        _run(name, provider)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    provider = Provider([httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        _run(name, provider)

    assert (raised.value.maybe_done, len(provider.requests)) == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"remove_webhook"}))
def test_answer_of_another_shape_is_unexpected(name: str) -> None:
    provider = Provider([_listed("x")])

    with pytest.raises(UnexpectedAnswer):
        _run(name, provider)


def test_list_without_its_count_is_unexpected() -> None:
    provider = Provider([answer([_ORDER])])

    with pytest.raises(UnexpectedAnswer) as raised:
        _run("count_packages", provider)

    assert raised.value.code == "connector.missing_field"


def test_shop_with_plain_permalinks_is_asked_at_its_home_page() -> None:
    provider = Provider([_listed([], 12), answer({"code": "TRY"})])
    connector = provider.connector("woocommerce", {**_SETTINGS, "permalinks": "plain"}, _CREDENTIALS)

    connector.test_credentials()

    assert provider.asked == [
        Asked(
            "GET",
            "/magaza/",
            {"rest_route": "/wc/v3/products", "page": "1", "per_page": "1", **_LIST},
        ),
        Asked("GET", "/magaza/", {"rest_route": "/wc/v3/data/currencies/current"}),
    ]
