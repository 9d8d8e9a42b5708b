"""Offers, categories and attributes as our records; drafts as products and tickets, and their answers."""

from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.content import AttributeChoice, AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    BatchAnswer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    ParkedRecord,
)
from prapazar.connectors.hepsiburada import content
from prapazar.connectors.hepsiburada.schemas import folded
from tests.connectors.hepsiburada.site import MERCHANT, recorded
from tests.connectors.hepsiburada.test_client import draft


def _cards() -> dict[str, Any]:
    return {row["hbsku"]: row for row in folded(recorded("products"))["data"]}


def _offers(**changes: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any field of an offer
    first, *others = folded(recorded("listings"))["listings"]
    return [{**first, **changes}, *others]


def test_offer_is_mapped_whole_with_its_card() -> None:
    found = content.listings(_offers(), _cards())

    assert found[0] == ListingRecord(
        external_id="HBV00000100001",
        external_parent_id="TS-1",
        sku="TS-MAVI-M",
        barcode="8680000000017",
        title="Pamuklu Tişört, M",
        parent_title="Pamuklu Tişört",
        options={"Beden": "M"},
        price=Decimal("129.90"),
        list_price=None,
        quantity=48,
        is_active=True,
        brand="Anadolu",
        category="Şal",
        vat_rate=Decimal(20),
        description="<p>Pamuk</p>",
        images=("https://cdn.example.com/1.jpg",),
    )


def test_offer_without_a_card_is_known_by_its_sku() -> None:
    [found, _] = content.listings(_offers(), {})

    assert isinstance(found, ListingRecord)
    assert (found.title, found.external_parent_id, found.vat_rate) == ("TS-MAVI-M", None, None)


@pytest.mark.parametrize(
    "changes", [{"issalable": False}, {"issuspended": True}, {"islocked": True}, {"isfrozen": True}]
)
def test_offer_nobody_can_buy_is_not_active(changes: dict[str, Any]) -> None:
    [found, _] = content.listings(_offers(**changes), _cards())

    assert isinstance(found, ListingRecord)
    assert not found.is_active


def test_offer_that_cannot_be_read_is_parked_alone() -> None:
    odd, good = content.listings(_offers(price="çok"), _cards())

    assert isinstance(odd, ParkedRecord)
    assert (odd.external_id, odd.code) == ("HBV00000100001", "connector.odd_value")
    assert isinstance(good, ListingRecord)


def test_parents_of_leaves_are_made_of_their_paths() -> None:
    found = list(content.categories(folded(recorded("categories"))["data"]))

    assert found == [
        CategoryRecord("18021300", None, "Moda > Kadın Giyim", is_leaf=False),
        CategoryRecord("18021982", "18021300", "Şal", is_leaf=True),
        CategoryRecord("18021983", "18021300", "Tişört", is_leaf=True),
        CategoryRecord("60001001", None, "Ev, Yaşam > Mutfak", is_leaf=False),
        CategoryRecord("60001002", "60001001", "Çay Bardağı", is_leaf=True),
    ]


def test_attributes_leave_out_what_a_draft_answers_by_itself() -> None:
    sizes = tuple(AttributeValueRecord(one, one) for one in ("S", "M"))

    found = content.attributes(folded(recorded("attributes")), {"ebatlar_variant_property": sizes})

    assert [one.external_id for one in found] == [
        "GarantiSuresi",
        "Video1",
        "00000MU",
        "00001KA",
        "renk_variant_property",
        "ebatlar_variant_property",
    ]
    assert found[0] == AttributeRecord("GarantiSuresi", "Garanti Süresi (Ay)", True, True, False)
    assert found[-1] == AttributeRecord("ebatlar_variant_property", "Beden", True, False, True, False, sizes)


@pytest.mark.parametrize("name", ["value", "name"])
def test_values_are_their_words(name: str) -> None:
    assert content.listed_values([{"id": 7, name: "İpek"}]) == [AttributeValueRecord("İpek", "İpek")]


def test_new_product_is_in_hepsiburadas_words() -> None:
    choices = (
        AttributeChoice("GarantiSuresi", text="24"),
        AttributeChoice("ebatlar_variant_property", value_external_id="M"),
    )

    made = content.new_product(draft(attributes=choices, desi=Decimal("2.50")), MERCHANT)

    assert made == {
        "categoryId": 18021982,
        "merchant": MERCHANT,
        "attributes": {
            "merchantSku": "SAL-1",
            "VaryantGroupID": "SAL",
            "Barcode": "8680000000031",
            "UrunAdi": "İğne Oyalı Şal",
            "UrunAciklamasi": "<p>Şal</p>",
            "Marka": "Anadolu",
            "kg": "2.5",
            "tax_vat_rate": "10",
            "price": "129,50",
            "stock": "7",
            "Image1": "https://cdn.example.com/1.jpg",
            "GarantiSuresi": 24,
            "ebatlar_variant_property": "M",
        },
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "USD"}, "hepsiburada.currency"),
        ({"sku": "ŞAL-1"}, "hepsiburada.sku_form"),
        ({"sku": "SAL 1"}, "hepsiburada.sku_form"),
        ({"category_external_id": ""}, "hepsiburada.category_missing"),
    ],
)
def test_draft_that_could_only_be_refused_is_not_sent(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as raised:
        content.new_product(draft(**changes), MERCHANT)

    assert raised.value.code == code


def test_change_tells_neither_stock_nor_price() -> None:
    made = content.update(draft(external_id="HBV1", desi=Decimal(2)), MERCHANT)

    assert made == {
        "merchantId": MERCHANT,
        "hbSku": "HBV1",
        "productName": "İğne Oyalı Şal",
        "productDescription": "<p>Şal</p>",
        "kdv": "10",
        "image1": "https://cdn.example.com/1.jpg",
        "desi": "2",
    }


def test_import_that_lacks_something_is_refused_with_what_it_lacks() -> None:
    answer = content.import_answer(folded(recorded("import_status"))["data"])

    [item] = answer.items
    assert (answer.is_final, item.external_id, item.state) == (True, "SAL-1", ItemState.REJECTED)
    assert item.code == "hepsiburada.item_refused"
    assert str(item.message).startswith("VaryantGroupID: Varyant Grup Id zorunludur.; UrunAdi: Ürün Adı")


@pytest.mark.parametrize(
    ("word", "stage", "state", "is_final"),
    [
        ("PROCESSING", "WAITING", ItemState.PENDING, False),
        ("SUCCESS", "WAITING", ItemState.ACCEPTED, True),
        ("SUCCESS", "MATCHED", ItemState.ACCEPTED, True),
        ("SUCCESS", "REJECTED", ItemState.REJECTED, True),
        ("SUCCESS", "BLOCKED", ItemState.REJECTED, True),
        ("FAILED", None, ItemState.REJECTED, True),
    ],
)
def test_import_is_taken_by_its_words(word: str, stage: str | None, state: ItemState, is_final: bool) -> None:
    answer = content.import_answer([{"merchantsku": "A", "importstatus": word, "productstatus": stage}])

    assert (answer.is_final, [item.state for item in answer.items]) == (is_final, [state])


def test_ticket_is_answered_for_every_product() -> None:
    assert content.ticket_answer(folded(recorded("ticket_status"))["data"]) == BatchAnswer(
        is_final=True,
        items=(
            ItemResult("HBV00000100001", ItemState.ACCEPTED),
            ItemResult("HBV9", ItemState.REJECTED, "hepsiburada.item_refused", "Ürün bulunamadı."),
        ),
    )


def test_ticket_in_progress_is_not_final() -> None:
    fields = [
        {"fieldname": "NAME", "fieldresult": "APPROVED"},
        {"fieldname": "MEDIA", "fieldresult": "IN_PROGRESS"},
    ]

    answer = content.ticket_answer([{"items": [{"hbsku": "HBV1", "updateresults": fields}]}])

    assert answer == BatchAnswer(is_final=False, items=(ItemResult("HBV1", ItemState.PENDING),))


@pytest.mark.parametrize(
    "read",
    [
        lambda: content.import_answer([{"merchantsku": "A", "importstatus": "Melted"}]),
        lambda: content.ticket_answer([{"items": [{"hbsku": "A", "updateresults": [{"fieldresult": "x"}]}]}]),
    ],
)
def test_answer_of_an_unknown_word_is_unexpected(read: Any) -> None:  # noqa: ANN401 - a call
    with pytest.raises(UnexpectedAnswer) as raised:
        read()

    assert raised.value.code == "connector.unknown_status"


@pytest.mark.parametrize(
    ("operation", "name", "count"),
    [
        ("listings", "listings", 2),
        ("categories", "categories", 5),
        ("attributes", "attributes", 6),
        ("import", "import_status", 1),
        ("ticket", "ticket_status", 1),
    ],
)
def test_recorded_answer_is_replayed(operation: str, name: str, count: int) -> None:
    assert len(content.READERS[operation](recorded(name))) == count
