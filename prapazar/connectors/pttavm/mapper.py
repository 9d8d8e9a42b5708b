"""Between PTT AVM's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    Address,
    BatchAnswer,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained, least_advanced
from prapazar.connectors.pttavm import content
from prapazar.connectors.pttavm.schemas import Raw, StockPriceItem
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import rounded

STATUSES = {
    "havale_onayi_bekleniyor": PackageStatus.AWAITING_PAYMENT,
    "onay_surecinde": PackageStatus.AWAITING_PAYMENT,
    "kargo_yapilmasi_bekleniyor": PackageStatus.NEW,
    "gonderilmis": PackageStatus.SHIPPED,
    "gonderilmiş": PackageStatus.SHIPPED,
    "tamamlandi": PackageStatus.DELIVERED,
    "gondericisine_teslim_edildi": PackageStatus.RETURNED,  # back at the sender: us
    "iade": PackageStatus.RETURNED,
    "iptal": PackageStatus.CANCELLED,
    "odeme_gecersiz": PackageStatus.CANCELLED,
}
CARRIER = "PTT Kargo"
_FINAL = {"Completed", "Cancelled"}
_ITEM_STATES = {
    "Completed": ItemState.ACCEPTED,
    "Cancelled": ItemState.REJECTED,
    "Waiting": ItemState.PENDING,
    "InProgress": ItemState.PENDING,
}


def packages(raw: object) -> list[Parsed[PackageRecord]]:
    """Rows with one number are one order, told line by line."""
    groups: dict[str, list[Raw]] = {}
    for place, row in enumerate(rows(raw, "orders")):
        groups.setdefault(text(optional(row, "siparisNo")) or f"#{place}", []).append(row)
    return [
        parked(package, _joined(group), lambda r: text(optional(r, "siparisNo"))) for group in groups.values()
    ]


def _joined(group: Sequence[Raw]) -> Raw:
    """A row of one line tells that line's stock code beside it."""
    if not all(isinstance(row.get("siparisUrunler"), list) for row in group):
        return group[0]
    lines = []
    for row in group:
        code = {"urunKodu": row.get("urunKodu")} if len(row["siparisUrunler"]) == 1 else {}
        lines += [{**code, **line} if isinstance(line, Mapping) else line for line in row["siparisUrunler"]]
    return {**group[0], "siparisUrunler": lines}


def package(raw: Raw) -> PackageRecord:
    """An order is one package; changes carry no date, so that the order's own stands for them."""
    number = text(required(raw, "siparisNo"))
    told = rows(required(raw, "siparisUrunler"), "siparisUrunler")
    if not told:
        raise UnexpectedAnswer("an order without lines", raw=raw, code="connector.missing_field")
    lines = tuple(_line(line) for line in told)
    ordered_at = moment(required(raw, "islemTarihi"), "islemTarihi")
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=least_advanced([_status(line) for line in told]),
        provider_status=",".join(sorted({text(line["siparisDurumu"]) for line in told})),
        ordered_at=ordered_at,
        modified_at=ordered_at,
        currency="TRY",
        total=sum((line.total for line in lines), Decimal(0)),
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=amount(optional(raw, "kargoTutari") or 0, "kargoTutari"),
        lines=lines,
        buyer_name=_name(raw, "musteri"),
        buyer_email=text(optional(raw, "eposta")) or None,
        buyer_phone=text(optional(raw, "telefonNo")) or None,
        shipping_address=_shipping_address(raw),
        billing_address=_billing_address(raw),
        carrier=CARRIER,
        tracking_number=barcode(raw),
        note=" ".join(filter(None, (text(optional(line, "siparisNotu")) for line in told))),
    )


def moment(value: object, name: str) -> datetime:
    """`2024-01-01T14:57:12`: Turkish time, unless it brings its own zone."""
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {value!r}", raw=value, code="connector.odd_value") from None
    return (read.replace(tzinfo=ISTANBUL) if read.tzinfo is None else read).astimezone(UTC)


def placed_at(record: Parsed[PackageRecord]) -> datetime | None:
    """None for a parked order whose moment cannot be read."""
    if isinstance(record, PackageRecord):
        return record.ordered_at
    try:
        return moment(mapping(record.raw, "order").get("islemTarihi"), "islemTarihi")
    except UnexpectedAnswer:
        return None


def told_moment(value: datetime) -> str:
    return value.astimezone(ISTANBUL).strftime("%Y-%m-%dT%H:%M:%S")


def barcode(raw: Raw) -> str | None:
    """Of the parcel: in a field of its own, or the first of a list."""
    listed = rows(optional(raw, "barcodes") or [], "barcodes")
    found = [text(optional(raw, "kargoBarkod")), *(text(optional(one, "barcode")) for one in listed)]
    return next(filter(None, found), None)


def _status(line: Raw) -> PackageStatus:
    told = text(required(line, "siparisDurumu"))
    return STATUSES.get(told) or explained(told, line)


def _line(raw: Raw) -> LineRecord:
    quantity = whole(required(raw, "toplamIslemAdedi"), "toplamIslemAdedi")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    total = amount(required(raw, "kdvDahilToplamTutar"), "kdvDahilToplamTutar")
    code = _sold(raw)
    return LineRecord(
        external_id=text(required(raw, "lineItemId")),
        listing_external_id=code,
        sku=text(optional(raw, "urunKodu")) or None,
        barcode=code,
        title=text(required(raw, "urun", "urunBarkod")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=amount(optional(raw, "indirimToplam") or 0, "indirimToplam"),
        vat_rate=content.vat_rate(required(raw, "kdvOrani"), raw),
        cancelled_quantity=quantity if _status(raw) is PackageStatus.CANCELLED else 0,
    )


def _sold(raw: Raw) -> str | None:
    """A variant is told by ids that no listing shows, `1,2,3`; which one it was a person has to say."""
    variant = text(optional(raw, "variantBarkod"))
    if variant:
        return None if "," in variant else variant
    return text(required(raw, "urunBarkod"))


def _name(raw: Raw, prefix: str) -> str:
    parts = (text(optional(raw, f"{prefix}Adi")), text(optional(raw, f"{prefix}Soyadi")))
    return " ".join(part for part in parts if part)


def _shipping_address(raw: Raw) -> Address:
    return Address(
        name=_name(raw, "musteri"),
        line=text(optional(raw, "siparisAdresi")),
        district=text(optional(raw, "siparisIlce")),
        city=text(optional(raw, "siparisIli")),
        phone=text(optional(raw, "telefonNo")) or None,
    )


def _billing_address(raw: Raw) -> Address:
    return Address(
        name=_name(raw, "faturaMusteri"),
        company=text(optional(raw, "firmaUnvani")) if optional(raw, "faturaTip") == "Kurumsal" else "",
        line=text(optional(raw, "faturaAdresi")),
        district=text(optional(raw, "faturaIlce")),
        city=text(optional(raw, "faturaIli")),
        phone=text(optional(raw, "telefonNo")) or None,
        tax_number=text(optional(raw, "vergiNo")) or text(optional(raw, "tckn")) or None,
        tax_office=text(optional(raw, "vergiDaire")) or None,
    )


def stock_items(offers: Sequence[StockOffer]) -> list[StockPriceItem]:
    """More than the channel can show is shown as the most it can."""
    return [{"barcode": one.external_id, "quantity": min(one.quantity, content.MOST_STOCK)} for one in offers]


def price_item(offer: PriceOffer, vat_rate: Decimal | None) -> StockPriceItem:
    """Without a discount, so that the price is what the buyer pays."""
    if offer.currency != "TRY":
        raise Rejected(f"{offer.external_id} in {offer.currency}", code="pttavm.currency", field="currency")
    price = rounded(offer.price)
    item: StockPriceItem = {"barcode": offer.external_id, "priceWithVAT": price, "discount": 0}
    if vat_rate is not None:
        item["priceWithoutVAT"] = content.net(price, vat_rate)
        item["vatRate"] = int(vat_rate)
    return item


def price_fault(offer: PriceOffer) -> ItemResult | None:
    """Why an offer is not sent at all."""
    if offer.external_parent_id:
        return content.refused(offer.external_id, "pttavm.variant_price", None)
    if offer.vat_rate is not None and offer.vat_rate not in content.VAT_RATES:
        return content.refused(offer.external_id, "pttavm.vat_rate", str(offer.vat_rate))
    return None


def tracking_id(raw: object) -> str:
    """Without a number there is nothing to ask for, and no success."""
    return text(required(mapping(raw, "push"), "trackingId"))


def batch_answer(raw: object) -> BatchAnswer:
    batch = mapping(raw, "tracking result")
    told = text(required(batch, "status"))
    if told not in _ITEM_STATES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    inner = mapping(optional(batch, "productsSubTrackingResult") or {}, "productsSubTrackingResult")
    found = rows(optional(inner, "productBasedInfos") or [], "productBasedInfos")
    items = tuple(_item_result(row) for row in found)
    is_final = told in _FINAL and all(item.state is not ItemState.PENDING for item in items)
    return BatchAnswer(is_final, items)


def _item_result(raw: Raw) -> ItemResult:
    """An item that is done and tells failures all the same was not carried out."""
    told = text(required(raw, "status"))
    if told not in _ITEM_STATES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    code, state = text(required(raw, "barcode")), _ITEM_STATES[told]
    reasons = [text(one) for one in optional(raw, "failureReasons") or []]
    if state is ItemState.PENDING or (state is ItemState.ACCEPTED and not reasons):
        return ItemResult(code, state)
    message = " ".join(filter(None, [*reasons, "" if reasons else text(optional(raw, "message"))]))
    return content.refused(code, "pttavm.item_refused", message or None)


def warehouses(raw: object) -> dict[str, int]:
    """Id as text to id, of every warehouse of the seller."""
    found = rows(required(mapping(raw, "warehouses"), "data"), "data")
    return {text(required(one, "id")): whole(one["id"], "id") for one in found}


def check_label(raw: object) -> None:
    """Raises Rejected where making the barcode failed; still pending is fine, the order will tell."""
    told = mapping(raw, "barcode status")
    status = text(required(told, "status"))
    if status == "error":
        raise Rejected(text(optional(told, "error")), code="pttavm.barcode_refused")
    if status not in {"completed", "pending"}:
        raise UnexpectedAnswer(status, raw=raw, code="connector.unknown_status")


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": packages,
    "products": lambda raw: content.listings(rows(raw, "products")),
    "categories": lambda raw: list(content.categories(raw)),
    "tracking_result": lambda raw: list(batch_answer(raw).items),
}
"""How a recorded answer is replayed, by operation."""
