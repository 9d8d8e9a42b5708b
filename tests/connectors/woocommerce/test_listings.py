"""Writing listings in a shop: products and variations, what is looked up before, and failures on the way."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import AttributeChoice
from prapazar.connector_kit.errors import RateLimited, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parsing import load_json
from prapazar.connector_kit.records import ItemResult, ItemState
from tests.connectors.woocommerce.drafts import CARD, OFFER, draft
from tests.factories.provider import Provider, answer

_PRODUCTS, _VARIATIONS = "/products/batch", "/products/700/variations/batch"


@dataclass
class Shop:
    """Takes what it is told; answers of its own can be put in for a path."""

    products: list[dict[str, Any]] = field(default_factory=list)
    variations: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, httpx.Response] = field(default_factory=dict)
    refuses: set[str] = field(default_factory=set)
    """SKUs it has already."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.rpartition("/v3")[2]
        if path in self.answers:
            return self.answers[path]
        if request.method == "POST" and path.endswith("/batch"):
            sent = load_json(request.content)
            return answer({name: [self._taken(row) for row in rows] for name, rows in sent.items()})
        if request.method == "DELETE":
            return answer({"id": 700})
        if request.method == "POST":
            return answer({"id": 32}, 201)
        known: dict[str, object] = {
            "/data/currencies/current": {"code": "TRY"},
            "/products/categories": [{"id": 20, "name": "Giyim"}],
            "/products/attributes": [{"id": 5, "name": "Beden"}],
            "/products/attributes/5/terms": [{"id": 51, "name": "M"}],
            "/products": self.products,
            "/products/700/variations": self.variations,
        }
        content = known.get(path, [])
        total = len(content) if isinstance(content, list) else 1
        return answer(content, headers={"x-wp-total": str(total)})

    def _taken(self, row: dict[str, Any]) -> dict[str, Any]:
        if row.get("sku") in self.refuses:
            return {"id": 0, "error": {"code": "product_invalid_sku", "message": "Duplicated."}}
        return {"id": 700, **row}


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    shop = {"shop_url": "https://dukkan.example.com"}
    return provider.connector("woocommerce", shop, {"consumer_key": "ck", "consumer_secret": "cs"})


def _writes(provider: Provider) -> list[tuple[str, str, Any]]:
    return [
        (asked.method, asked.path.rpartition("/v3")[2], asked.body)
        for asked in provider.asked
        if asked.method != "GET"
    ]


def _sku_taken(sku: str) -> ItemResult:
    return ItemResult(sku, ItemState.REJECTED, "woocommerce.sku_taken", "product_invalid_sku: Duplicated.")


def test_article_without_variants_is_one_simple_product() -> None:
    provider = Provider([Shop()])

    pushed = _connector(provider).write_listings([draft()])

    body = {**CARD, "attributes": [], **OFFER, "type": "simple"}
    assert _writes(provider) == [("POST", _PRODUCTS, {"create": [body]})]
    assert pushed.items == (ItemResult("TS-M", ItemState.ACCEPTED),)


def test_variants_are_one_product_and_its_variations() -> None:
    provider = Provider([Shop()])
    drafts = [draft(sku=f"TS-{size}", options={"Beden": size}) for size in ("M", "L")]

    pushed = _connector(provider).write_listings(drafts)

    (_, first, products), (_, second, variations) = _writes(provider)
    sizes = {"id": 5, "visible": True, "variation": True, "options": ["M", "L"]}
    parent = {**CARD, "attributes": [sizes], "type": "variable", "status": "publish", "sku": "TS"}
    assert (first, products) == (_PRODUCTS, {"create": [parent]})
    assert (second, [(one["sku"], one["attributes"]) for one in variations["create"]]) == (
        _VARIATIONS,
        [("TS-M", [{"id": 5, "option": "M"}]), ("TS-L", [{"id": 5, "option": "L"}])],
    )
    assert pushed.items == tuple(ItemResult(f"TS-{size}", ItemState.ACCEPTED) for size in ("M", "L"))


def test_product_of_a_group_that_is_there_already_gets_the_new_variants() -> None:
    sizes = {"id": 5, "name": "Beden", "variation": True, "options": ["S"]}
    held = {"id": 700, "type": "variable", "sku": "TS", "attributes": [sizes], "images": []}
    provider = Provider([Shop(products=[held])])

    _connector(provider).write_listings([draft(options={"Beden": "M"})])

    (_, first, products), (_, second, variations) = _writes(provider)
    assert (first, second, list(variations)) == (_PRODUCTS, _VARIATIONS, ["create"])
    assert [(one["id"], one["attributes"][0]["options"]) for one in products["update"]] == [(700, ["S", "M"])]


def test_change_of_content_names_neither_stock_nor_price() -> None:
    provider = Provider([Shop(products=[{"id": 39, "type": "simple"}])])

    pushed = _connector(provider).write_listings([draft(external_id="39")])

    body = {**CARD, "attributes": [], "global_unique_id": "8680000000017", "id": 39}
    assert _writes(provider) == [("POST", _PRODUCTS, {"update": [body]})]
    assert pushed.items == (ItemResult("39", ItemState.ACCEPTED),)


def test_change_of_a_variation_writes_its_product_and_itself() -> None:
    shop = Shop(products=[{"id": 700, "type": "variable"}], variations=[{"id": 41}])
    provider = Provider([shop])

    pushed = _connector(provider).write_listings([draft(external_id="41", external_parent_id="700")])

    (_, first, products), (_, second, variations) = _writes(provider)
    assert (first, [one["id"] for one in products["update"]]) == (_PRODUCTS, [700])
    assert (second, [sorted(one) for one in variations["update"]]) == (
        _VARIATIONS,
        [["global_unique_id", "id", "image"]],
    )
    assert pushed.items == (ItemResult("41", ItemState.ACCEPTED),)


def test_listing_that_is_gone_is_refused_alone() -> None:
    provider = Provider([Shop()])

    pushed = _connector(provider).write_listings([draft(external_id="39"), draft()])

    assert pushed.items == (
        ItemResult("39", ItemState.REJECTED, "woocommerce.not_found", "product 39"),
        ItemResult("TS-M", ItemState.ACCEPTED),
    )


def test_draft_that_cannot_be_put_into_the_shops_words_is_refused_alone() -> None:
    provider = Provider([Shop()])
    strange = draft(sku="X", group="X", attributes=(AttributeChoice("99", text="?"),))
    lost = draft(sku="Y", group="Y", category_external_id="77")

    pushed = _connector(provider).write_listings([strange, lost, draft()])

    assert [(one.external_id, one.state, one.code) for one in pushed.items] == [
        ("X", ItemState.REJECTED, "woocommerce.attribute_unknown"),
        ("Y", ItemState.REJECTED, "woocommerce.category_unknown"),
        ("TS-M", ItemState.ACCEPTED, None),
    ]


def test_push_of_which_nothing_is_left_writes_nothing() -> None:
    provider = Provider([Shop()])

    pushed = _connector(provider).write_listings([draft(currency="EUR")])

    assert [one.code for one in pushed.items] == ["woocommerce.currency"]
    assert _writes(provider) == []


def test_refused_product_refuses_all_its_variants() -> None:
    provider = Provider([Shop(refuses={"TS"})])
    drafts = [draft(sku=f"TS-{size}", options={"Beden": size}) for size in ("M", "L")]

    pushed = _connector(provider).write_listings(drafts)

    assert pushed.items == (_sku_taken("TS-M"), _sku_taken("TS-L"))
    assert [path for _, path, _ in _writes(provider)] == [_PRODUCTS]


def test_product_none_of_whose_variants_was_taken_is_removed() -> None:
    provider = Provider([Shop(refuses={"TS-M"})])

    pushed = _connector(provider).write_listings([draft(options={"Beden": "M"})])

    assert pushed.items == (_sku_taken("TS-M"),)
    assert [(method, path) for method, path, _ in _writes(provider)] == [
        ("POST", _PRODUCTS),
        ("POST", _VARIATIONS),
        ("DELETE", "/products/700"),
    ]


def test_brand_is_found_by_its_name_or_made() -> None:
    known = answer([{"id": 31, "name": "ÇINAR"}], headers={"x-wp-total": "1"})
    providers = [Provider([Shop(answers={"/products/brands": known})]), Provider([Shop()])]

    written = []
    for provider in providers:
        _connector(provider).write_listings([draft(brand_external_id=None, brand="çınar")])
        written.append([(path, body) for _, path, body in _writes(provider) if path != _PRODUCTS])

    assert written == [[], [("/products/brands", {"name": "çınar"})]]


def test_shop_that_knows_no_brands_lists_without() -> None:
    unknown = answer({"code": "rest_no_route", "message": "No route."}, 404)
    provider = Provider([Shop(answers={"/products/brands": unknown})])

    _connector(provider).write_listings([draft(brand_external_id=None)])

    [(_, _, body)] = _writes(provider)
    assert "brands" not in body["create"][0]


def test_failure_before_anything_is_written_is_told_as_it_is() -> None:
    provider = Provider([Shop(answers={_PRODUCTS: answer({"code": "x"}, 429, {"retry-after": "600"})})])

    with pytest.raises(RateLimited):
        _connector(provider).write_listings([draft()])


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_failure_half_way_may_have_arrived(status: int) -> None:
    broken = answer({"code": "x"}, status, {"retry-after": "600"})
    provider = Provider([Shop(answers={_VARIATIONS: broken})])

    with pytest.raises(Unavailable) as raised:
        _connector(provider).write_listings([draft(options={"Beden": "M"})])

    assert raised.value.maybe_done


def test_answer_for_fewer_items_is_unexpected() -> None:
    provider = Provider([Shop(answers={_PRODUCTS: answer({"create": []})})])

    with pytest.raises(UnexpectedAnswer):
        _connector(provider).write_listings([draft()])
