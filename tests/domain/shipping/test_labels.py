"""Labels are read back: the bars by a scanner's library, the words from the page."""

from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from zebrafy.zebrafy_zpl import ZebrafyZPL

from prapazar.domain.shipping import labels
from prapazar.domain.shipping.labels import LabelContent, Paper, Place
from prapazar.domain.shipping.labels.files import pictures

_SENDER = Place("Deneme Mağaza", ("Sanayi Caddesi No: 1",), "Kadıköy", "İstanbul")
_RECIPIENT = Place(
    "Şule Iğdırlıoğlu",
    ("Çınar Sokağı No: 7", "Gülbahçe Apt."),
    "Çankaya",
    "Ankara",
    "06680",
    "0532 111 22 33",
)


def _label(barcode: str, **more: object) -> LabelContent:
    given: dict[str, object] = {
        "carrier": "Yurtiçi Kargo",
        "sender": _SENDER,
        "recipient": _RECIPIENT,
        "order_number": "S-1042",
        "channel": "Trendyol",
        "desi": Decimal("2.50"),
        "goods": ("2 x Çiçekli Şal, İğne Oyalı",),
    }
    return LabelContent(barcode=barcode, **{**given, **more})  # type: ignore[arg-type]  # named one by one above


def _read(pages: list[Image.Image]) -> list[str]:
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


@pytest.mark.parametrize(
    "barcode", ["PRZ000000001", "2750365698456", "7" * 20, "ABCDEFGHIJ0123456789", "HJ1234567890-2"]
)
def test_bars_are_read_by_a_scanner_at_the_resolution_of_a_label_printer(barcode: str) -> None:
    document = labels.pdf([_label(barcode)])

    assert _read(list(pictures(document))) == [barcode]


def test_four_labels_stand_on_an_a4_page_in_reading_order() -> None:
    codes = [f"PRZ{number:09d}" for number in range(5)]

    pages = list(pictures(labels.pdf([_label(code) for code in codes], Paper.A4)))

    found = [
        [
            one.text
            for one in sorted(read, key=lambda one: (one.position.top_left.y // 400, one.position.top_left.x))
        ]
        for read in (zxingcpp.read_barcodes(page) for page in pages)
    ]
    assert found == [codes[:4], codes[4:]]


def test_zpl_prints_the_same_bars_and_begins_each_label_anew() -> None:
    codes = ["PRZ000000001", "PRZ000000002"]

    text = labels.zpl([_label(code) for code in codes])

    parts = [f"{part}^XZ" for part in text.decode().split("^XZ") if part.strip()]
    printed = [picture for part in parts for picture in ZebrafyZPL(part).to_images()]
    assert _read(printed) == codes


def test_words_of_the_label_are_on_the_page_with_their_turkish_letters() -> None:
    [page] = pypdfium2.PdfDocument(
        labels.pdf([_label("PRZ000000001", cash_on_delivery="KAPIDA 1.249,90 ₺", parcel=1, parcels=2)])
    )

    words = page.get_textpage().get_text_range()

    wanted = (
        "Şule Iğdırlıoğlu",
        "Çankaya / Ankara",
        "Gülbahçe Apt.",
        "1/2",
        "KAPIDA 1.249,90 ₺",
        "2,5 desi",
        "S-1042",
    )
    assert [word for word in wanted if word not in words] == []


def test_more_goods_than_there_is_room_for_are_counted_and_never_reach_the_bars() -> None:
    crowded = _label(
        "PRZ000000001",
        goods=tuple(f"1 x Ürün {number}" for number in range(40)),
        cash_on_delivery="KAPIDA 10,00 ₺",
        recipient=Place(
            "Ş" * 80, ("Uzun Sokak " * 30,), "Afyonkarahisar Merkez", "Afyonkarahisar", "03000", "0532"
        ),
    )

    document = labels.pdf([crowded])

    assert _read(list(pictures(document))) == ["PRZ000000001"]
    words = pypdfium2.PdfDocument(document)[0].get_textpage().get_text_range()
    assert "+ 3" in words or "+ 4" in words


def test_files_are_joined_in_their_order() -> None:
    whole = labels.joined([labels.pdf([_label(code)]) for code in ("PRZ000000001", "PRZ000000002")])

    assert _read(list(pictures(whole))) == ["PRZ000000001", "PRZ000000002"]


def test_sheet_that_was_begun_goes_on_at_its_first_free_field() -> None:
    codes = [f"PRZ{number:09d}" for number in range(3)]

    pages = list(pictures(labels.pdf([_label(code) for code in codes], Paper.A4, start=3)))

    assert [sorted(_read([page])) for page in pages] == [codes[:2], codes[2:]]
    upper = pages[0].crop((0, 0, pages[0].width, pages[0].height // 2))
    assert _read([upper]) == []
