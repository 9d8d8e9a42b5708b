"""Every platform that goes by files: what its files say is read back as it was written, in each way to write them."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from prapazar.connector_kit import file_orders, file_rows, registry
from prapazar.connector_kit.file_products import FileOffer, LeftOut, row_of
from prapazar.connector_kit.file_rows import RowReader
from prapazar.connector_kit.files import FileForm, FileProfile, OrderField, ProductField, heading, headings
from prapazar.connector_kit.manifest import Capability, Kind
from prapazar.connector_kit.records import PackageRecord, PackageStatus
from prapazar.domain.shipping.enums import ShipmentStatus
from prapazar.flows import movement_sheets
from prapazar.flows.file_channels import FileChannel, write_sheet
from prapazar.foundation.ids import new_id
from prapazar.foundation.sheets import open_sheet

_OFFER = FileOffer(
    sku="ŞEKER-1",
    texts={
        ProductField.BARCODE: "8690000000017",
        ProductField.CODE: "ŞEKER",
        ProductField.NAME: 'Ağız tadı; "İğde" çayı',
        ProductField.VARIANT: "500 g",
        ProductField.BRAND: "Çığ",
        ProductField.CATEGORY: "Gıda > Çay",
        ProductField.DESCRIPTION: "=HYPERLINK(1)",
        ProductField.CURRENCY: "TRY",
        ProductField.IMAGES: "https://r.example/1.jpg | https://r.example/2.jpg",
    },
    vat_rate=Decimal(20),
    desi=Decimal("1.5"),
    price=Decimal("1234.50"),
    list_price=Decimal("1500.00"),
    quantity=7,
)
_READ_BACK = (
    *("ŞEKER-1", "8690000000017", "ŞEKER", 'Ağız tadı; "İğde" çayı', "500 g", "Çığ", "Gıda > Çay"),
    *("=HYPERLINK(1)", "20", "1234.50", "1500.00", "TRY", "7", "1.5"),
    "https://r.example/1.jpg | https://r.example/2.jpg",
)
_NUMBERS = {ProductField.VAT_RATE, ProductField.PRICE, ProductField.LIST_PRICE, ProductField.DESI}
_FORMS = [
    FileForm(),
    FileForm(format="csv"),
    FileForm(format="csv", encoding="windows1254", separator="tab", columns="en"),
    FileForm(format="csv", separator="comma", decimal="point"),
]
_CARRIERS = [slug for slug in registry.by_files() if Kind.CARRIER in registry.manifest(slug).kinds]
_PLATFORMS = [slug for slug in registry.by_files() if slug not in _CARRIERS]
_SELLING = [slug for slug in _PLATFORMS if slug != "gittigidiyor"]


def _profile(slug: str) -> FileProfile:
    found = registry.manifest(slug).files
    assert found is not None
    return found


def _channel(slug: str, form: FileForm) -> FileChannel:
    capabilities = frozenset(registry.manifest(slug).capabilities)
    return FileChannel(new_id(), slug, slug, _profile(slug), form, capabilities)


@pytest.mark.parametrize("slug", _SELLING)
def test_product_row_is_read_back_as_it_was_written(slug: str, tmp_path: Path) -> None:
    for place, form in enumerate(_FORMS):
        channel, path = _channel(slug, form), tmp_path / f"{place}.{form.format}"
        row = row_of(_OFFER, channel.profile, form)

        write_sheet(path, channel, headings(channel.profile, form), [row])  # type: ignore[list-item]  # it is whole

        sheet = open_sheet(path)
        [(_, cells)] = sheet.rows()
        decimal = "." if form.format == "csv" and form.decimal == "point" else ","
        plain = [
            Decimal(cell.replace(decimal, ".")) if field in _NUMBERS else cell
            for field, cell in zip(ProductField, cells, strict=True)
        ]
        wanted = [
            Decimal(cell) if field in _NUMBERS else cell
            for field, cell in zip(ProductField, _READ_BACK, strict=True)
        ]
        assert (list(sheet.headings), plain) == (headings(channel.profile, form), wanted)


@pytest.mark.parametrize("slug", _SELLING)
def test_article_without_what_the_platform_needs_stays_out(slug: str) -> None:
    profile, form = _profile(slug), FileForm()
    empty = FileOffer("", {}, None, None, None, None, None, price_fault="no_floor")
    special = {ProductField.PRICE: "no_floor", ProductField.QUANTITY: "not_counted"}

    left = row_of(empty, profile, form)

    assert left == [
        LeftOut(heading(profile, form, field), special.get(field, "missing")) for field in profile.needs
    ]


@pytest.mark.parametrize("slug", _PLATFORMS)
def test_order_file_is_read_in_the_words_of_each_form(slug: str) -> None:
    profile = _profile(slug)
    is_closed = profile.closed is not None
    day = "2021-11-20" if is_closed else "2026-11-20"
    columns = [file_rows.HEADINGS[field][0] for field in OrderField]
    mapping = file_rows.guess(columns)
    form = FileForm(status_words="Onaylandı Sevk=picking")
    reader = RowReader(columns, mapping, profile, form, is_csv=True)
    values = {
        OrderField.ORDER_NUMBER: "S-1",
        OrderField.ORDERED_AT: day,
        OrderField.STATUS: "ONAYLANDI SEVK",
        OrderField.SKU: "ŞEKER-1",
        OrderField.TITLE: "İğde çayı",
        OrderField.QUANTITY: "2",
        OrderField.UNIT_PRICE: "1.234,50",
        OrderField.BUYER_NAME: "Işıl Çağ",
        OrderField.CITY: "Iğdır",
    }
    row = (2, [values.get(field, "") for field in OrderField])

    [order] = file_orders.orders(reader, [row], Counter({"S-1": 1}), profile, form)

    assert order.faults == ()
    assert isinstance(order.record, PackageRecord)
    told = order.record
    assert mapping == dict(zip(columns, [field.value for field in OrderField], strict=True))
    assert (told.status, told.total, told.buyer_name, told.shipping_address.city, told.ordered_at) == (
        PackageStatus.DELIVERED if is_closed else PackageStatus.PICKING,
        Decimal("2469.00"),
        "Işıl Çağ",
        "Iğdır",
        datetime.fromisoformat(f"{day}T00:00:00+03:00").astimezone(UTC),
    )


@pytest.mark.parametrize("slug", _PLATFORMS)
def test_profile_says_plainly_what_works_and_what_does_not(slug: str) -> None:
    manifest, says = registry.manifest(slug), _profile(slug).says
    by_hand = {Capability.EXPORT_PRODUCTS, Capability.IMPORT_ORDERS, Capability.EXPORT_SHIPMENTS}

    if _profile(slug).closed:
        assert (set(manifest.capabilities), "kapandı" in says.tr, "closed" in says.en) == (
            {Capability.IMPORT_HISTORY},
            True,
            True,
        )
    else:
        assert set(manifest.capabilities) == by_hand
        assert "kendiliğinden gitmez" in says.tr
        assert "do not go by themselves" in says.en
    assert manifest.faults({field.name: field.default or "" for field in manifest.auth.fields}) == {}


@pytest.mark.parametrize("slug", _CARRIERS)
def test_carrier_by_hand_says_so_and_its_file_of_movements_is_read(slug: str, tmp_path: Path) -> None:
    manifest, says = registry.manifest(slug), _profile(slug).says
    path = tmp_path / "hareket.csv"
    path.write_text(f"Gönderi No;Takip No;Durum\nPZ1;{slug}-1;Teslim edildi\nPZ2;;?\n", encoding="utf8")

    found = movement_sheets.read(path)

    assert set(manifest.capabilities) == {Capability.EXPORT_SHIPMENTS}
    assert "kendiliğinden bir şey bildirilmez" in says.tr
    assert "by itself" in says.en
    assert [(one.key, one.tracking_number, one.status) for one in found.rows] == [
        ("PZ1", f"{slug}-1", ShipmentStatus.DELIVERED)
    ]
    assert [(one.row, one.code) for one in found.faults] == [(3, "movements.bad_status")]
