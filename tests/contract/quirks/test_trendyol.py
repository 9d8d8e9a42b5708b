"""What only Trendyol does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.aftersales import ClaimRecord, ClaimStatus, SettlementKind
from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import RateLimited, Rejected, Unavailable
from prapazar.connector_kit.parcels import LabelFormat
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.answers import results, states
from tests.factories.receiver import Receiver
from tests.factories.stages import Article, Server, Stage, TrendyolStage

_KEY, _OTHER = "8690000000017", "8690000000024"
_USUAL = {
    "order_names": "new",
    "unknown_package_401": False,
    "batch_ms": 0,
    "v1_orders_retired": False,
    "v1_products_retired": False,
    "exact_brand_search": False,
    "value_names": "spec",
    "origin_required": False,
    "claims_404_when_none": False,
    "signed_revenue": True,
    "webhook_names": "new",
    "webhook_envelope": True,
}
_DRAFT = ListingDraft(
    sku="SAL-1",
    barcode=_KEY,
    group="SAL",
    title="Çiçekli Şal",
    description="<p>İnce</p>",
    brand="Deneme Marka",
    brand_external_id=None,
    category_external_id="411",
    vat_rate=Decimal(20),
    price=Decimal("129.90"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=("https://cdn.example.com/1.jpg",),
    attributes=(AttributeChoice("338", "6980"), AttributeChoice("343", "4296")),
)


@pytest.fixture
def trendyol(stage: Stage) -> Iterator[TrendyolStage]:
    if not isinstance(stage, TrendyolStage):
        pytest.skip("a quirk of Trendyol's")
    yield stage
    stage.server.pull("PATCH", "/trendyol/rules", _USUAL)


def _rule(server: Server, **rules: object) -> None:
    server.pull("PATCH", "/trendyol/rules", rules)


@pytest.mark.parametrize("names", ["old", "both"])
def test_older_field_names_mean_the_same(trendyol: TrendyolStage, names: str) -> None:
    trendyol.seed([Article(_KEY)])
    number = trendyol.package_id(trendyol.order((_KEY, 2)))
    [expected] = trendyol.connector().fetch_package(number)

    _rule(trendyol.server, order_names=names)

    assert trendyol.connector().fetch_package(number) == [expected]
    assert isinstance(expected, PackageRecord)


def test_package_that_was_broken_up_names_its_successor(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    old = trendyol.package_id(trendyol.order((_KEY, 3)))
    connector = trendyol.connector()
    [package] = connector.fetch_package(old)

    connector.report_unsupplied(old, {package.lines[0].external_id: 1}, "out_of_stock")

    window = now() - timedelta(minutes=5), now() + timedelta(seconds=2)
    found = {one.external_id: one for page in connector.fetch_packages(*window) for one in page}
    successors = [one for one in found.values() if one.origin_external_ids == (old,)]
    alive = [one for one in successors if one.status is PackageStatus.NEW]
    assert found[old].status in {PackageStatus.UNPACKED, PackageStatus.CANCELLED}
    assert [[line.quantity for line in one.lines] for one in alive] == [[2]]


def test_unknown_package_is_told_from_wrong_credentials(trendyol: TrendyolStage) -> None:
    _rule(trendyol.server, unknown_package_401=True)

    with pytest.raises(Rejected) as raised:
        trendyol.connector().report_status("999999", PackageStatus.PICKING, {"1": 1})

    assert raised.value.code == "trendyol.not_found"


def test_batch_is_not_final_before_its_items_are(trendyol: TrendyolStage) -> None:
    _rule(trendyol.server, batch_ms=600_000)
    trendyol.seed([Article(_KEY)])
    connector = trendyol.connector()
    number = connector.push_stock([StockOffer(_KEY, None, 4)]).batch_external_id

    answer = connector.fetch_batch(number)

    assert (answer.is_final, [item.state for item in answer.items]) == (False, [ItemState.PENDING])


def test_batch_nobody_knows_is_never_final(trendyol: TrendyolStage) -> None:
    answer = trendyol.connector().fetch_batch("no-such-batch")

    assert (answer.is_final, answer.items) == (False, ())


def _draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field of a draft
    return dataclasses.replace(_DRAFT, **changes)


def _listings(stage: Stage) -> dict[str | None, ListingRecord]:
    found = [one for page in stage.connector().fetch_listings() for one in page]
    return {one.sku: one for one in found if isinstance(one, ListingRecord)}


def _written(stage: Stage, drafts: Sequence[ListingDraft]) -> dict[str, ItemState]:
    connector = stage.unhurried()
    return states(connector, connector.write_listings(drafts))


def _window() -> tuple[Any, Any]:
    return now() - timedelta(days=1), now() + timedelta(minutes=1)


def _claims(stage: Stage) -> list[ClaimRecord]:
    found = [one for page in stage.connector().fetch_claims(*_window()) for one in page]
    return [one for one in found if isinstance(one, ClaimRecord)]


def test_category_tree_has_hundreds(trendyol: TrendyolStage) -> None:
    assert len(trendyol.connector().fetch_categories()) > 100


def test_retired_services_are_not_called(trendyol: TrendyolStage) -> None:
    _rule(trendyol.server, v1_orders_retired=True, v1_products_retired=True)
    trendyol.seed([Article(_KEY)])
    number = trendyol.package_id(trendyol.order((_KEY, 1)))

    answers = _written(trendyol, [_draft(barcode=_OTHER)])

    assert answers == {"SAL-1": ItemState.ACCEPTED}
    assert [one.external_id for one in trendyol.connector().fetch_package(number)] == [number]
    assert set(_listings(trendyol)) == {_KEY, "SAL-1"}


@pytest.mark.parametrize("names", ["spec", "live"])
def test_values_of_attributes_are_named_in_two_ways(trendyol: TrendyolStage, names: str) -> None:
    _rule(trendyol.server, value_names=names)

    found = trendyol.connector().fetch_attributes("411")

    assert [one for one in found if one.external_id == "338"] == [trendyol.attribute()]


@pytest.mark.parametrize(("is_exact", "brand"), [(False, "DENEME MARKA"), (True, "Deneme Marka")])
def test_brand_is_found_by_either_search(trendyol: TrendyolStage, is_exact: bool, brand: str) -> None:
    _rule(trendyol.server, exact_brand_search=is_exact)

    assert _written(trendyol, [_draft(brand=brand)]) == {"SAL-1": ItemState.ACCEPTED}


def test_draft_of_an_unknown_brand_is_refused_alone(trendyol: TrendyolStage) -> None:
    connector = trendyol.connector()
    drafts = [_draft(sku="X", barcode=_OTHER, brand="Bilinmez"), _draft()]

    found = {one.external_id: one for one in results(connector, connector.write_listings(drafts))}

    assert (found["X"].code, found["SAL-1"].state) == ("trendyol.brand_unknown", ItemState.ACCEPTED)


def test_origin_is_told_as_trendyol_will_ask(trendyol: TrendyolStage) -> None:
    _rule(trendyol.server, origin_required=True)

    assert _written(trendyol, [_draft()]) == {"SAL-1": ItemState.ACCEPTED}


def test_barcode_loses_its_spaces_there(trendyol: TrendyolStage) -> None:
    answers = _written(trendyol, [_draft(barcode=f" {_KEY[:3]} {_KEY[3:]}")])

    assert answers == {"SAL-1": ItemState.ACCEPTED}
    assert _listings(trendyol)["SAL-1"].external_id == _KEY


def test_barcode_that_is_there_is_refused(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])

    assert _written(trendyol, [_draft()]) == {"SAL-1": ItemState.REJECTED}


def test_colours_of_one_product_stand_on_cards_of_their_own(trendyol: TrendyolStage) -> None:
    drafts = [
        _draft(sku=key, barcode=key, attributes=(*_DRAFT.attributes, AttributeChoice("47", text=color)))
        for key, color in ((_KEY, "Mavi"), (_OTHER, "Kırmızı"))
    ]

    answers = _written(trendyol, drafts)
    trendyol.approve(_KEY)
    trendyol.approve(_OTHER)

    found = _listings(trendyol)
    cards = [one.external_parent_id for one in found.values()]
    assert answers == {_KEY: ItemState.ACCEPTED, _OTHER: ItemState.ACCEPTED}
    assert (cards, [found[key].options["Renk"] for key in (_KEY, _OTHER)]) == (
        ["SAL", "SAL"],
        ["Mavi", "Kırmızı"],
    )


def test_content_of_an_approved_listing_keeps_what_tells_variants_apart(trendyol: TrendyolStage) -> None:
    _written(trendyol, [_draft()])
    trendyol.approve(_KEY)
    changed = (AttributeChoice("338", "6982"), AttributeChoice("343", "4295"))

    answers = _written(trendyol, [_draft(external_id=_KEY, title="Yeni Şal", attributes=changed)])

    after = _listings(trendyol)["SAL-1"]
    assert answers == {_KEY: ItemState.ACCEPTED}
    assert (after.parent_title, after.options) == ("Yeni Şal", {"Beden": "XS"})


def test_listing_that_waits_for_approval_is_changed_whole(trendyol: TrendyolStage) -> None:
    _written(trendyol, [_draft()])

    answers = _written(
        trendyol, [_draft(external_id=_KEY, title="Yeni Şal", price=Decimal("1.00"), quantity=1)]
    )

    after = _listings(trendyol)["SAL-1"]
    assert answers == {_KEY: ItemState.ACCEPTED}
    assert (after.title, after.is_active, after.price, after.quantity) == (
        "Yeni Şal",
        False,
        Decimal("129.90"),
        7,
    )


def test_refusal_of_a_card_is_told_for_its_variants(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY), Article(_OTHER)])
    connector = trendyol.connector()
    drafts = [_draft(external_id=_KEY, title="Ş" * 101), _draft(external_id=_OTHER)]

    found = {one.external_id: one for one in results(connector, connector.write_listings(drafts))}

    assert {key: one.state for key, one in found.items()} == {
        _KEY: ItemState.REJECTED,
        _OTHER: ItemState.ACCEPTED,
    }
    assert found[_KEY].message


def test_rejected_product_is_read_as_inactive(trendyol: TrendyolStage) -> None:
    _written(trendyol, [_draft()])
    body = {"barcode": _KEY, "reason": "Görsel uygun değil"}
    trendyol.server.pull("POST", f"/trendyol/{trendyol.account}/reject", body)

    assert [(sku, one.is_active) for sku, one in _listings(trendyol).items()] == [("SAL-1", False)]


def test_seller_without_claims_may_be_told_404(trendyol: TrendyolStage) -> None:
    _rule(trendyol.server, claims_404_when_none=True)

    assert _claims(trendyol) == []


def test_claim_is_decided_unit_by_unit_and_due_in_two_days(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    trendyol.claim(trendyol.order((_KEY, 3)), [(_KEY, 3)])
    [claim] = _claims(trendyol)

    trendyol.connector().approve_claim(claim.external_id, [claim.lines[0].external_id])

    [after] = _claims(trendyol)
    assert [line.quantity for line in claim.lines] == [1, 1, 1]
    assert claim.due_at == claim.created_at + timedelta(hours=48)
    assert [line.status for line in after.lines] == [
        ClaimStatus.ACCEPTED,
        ClaimStatus.WAITING,
        ClaimStatus.WAITING,
    ]


def test_reasons_need_a_file_but_for_those_the_manifest_names(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    connector, rules = trendyol.unhurried(), registry.manifest("trendyol").evidence
    assert rules is not None
    needing = [one for one, _ in connector.fetch_claim_reasons() if one not in rules.not_needed_for]
    reasons = [*rules.not_needed_for, *needing[:2]]  # five decisions a minute are allowed
    made = [trendyol.claim(trendyol.order((_KEY, 1)), [(_KEY, 1)]) for _ in reasons]
    lines = {one.external_id: [line.external_id for line in one.lines] for one in _claims(trendyol)}

    refused = []
    for number, reason in zip(made, reasons, strict=True):
        try:
            connector.reject_claim(number, lines[number], reason, "Açıklama")
        except Rejected:
            refused.append(reason)

    assert (refused, len(refused)) == (needing[:2], 2)
    stand = [one.status for one in _claims(trendyol)]
    assert stand.count(ClaimStatus.DISPUTED) == len(rules.not_needed_for)


def test_decisions_are_spread_over_the_five_a_minute_there_are(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    trendyol.claim(trendyol.order((_KEY, 2)), [(_KEY, 2)])
    [claim] = _claims(trendyol)
    connector = trendyol.connector()

    connector.approve_claim(claim.external_id, [claim.lines[0].external_id])
    with pytest.raises(RateLimited) as raised:
        connector.approve_claim(claim.external_id, [claim.lines[1].external_id])

    assert 5 < raised.value.retry_after <= 60
    assert trendyol.refusals() == 0


@pytest.mark.parametrize("word", ["whatsapp", "https://example.com", "Instagram"])
def test_answer_with_a_forbidden_word_is_refused(trendyol: TrendyolStage, word: str) -> None:
    trendyol.seed([Article(_KEY)])
    number = trendyol.ask(_KEY, "Boyu kaç santim?")

    with pytest.raises(Rejected):
        trendyol.connector().answer_question(number, f"Bize {word} üzerinden yazın.")


@pytest.mark.parametrize("is_signed", [True, False])
def test_return_is_taken_back_however_its_revenue_is_signed(
    trendyol: TrendyolStage,
    is_signed: bool,
) -> None:
    _rule(trendyol.server, signed_revenue=is_signed)
    trendyol.seed([Article(_KEY, price=Decimal("129.80"))])
    trendyol.claim(trendyol.order((_KEY, 1)), [(_KEY, 1)])
    [claim] = _claims(trendyol)
    trendyol.connector().approve_claim(claim.external_id, [line.external_id for line in claim.lines])

    found = [one for page in trendyol.unhurried().fetch_settlements(*_window()) for one in page]

    amounts = {one.kind: (one.amount, one.commission) for one in found}
    assert amounts == {
        SettlementKind.SALE: (Decimal("110.33"), Decimal("19.47")),
        SettlementKind.RETURN: (Decimal("-110.33"), Decimal("-19.47")),
    }


def test_cargo_invoice_is_shipping_that_is_kept_back(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    trendyol.settle(trendyol.order((_KEY, 1)))

    end_of_today = now() + timedelta(days=1)
    pages = trendyol.unhurried().fetch_settlements(now() - timedelta(days=1), end_of_today)
    found = [one for page in pages for one in page if one.kind is SettlementKind.SHIPPING]

    assert [(one.amount, one.provider_kind) for one in found] == [(Decimal("-45.90"), "Kargo Fatura")]


def test_long_past_is_asked_for_in_windows_the_account_takes(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    trendyol.settle(trendyol.order((_KEY, 1)))

    pages = trendyol.unhurried().fetch_settlements(now() - timedelta(days=40), now() + timedelta(minutes=1))

    assert [one.kind for page in pages for one in page] == [SettlementKind.SALE]


@pytest.mark.parametrize(("names", "has_envelope"), [("old", True), ("both", False), ("new", False)])
def test_webhook_is_read_in_its_older_shapes(
    trendyol: TrendyolStage,
    receiver: Receiver,
    names: str,
    has_envelope: bool,
) -> None:
    _rule(trendyol.server, webhook_names=names, webhook_envelope=has_envelope)
    trendyol.seed([Article(_KEY)])
    connector = trendyol.connector()
    connector.register_webhook(receiver.address, "s3cret")
    number = trendyol.package_id(trendyol.order((_KEY, 2)))

    trendyol.server.pull("POST", "/webhooks/deliver")

    read = [one for delivery in receiver.deliveries for one in connector.read_packages(delivery)]
    assert read == connector.fetch_package(number)


@pytest.mark.parametrize("word", ["Trendyol", "dolap", "localhost"])
def test_address_with_a_forbidden_word_is_refused(trendyol: TrendyolStage, word: str) -> None:
    with pytest.raises(Rejected):
        trendyol.connector().register_webhook(f"https://{word}.example.com/hook", "s3cret")


def test_more_stock_than_trendyol_shows_is_told_as_the_most_it_does(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    connector = trendyol.connector()

    answers = states(connector, connector.push_stock([StockOffer(_KEY, None, 90_000)]))

    assert (answers, trendyol.shelf(_KEY)["quantity"]) == ({_KEY: ItemState.ACCEPTED}, 20_000)


def test_label_is_read_in_both_shapes_and_waited_for_while_it_is_made(
    trendyol: Stage, server: Server
) -> None:
    trendyol.seed([Article(_KEY)])
    placed = trendyol.order((_KEY, 2))
    connector, number = trendyol.connector(), str(placed["cargoTrackingNumber"])
    trendyol.move(trendyol.order_id(placed), "Picking")
    found = []

    for shape in ("data", "labels"):
        _rule(server, label_answer=shape)
        found.append(connector.fetch_label(number, "-", LabelFormat.ZPL))
    later = trendyol.order((_KEY, 1))
    trendyol.move(trendyol.order_id(later), "Picking")
    _rule(server, label_answer="data", label_ms=60_000)
    with pytest.raises(Unavailable) as raised:
        connector.fetch_label(str(later["cargoTrackingNumber"]), "-", LabelFormat.ZPL)

    _rule(server, label_ms=0)
    assert found[0] == found[1]
    assert number.encode() in found[0].data
    assert raised.value.code == "trendyol.label_pending"


def test_parts_name_the_package_they_come_from_and_have_cargo_numbers_of_their_own(
    trendyol: TrendyolStage,
) -> None:
    trendyol.seed([Article(_KEY)])
    number = trendyol.package_id(trendyol.order((_KEY, 3)))
    connector = trendyol.connector()
    [package] = connector.fetch_package(number)

    connector.split_package(number, [{package.lines[0].external_id: 1}])

    parts = [one for one in connector.fetch_siblings(number) if one.external_id != number]
    assert [one.origin_external_ids for one in parts] == [(number,), (number,)]
    assert len({package.tracking_number, *(one.tracking_number for one in parts)}) == 3
