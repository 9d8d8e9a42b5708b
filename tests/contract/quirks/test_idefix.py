"""What only İdefix does, seen in its simulator."""

import base64
import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimStatus
from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, PackageRecord, PackageStatus, PriceOffer, StockOffer
from prapazar.foundation.clock import ISTANBUL, now
from tests.factories.stages import Article, Stage
from tests.factories.stages.idefix import IdefixStage

_KEY = "8690000000017"
_OTHER = "8690000000024"
_DRAFT = ListingDraft(
    sku="ŞAL-1",
    barcode=_KEY,
    group="OYA-1",
    title="Çiçekli Şal",
    description="<p>İğne oyası</p>",
    brand="Deneme Marka",
    brand_external_id=None,
    category_external_id="1012",
    vat_rate=Decimal(10),
    price=Decimal("129.90"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=("https://cdn.example.com/sal.jpg",),
    attributes=(AttributeChoice("21", "2101"),),
)
_USUAL = {
    "batch_ms": 0,
    "rows": "unit",
    "commercial": "flag",
    "company": "",
    "last_updated": "after",
    "end_is_within": True,
    "pool_is_stale": False,
    "inventory_paged": True,
    "missing_batch_status": 404,
    "discount": "0",
}


@pytest.fixture
def idefix(stage: Stage) -> Iterator[IdefixStage]:
    assert isinstance(stage, IdefixStage)
    yield stage
    _rule(stage, **_USUAL)


def _rule(idefix: Stage, **rules: object) -> None:
    idefix.server.pull("PATCH", "/idefix/rules", rules)


def _lever(idefix: IdefixStage, name: str, **body: object) -> Any:  # noqa: ANN401 - the lever's answer
    return idefix.server.pull("POST", f"/idefix/{idefix.account}/{name}", body)


def _packages(idefix: IdefixStage) -> list[Any]:
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    return [one for page in idefix.connector().fetch_packages(*window) for one in page]


def _raw(idefix: IdefixStage, path: str, token: str) -> tuple[int, str]:
    headers = {"X-API-KEY": token}
    answer = idefix.server.http.get(f"{idefix.server.address}/idefix{path}", headers=headers)
    return answer.status_code, answer.json().get("code")


@pytest.mark.parametrize(("rule", "quantities"), [({"rows": "unit"}, [1, 1, 1]), ({"rows": "quantity"}, [3])])
def test_rows_for_units_and_rows_with_a_quantity_mean_the_same(
    idefix: IdefixStage, rule: dict[str, object], quantities: list[int]
) -> None:
    idefix.seed([Article(_KEY, price=Decimal("129.95"))])
    _rule(idefix, **rule, discount="10.50")

    idefix.order((_KEY, 3))

    [found] = _packages(idefix)
    assert [line.quantity for line in found.lines] == quantities
    assert (found.total, found.discount) == (Decimal("358.35"), Decimal("31.50"))


@pytest.mark.parametrize("rule", [{"last_updated": "ignored"}, {"end_is_within": False}])
def test_other_reading_of_a_period_brings_the_same_shipments(
    idefix: IdefixStage, rule: dict[str, object]
) -> None:
    idefix.seed([Article(_KEY)])
    _rule(idefix, **rule)
    old = (now() - timedelta(days=9)).isoformat()
    moved, untouched, fresh = (idefix.order((_KEY, 1), at=at) for at in (old, old, None))
    idefix.move(idefix.order_id(moved), "shipment_delivered")

    found = _packages(idefix)

    assert {one.external_id for one in found} == {idefix.package_id(one) for one in (moved, fresh)}
    assert idefix.package_id(untouched) not in {one.external_id for one in found}


@pytest.mark.parametrize("where", ["flag", "address"])
def test_company_is_told_in_both_ways(idefix: IdefixStage, where: str) -> None:
    idefix.seed([Article(_KEY)])
    _rule(idefix, commercial=where)
    idefix.order((_KEY, 1))
    _rule(idefix, company="Çınar Gıda A.Ş.")
    idefix.order((_KEY, 1))

    told = {(one.billing_address.company, one.billing_address.tax_number) for one in _packages(idefix)}

    assert told == {("", None), ("Çınar Gıda A.Ş.", "1234567890")}


@pytest.mark.parametrize("rule", [{"pool_is_stale": True}, {"inventory_paged": False}])
def test_price_and_stock_are_the_offers(idefix: IdefixStage, rule: dict[str, object]) -> None:
    idefix.seed([Article(_KEY, quantity=5), Article(_OTHER)])
    connector = idefix.connector()
    connector.push_stock([StockOffer(_KEY, None, 2)])
    connector.push_price([PriceOffer(_KEY, None, Decimal(99), Decimal(120), "TRY")])
    _rule(idefix, **rule)

    [[found, _]] = connector.fetch_listings()

    assert (found.quantity, found.price, found.list_price) == (2, Decimal(99), Decimal(120))


def test_product_not_yet_matched_is_not_on_sale(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    _lever(idefix, "states", barcode=_KEY, status="waiting_vendor_approve")

    [[found]] = idefix.connector().fetch_listings()

    assert not found.is_active


def test_crossed_out_price_is_taken_away(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    connector = idefix.connector()
    connector.push_price([PriceOffer(_KEY, None, Decimal(99), Decimal(120), "TRY")])
    before = idefix.shelf(_KEY)["list_price"]

    connector.push_price([PriceOffer(_KEY, None, Decimal(99), None, "TRY")])

    shelf = idefix.shelf(_KEY)
    after = Decimal(shelf["list_price"]), Decimal(shelf["price"])
    assert (Decimal(before), after) == (Decimal(120), (Decimal(99), Decimal(99)))


def test_locked_price_is_declined_by_name(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    _lever(idefix, "locks", barcode=_KEY)
    connector = idefix.connector()
    pushed = connector.push_price([PriceOffer(_KEY, None, Decimal(99), None, "TRY")])

    [item] = connector.fetch_batch(pushed.batch_external_id).items

    assert (item.state, item.code) == (ItemState.REJECTED, "idefix.price_locked")
    assert Decimal(idefix.shelf(_KEY)["price"]) == Decimal("129.90")


def test_batch_is_not_final_while_it_is_worked_on(idefix: IdefixStage) -> None:
    _rule(idefix, batch_ms=600_000)
    idefix.seed([Article(_KEY)])
    connector = idefix.connector()
    pushed = connector.push_stock([StockOffer(_KEY, None, 4)])

    answer = connector.fetch_batch(pushed.batch_external_id)

    assert (answer.is_final, [item.state for item in answer.items]) == (False, [ItemState.PENDING])


@pytest.mark.parametrize("status", [404, 400])
def test_batch_nobody_knows_is_final_and_says_nothing(idefix: IdefixStage, status: int) -> None:
    _rule(idefix, missing_batch_status=status)

    answer = idefix.connector().fetch_batch("7e618393-2fe4-459d-acf7-eb38bb1d72ce")

    assert (answer.is_final, answer.items) == (True, ())


def test_batch_of_new_products_says_nothing_before_it_is_done(idefix: IdefixStage) -> None:
    connector = idefix.connector()
    _rule(idefix, batch_ms=600_000)
    pushed = connector.write_listings([_DRAFT])

    answer = connector.fetch_batch(pushed.batch_external_id)

    assert (answer.is_final, answer.items) == (False, ())


def test_draft_without_a_mandatory_attribute_is_refused_by_name(idefix: IdefixStage) -> None:
    connector = idefix.connector()
    pushed = connector.write_listings([dataclasses.replace(_DRAFT, attributes=())])

    [item] = connector.fetch_batch(pushed.batch_external_id).items

    told = (item.external_id, item.state, item.code, item.message)
    code = "CATEGORY_MANDATORY_ATTRIBUTE_MISSED"
    assert told == (_DRAFT.sku, ItemState.REJECTED, "idefix.item_refused", code)


def test_draft_of_a_brand_nobody_knows_is_refused_alone(idefix: IdefixStage) -> None:
    connector = idefix.connector()
    strange = dataclasses.replace(_DRAFT, sku="YOK-1", barcode=_OTHER, brand="Yok")

    pushed = connector.write_listings([strange, _DRAFT])

    answered = [*pushed.items, *connector.fetch_batch(pushed.batch_external_id).items]
    assert [(one.external_id, one.code) for one in answered] == [
        ("YOK-1", "idefix.brand_unknown"),
        (_DRAFT.sku, None),
    ]


def test_paid_shipment_is_picked_only_when_it_is_ready(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    order = idefix.order((_KEY, 1), status="created")
    number, connector = idefix.package_id(order), idefix.connector()

    with pytest.raises(Rejected) as raised:
        connector.report_status(number, PackageStatus.PICKING, {})
    early = connector.fetch_package(number)[0].status
    idefix.move(idefix.order_id(order), "shipment_ready")
    connector.report_status(number, PackageStatus.PICKING, {})

    assert (raised.value.code, early) == ("idefix.rejected", PackageStatus.NEW)
    assert connector.fetch_package(number)[0].status is PackageStatus.PICKING


def test_unit_that_cannot_be_supplied_leaves_the_others_in_a_new_shipment(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY, quantity=10), Article(_OTHER)])
    number = idefix.package_id(idefix.order((_KEY, 3), (_OTHER, 1)))
    connector = idefix.connector()
    [package] = connector.fetch_package(number)

    connector.report_unsupplied(number, {package.lines[0].external_id: 1}, "out_of_stock")

    old, new = sorted(_packages(idefix), key=lambda one: int(one.external_id))
    assert (old.external_id, old.status) == (number, PackageStatus.CANCELLED)
    assert (new.status, new.order_number) == (PackageStatus.NEW, package.order_number)
    assert [line.barcode for line in new.lines] == [_KEY, _KEY, _OTHER]
    assert idefix.shelf(_KEY)["quantity"] == 8


def test_split_shipment_is_over_and_its_parts_share_the_order(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    number = idefix.package_id(idefix.order((_KEY, 3)))

    _lever(idefix, "split", shipment=number)

    found = {one.external_id: one for one in _packages(idefix) if isinstance(one, PackageRecord)}
    old = found.pop(number)
    assert old.status is PackageStatus.UNPACKED
    assert sorted(len(one.lines) for one in found.values()) == [1, 2]
    assert {one.order_number for one in found.values()} == {old.order_number}


def test_own_carriers_number_comes_with_the_merchants_address(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    number, connector = idefix.package_id(idefix.order((_KEY, 1))), idefix.connector()
    connector.report_status(number, PackageStatus.PICKING, {})

    connector.report_status(number, PackageStatus.SHIPPED, {}, tracking_number="7261234567890")

    [found] = connector.fetch_package(number)
    told = (found.status, found.tracking_number, found.tracking_url)
    assert told == (PackageStatus.SHIPPED, "7261234567890", "https://kargo.example/7261234567890")


def test_declined_claim_waits_for_idefix(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    order = idefix.order((_KEY, 2))
    claim, connector = idefix.claim(order, [(_KEY, 2)]), idefix.connector()
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    [[found]] = connector.fetch_claims(*window)

    connector.reject_claim(claim, [line.external_id for line in found.lines], "31", "Kullanılmış")

    [[after]] = connector.fetch_claims(*window)
    assert (after.status, after.provider_status) == (ClaimStatus.DISPUTED, "vendor_decline_request")


def test_key_has_its_form_and_a_number_its_owner(idefix: IdefixStage) -> None:
    key, secret = idefix.credentials["api_key"], idefix.credentials["api_secret"]
    whole = base64.b64encode(f"{key}:{secret}".encode()).decode()
    path = f"/pim/pool/{idefix.account}/list"

    answers = [_raw(idefix, path, token) for token in (f"{key}:{secret}", base64.b64encode(b"x:y").decode())]
    elsewhere = _raw(idefix, "/pim/pool/1/list", whole)

    assert answers == [(401, "VENDOR_TOKEN_NOT_FORMATED"), (401, "VENDOR_TOKEN_NOT_EXIST")]
    assert elsewhere == (403, "VENDOR_ACCESS_DENIED")
    idefix.settings["vendor_id"] = "1"
    with pytest.raises(AuthFailed):
        idefix.connector().test_credentials()


def test_wait_is_told_with_a_fraction(idefix: IdefixStage) -> None:
    idefix.tighten(1, 90)
    idefix.connector().test_credentials()

    with pytest.raises(RateLimited) as raised:
        idefix.connector(Wire(max_wait=0)).test_credentials()

    idefix.loosen()
    assert raised.value.retry_after == pytest.approx(90)


def test_page_is_counted_from_one_and_moments_have_one_form(idefix: IdefixStage) -> None:
    idefix.seed([Article(_KEY)])
    placed = idefix.order((_KEY, 1))
    client = idefix.connector().client
    local = now().astimezone(ISTANBUL)

    for wrong in ((0, {}), (1, {"startDate": local.strftime("%Y-%m-%d %H:%M:%S")})):
        with pytest.raises(Rejected):
            client.shipments(*wrong)
    found = client.shipments(1, {"startDate": (local - timedelta(minutes=5)).strftime("%Y/%m/%d %H:%M:%S")})

    assert [row["id"] for row in found["items"]] == [placed["id"]]
    assert placed["orderDate"].endswith("+03:00")
