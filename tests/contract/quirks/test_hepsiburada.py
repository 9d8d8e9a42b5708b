"""What only Hepsiburada does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import SettlementKind
from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.records import (
    ItemState,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.receiver import Receiver
from tests.factories.stages import Article, Stage
from tests.factories.stages.hepsiburada import HepsiburadaStage

_KEY, _OTHER = "8690000000017", "8690000000024"
_USUAL = {
    "upload_ms": 0,
    "price_band": False,
    "done_word": "COMPLETED",
    "packed_word": "Packaged",
    "cancelled_word": "Cancelled",
    "key_case": "documented",
    "newest_first": True,
    "paging_headers": True,
    "ticket_prefix": True,
    "ticket_refusal": "",
    "payment_sign": "flag",
    "webhook_paths": "rest",
}


@pytest.fixture
def shop(stage: Stage) -> Iterator[HepsiburadaStage]:
    if not isinstance(stage, HepsiburadaStage):
        pytest.skip("a quirk of Hepsiburada's")
    yield stage
    _rule(stage, **_USUAL)


def _rule(shop: Stage, **rules: object) -> None:
    shop.server.pull("PATCH", "/hepsiburada/rules", rules)


def _read(shop: Stage) -> list[PackageRecord]:
    window = now() - timedelta(minutes=5), now() + timedelta(seconds=2)
    found = [one for page in shop.connector().fetch_packages(*window) for one in page]
    assert {type(one) for one in found} <= {PackageRecord}
    return found


def _ordered(shop: HepsiburadaStage, *lines: tuple[str, int]) -> str:
    shop.seed([Article(_KEY, price=Decimal(100)), Article(_OTHER, price=Decimal(10))])
    return shop.package_id(shop.order(*lines))


def _lines(shop: Stage, number: str) -> dict[str, int]:
    [package] = shop.connector().fetch_package(number)
    return {line.external_id: line.quantity for line in package.lines}


def _packages(shop: Stage, number: str) -> list[str]:
    return [line["packagenumber"] for line in shop.connector().client.order(number)["items"]]


def test_agent_with_any_decoration_is_refused(shop: HepsiburadaStage) -> None:
    shop.settings["user_agent"] += " - PraPazar"

    with pytest.raises(AuthFailed):
        shop.connector().test_credentials()


def test_order_is_one_package_for_all_its_life(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 2), (_OTHER, 1))

    seen = [_read(shop)]
    for step in ("Packed", "Unpacked", "Packed", "InTransit", "Delivered"):
        shop.move(number, step)
        seen.append(_read(shop))

    assert [[one.external_id for one in found] for found in seen] == [[number]] * 6
    assert [found[0].status for found in seen] == [
        PackageStatus.NEW,
        PackageStatus.PACKED,
        PackageStatus.NEW,
        PackageStatus.PACKED,
        PackageStatus.SHIPPED,
        PackageStatus.DELIVERED,
    ]
    assert len({line.external_id for found in seen for line in found[0].lines}) == 2
    assert seen[4][0].tracking_number


@pytest.mark.parametrize(
    "rules",
    [
        {"key_case": "pascal"},
        {"packed_word": "Open"},
        {"newest_first": False},
        {"paging_headers": False},
    ],
)
def test_contested_manner_means_the_same(shop: HepsiburadaStage, rules: dict[str, object]) -> None:
    number = _ordered(shop, (_KEY, 1))
    shop.move(number, "Packed")
    [expected] = _read(shop)

    _rule(shop, **rules)

    [found] = _read(shop)
    assert (found.external_id, found.status, found.lines) == (number, PackageStatus.PACKED, expected.lines)


def test_undelivered_parcel_is_told(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 1))
    shop.move(number, "UnDelivered")

    [found] = _read(shop)

    assert (found.external_id, found.status) == (number, PackageStatus.UNDELIVERED)


@pytest.mark.parametrize("has_headers", [True, False])
def test_packages_are_read_over_several_pages_of_ten(shop: HepsiburadaStage, *, has_headers: bool) -> None:
    shop.seed([Article(_KEY)])
    numbers = [shop.package_id(shop.order((_KEY, 1), status="Packed")) for _ in range(20)]
    _rule(shop, paging_headers=has_headers)

    assert sorted(one.external_id for one in _read(shop)) == sorted(numbers)


def test_lines_of_an_order_are_packed_together(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 2), (_OTHER, 1))

    shop.connector().report_status(number, PackageStatus.PACKED, _lines(shop, number))

    assert len(set(_packages(shop, number))) == 1


def test_order_packed_in_parts_stands_where_its_last_part_stands(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 2), (_OTHER, 1))
    first, second = _lines(shop, number).items()
    connector = shop.connector()

    connector.report_status(number, PackageStatus.PACKED, dict([first]))
    [half] = connector.fetch_package(number)
    connector.report_status(number, PackageStatus.PACKED, dict([second]))
    [whole] = connector.fetch_package(number)

    assert (half.status, whole.status) == (PackageStatus.NEW, PackageStatus.PACKED)
    assert len(set(_packages(shop, number))) == 2


def test_package_told_twice_after_a_lost_answer_is_one(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 2))
    lines, connector = _lines(shop, number), shop.connector()
    shop.fault("lost_answer", method="POST", times=1)
    with pytest.raises(Unavailable) as raised:
        connector.report_status(number, PackageStatus.PACKED, lines)

    connector.report_status(number, PackageStatus.PACKED, lines)

    asked = shop.server.pull("GET", f"/requests?account={shop.account}")
    assert raised.value.maybe_done
    assert [one["path"].split("/")[2] for one in asked if one["method"] == "POST"] == ["packages"]


def test_package_of_two_orders_is_told_for_both(shop: HepsiburadaStage) -> None:
    first = _ordered(shop, (_KEY, 1))
    second = shop.package_id(shop.order((_OTHER, 1)))
    shop.server.pull("POST", f"/hepsiburada/{shop.account}/buyer", {"order": second, "like": first})
    together: list[Any] = [*_lines(shop, first).items(), *_lines(shop, second).items()]
    requests = [{"id": line, "quantity": quantity} for line, quantity in together]

    shop.connector().client.create_package({"lineItemRequests": requests, "parcelQuantity": 1, "deci": 1})

    found = {one.external_id: one.status for one in _read(shop)}
    assert found == {first: PackageStatus.PACKED, second: PackageStatus.PACKED}


def test_contracted_carrier_is_not_told_of_shipping(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 1))
    shop.move(number, "Packed")

    with pytest.raises(Rejected) as raised:
        shop.connector().report_status(
            number, PackageStatus.SHIPPED, _lines(shop, number), tracking_number="726"
        )

    assert raised.value.code == "connector.step_unknown"


def test_own_carrier_is_told_of_shipping(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 1))
    request = {"order": number, "cargo": "Mağaza Hesabı"}
    shop.server.pull("POST", f"/hepsiburada/{shop.account}/buyer", request)
    shop.move(number, "Packed")

    shop.connector().report_status(number, PackageStatus.SHIPPED, _lines(shop, number), tracking_number="726")

    [found] = _read(shop)
    assert (found.status, found.tracking_number) == (PackageStatus.SHIPPED, "726")


def test_part_of_a_packed_order_is_split_off_and_cancelled(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 3), (_OTHER, 1))
    shop.move(number, "Packed")
    first = next(iter(_lines(shop, number)))

    shop.connector().report_unsupplied(number, {first: 1}, "out_of_stock")

    [found] = _read(shop)
    assert (found.external_id, found.status) == (number, PackageStatus.PACKED)
    assert sorted((one.quantity, one.cancelled_quantity) for one in found.lines) == [(1, 0), (1, 1), (2, 0)]
    assert shop.shelf(_KEY)["quantity"] == 48


def test_whole_packed_order_is_unpacked_and_cancelled(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 3), (_OTHER, 1))
    shop.move(number, "Packed")

    shop.connector().report_unsupplied(number, _lines(shop, number), "out_of_stock")

    [found] = _read(shop)
    assert (found.external_id, found.status) == (number, PackageStatus.CANCELLED)


def test_part_of_a_line_that_is_not_packed_cannot_be_cancelled(shop: HepsiburadaStage) -> None:
    number = _ordered(shop, (_KEY, 3))
    [line] = _lines(shop, number)

    with pytest.raises(Rejected) as raised:
        shop.connector().report_unsupplied(number, {line: 1}, "out_of_stock")

    [found] = _read(shop)
    assert (raised.value.code, found.status) == ("hepsiburada.partial_line", PackageStatus.NEW)


def test_line_cancelled_by_whomever_is_cancelled(shop: HepsiburadaStage) -> None:
    _rule(shop, cancelled_word="CancelledByCustomer")
    number = _ordered(shop, (_KEY, 1))
    shop.move(number, "Cancelled")

    [found] = _read(shop)

    assert (found.status, found.provider_status) == (PackageStatus.CANCELLED, "CancelledByCustomer")


@pytest.mark.parametrize("paths", ["rest", "names"])
def test_every_event_is_taken_on_whichever_path(
    shop: HepsiburadaStage, receiver: Receiver, paths: str
) -> None:
    _rule(shop, webhook_paths=paths)
    shop.seed([Article(_KEY)])
    connector = shop.connector()
    shop.hook(connector, receiver.address, "s3cret")
    number = shop.package_id(shop.order((_KEY, 1)))
    for step in ("Packed", "Unpacked", "Packed", "InTransit", "Delivered"):
        shop.move(number, step)
    other = shop.package_id(shop.order((_KEY, 1)))
    shop.move(other, "Cancelled")

    shop.server.pull("POST", "/webhooks/deliver")

    heard = [
        (connector.verify(one, "s3cret").kind, connector.read_packages(one)) for one in receiver.deliveries
    ]
    named = [(kind, [record.external_id for record in records]) for kind, records in heard]
    assert named == [("orders", [number])] * 4 + [("ping", [])] * 2 + [("orders", [other])] * 2


def test_own_calls_are_not_echoed(shop: HepsiburadaStage, receiver: Receiver) -> None:
    number = _ordered(shop, (_KEY, 1))
    connector = shop.connector()
    shop.hook(connector, receiver.address, "s3cret")

    connector.report_status(number, PackageStatus.PACKED, _lines(shop, number))
    shop.server.pull("POST", "/webhooks/deliver")

    assert receiver.deliveries == []


def test_address_for_webhooks_is_told_by_mail(shop: HepsiburadaStage) -> None:
    with pytest.raises(Rejected) as raised:
        shop.connector().register_webhook("https://us.test/hook", "s3cret")

    assert raised.value.code == "hepsiburada.webhook_by_mail"


def test_merchants_sku_is_in_capitals(shop: HepsiburadaStage) -> None:
    shop.seed([Article("abc-1")])

    [[found]] = shop.connector().fetch_listings()

    assert found.sku == "ABC-1"


def test_sixth_upload_at_a_time_has_to_wait(shop: HepsiburadaStage) -> None:
    _rule(shop, upload_ms=600_000)
    shop.seed([Article(_KEY)])
    connector = shop.connector()
    [[listing]] = connector.fetch_listings()
    offers = [StockOffer(listing.external_id, None, 4)]
    for _ in range(5):
        connector.push_stock(offers)

    with pytest.raises(RateLimited) as raised:
        connector.push_stock(offers)

    assert (raised.value.code, raised.value.retry_after) == ("hepsiburada.too_many_uploads", 10)


def test_upload_in_process_is_not_final(shop: HepsiburadaStage) -> None:
    _rule(shop, upload_ms=600_000)
    shop.seed([Article(_KEY)])
    connector = shop.connector()
    [[listing]] = connector.fetch_listings()

    pushed = connector.push_stock([StockOffer(listing.external_id, None, 4)])

    assert not connector.fetch_batch(pushed.batch_external_id).is_final


@pytest.mark.parametrize("word", ["COMPLETED", "Done"])
def test_upload_names_the_refused_alone(shop: HepsiburadaStage, word: str) -> None:
    _rule(shop, done_word=word)
    shop.seed([Article(_KEY)])
    connector = shop.connector()
    [[listing]] = connector.fetch_listings()

    answer = connector.fetch_batch(
        connector.push_stock([StockOffer(listing.external_id, None, 4)]).batch_external_id
    )

    assert (answer.is_final, answer.items, answer.unnamed) == (True, (), ItemState.ACCEPTED)


def test_upload_nobody_knows_is_final_and_says_nothing(shop: HepsiburadaStage) -> None:
    answer = shop.connector().fetch_batch("stock:00000000-0000-4000-8000-000000000000")

    assert (answer.is_final, answer.items, answer.unnamed) == (True, (), None)


def test_price_that_jumps_too_far_locks_the_article(shop: HepsiburadaStage) -> None:
    _rule(shop, price_band=True)
    shop.seed([Article(_KEY, price=Decimal(40))])
    connector = shop.connector()
    [[listing]] = connector.fetch_listings()

    pushed = connector.push_price([PriceOffer(listing.external_id, None, Decimal(900), None, "TRY")])

    [refused] = connector.fetch_batch(pushed.batch_external_id).items
    [[after]] = connector.fetch_listings()
    assert (refused.state, refused.code) == (ItemState.REJECTED, "hepsiburada.price_locked")
    assert (after.price, after.is_active) == (Decimal(40), False)


def test_refusal_inside_a_good_answer_is_a_refusal(shop: HepsiburadaStage) -> None:
    with pytest.raises(Rejected) as raised:
        shop.connector().fetch_attributes("18021300")

    assert raised.value.detail.startswith("1003")


@pytest.mark.parametrize("has_prefix", [True, False])
def test_change_is_told_under_either_path(shop: HepsiburadaStage, *, has_prefix: bool) -> None:
    _rule(shop, ticket_prefix=has_prefix)
    shop.seed([Article(_KEY)])
    connector = shop.connector()
    [[listing]] = connector.fetch_listings()

    pushed = connector.write_listings([_draft(listing.external_id)])

    [item] = connector.fetch_batch(pushed.batch_external_id).items
    assert (item.external_id, item.state) == (listing.external_id, ItemState.ACCEPTED)


def test_refused_field_is_the_articles_refusal(shop: HepsiburadaStage) -> None:
    _rule(shop, ticket_refusal="Görsel uygun değil")
    shop.seed([Article(_KEY)])
    connector = shop.connector()
    [[listing]] = connector.fetch_listings()

    pushed = connector.write_listings([_draft(listing.external_id)])

    [item] = connector.fetch_batch(pushed.batch_external_id).items
    assert (item.state, item.code) == (ItemState.REJECTED, "hepsiburada.item_refused")
    assert "NAME: Görsel uygun değil" in str(item.message)


@pytest.mark.parametrize("sign", ["flag", "signed"])
def test_money_kept_back_is_negative_however_it_is_told(shop: HepsiburadaStage, sign: str) -> None:
    number = _ordered(shop, (_KEY, 1))
    shop.move(number, "Delivered")
    _rule(shop, payment_sign=sign)

    pages = shop.connector().fetch_settlements(now() - timedelta(hours=1), now() + timedelta(minutes=1))

    assert {one.kind: one.amount for page in pages for one in page} == {
        SettlementKind.SALE: Decimal(100),
        SettlementKind.COMMISSION: Decimal(-15),
    }


def _draft(external_id: str) -> ListingDraft:
    return ListingDraft(
        sku=_KEY,
        barcode=_KEY,
        group=_KEY,
        title="Şal",
        description="<p>Şal</p>",
        brand="Deneme Marka",
        brand_external_id=None,
        category_external_id="18021982",
        vat_rate=Decimal(20),
        price=Decimal(40),
        list_price=None,
        currency="TRY",
        quantity=1,
        images=("https://cdn.example.com/1.jpg",),
        external_id=external_id,
    )


def test_units_of_a_line_that_are_packed_leave_the_rest_of_it_in_a_package_beside_it(
    shop: HepsiburadaStage,
) -> None:
    number = _ordered(shop, (_KEY, 3))
    [line] = _lines(shop, number)

    shop.connector().report_status(number, PackageStatus.PACKED, {line: 1})

    [package] = shop.connector().fetch_package(number)
    there = shop.connector().client.order(number)["items"]
    assert (package.status, sorted(one.quantity for one in package.lines)) == (PackageStatus.PACKED, [1, 2])
    assert len({one["packagenumber"] for one in there}) == 2
