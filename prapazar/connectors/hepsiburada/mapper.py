"""Between Hepsiburada's shapes, their keys in lower case, and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import Label, LabelFormat
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.parsing import (
    folded as same_name,
)
from prapazar.connector_kit.records import (
    Address,
    BatchAnswer,
    BuyBoxRecord,
    CargoBy,
    CarrierOffer,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.connector_kit.statuses import explained, least_advanced
from prapazar.connectors.hepsiburada.schemas import (
    ORDERED_AT,
    OWN_CARGO,
    TURKEY,
    CancelledItem,
    InTransit,
    InvoiceAddress,
    NewPackage,
    PackageDetail,
    PackageInvoice,
    PriceRow,
    Raw,
    Split,
    SplitLine,
    StockRow,
    folded,
    moment,
)

_SERIES = 3
"""Letters at the head of an invoice's number."""

OUT_OF_STOCK = 83
"""The only reason the documents name: the product cannot be supplied. It stands for all of ours."""
REASONS = dict.fromkeys(
    (
        "out_of_stock",
        "defective",
        "wrong_price",
        "bulk_purchase",
        "integration_error",
        "force_majeure",
    ),
    OUT_OF_STOCK,
)
STATUSES = {
    "unpacked": PackageStatus.NEW,
    "packaged": PackageStatus.PACKED,
    "packed": PackageStatus.PACKED,
    "readytoship": PackageStatus.PACKED,
    "intransit": PackageStatus.SHIPPED,
    "shipped": PackageStatus.SHIPPED,
    "undelivered": PackageStatus.UNDELIVERED,
    "delivered": PackageStatus.DELIVERED,
    "returned": PackageStatus.RETURNED,
}
"""`Open` is told apart by whether the line is in a package; whatever begins with `Cancel` is cancelled."""
_VAT_RATES = {Decimal(rate) for rate in (0, 1, 8, 10, 18, 20)}
"""8 and 18 were the rates until July 2023."""
_FINAL = {"completed", "completed_with_errors", "failed", "done"}


@dataclass(frozen=True, slots=True)
class LineState:
    """What has to be known of a line to pack, ship or cancel it."""

    id: str
    quantity: int
    status: PackageStatus
    package_number: str | None
    deci: Decimal
    is_own_cargo: bool

    @property
    def is_loose(self) -> bool:
        return self.status is PackageStatus.NEW


def buyboxes(raws: Iterable[Raw], store_name: str) -> list[Parsed[BuyBoxRecord]]:
    return [parked(lambda one: buybox(one, store_name), raw, lambda r: text(r.get("sku"))) for raw in raws]


def buybox(raw: Raw, store_name: str) -> BuyBoxRecord:
    """Offers are told by the names of their sellers: without ours only a lone offer can be ours."""
    offers = rows(required(raw, "buyboxorders"), "buyboxOrders")
    prices: dict[int, Decimal] = {}
    own: int | None = None
    for offer in offers:
        rank, seller = whole(required(offer, "rank"), "rank"), text(required(offer, "merchantname"))
        prices[rank] = amount(required(offer, "price"), "price")
        if same_name(seller) == same_name(store_name) or (not store_name and len(offers) == 1):
            own = rank if own is None else min(own, rank)
    return BuyBoxRecord(
        external_id=text(required(raw, "sku")),
        rank=own,
        best_price=prices[min(prices)] if prices else None,
        own_price=None if own is None else prices[own],
        has_rivals=len(offers) > 1,
    )


def order(raw: Raw) -> PackageRecord:
    """An order is one package of ours for all its life; `raw` holds the order and what its packages say."""
    detail, parcels = mapping(required(raw, "order"), "order"), mapping(raw.get("packages") or {}, "packages")
    lines = rows(required(detail, "items"), "items")
    if not lines:
        raise UnexpectedAnswer("an order without lines", raw=raw, code="connector.missing_field")
    states = [_status(line, parcels) for line in lines]
    parcel = _shown_parcel(lines, states, parcels)
    place = mapping(
        optional(detail, "deliveryaddress") or optional(lines[0], "shippingaddress") or {}, "address"
    )
    invoice = mapping(optional(detail, "invoice") or optional(lines[0], "invoice") or {}, "invoice")
    records = tuple(_line(line, state) for line, (state, _) in zip(lines, states, strict=True))
    number = text(required(detail, "ordernumber"))
    cargo = text(optional(parcel, "cargocompany") or optional(lines[0], "cargocompany"))
    by = _cargo_by(cargo)
    due = [moment(line["duedate"], "dueDate") for line in lines if optional(line, "duedate")]
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=least_advanced([state for state, _ in states]),
        provider_status=", ".join(dict.fromkeys(word for _, word in states)),
        ordered_at=ordered_at(detail),
        modified_at=max(ordered_at(detail), *(_touched_at(line, detail) for line in lines)),
        currency="TRY",
        total=sum((record.total for record in records), Decimal(0)),
        discount=sum((record.discount for record in records), Decimal(0)),
        lines=records,
        ship_by_at=min(due, default=None),
        buyer_name=_buyer(detail, lines[0], place),
        buyer_email=text(optional(place, "email")) or None,
        buyer_phone=text(optional(place, "phonenumber")) or None,
        shipping_address=_address(place),
        billing_address=_billing(invoice),
        carrier=cargo if by is CargoBy.CHANNEL else None,
        cargo_by=by,
        tracking_number=_number(parcel, by),
        tracking_url=text(optional(parcel, "trackinginfourl")) or None,
        note=text(mapping(optional(detail, "ordernote") or {}, "orderNote").get("value")),
    )


def orders(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(order, raw, lambda r: text(r["order"].get("ordernumber"))) for raw in raws]


def ordered_at(detail: Raw) -> datetime:
    return moment(required(detail, *ORDERED_AT), "orderDate")


def package_numbers(detail: Raw) -> list[str]:
    """Of those still under way: what has arrived, or never left, has nothing more to tell."""
    lines = rows(optional(detail, "items") or [], "items")
    moving = [line for line in lines if not _is_over(text(optional(line, "status")).lower())]
    return list(
        dict.fromkeys(text(line["packagenumber"]) for line in moving if optional(line, "packagenumber"))
    )


def _is_over(word: str) -> bool:
    return word in {"delivered", "returned"} or word.startswith("cancel")


def line_states(raw: Raw) -> list[LineState]:
    detail, parcels = raw["order"], raw["packages"]
    found = []
    for line in rows(required(detail, "items"), "items"):
        status, _ = _status(line, parcels)
        parcel = parcels.get(text(optional(line, "packagenumber"))) or {}
        cargo = text(optional(parcel, "cargocompany") or optional(line, "cargocompany"))
        found.append(
            LineState(
                text(required(line, "id")),
                whole(required(line, "quantity"), "quantity"),
                status,
                text(optional(line, "packagenumber")) or None,
                amount(optional(line, "totaldeci", "deci") or 1, "totalDeci"),
                _cargo_by(cargo) is CargoBy.SELLER,
            )
        )
    return found


def _cargo_by(cargo: str) -> CargoBy | None:
    """Whoever ships by a contract of his own has the carrier `Mağaza Hesabı`: it names nobody's van."""
    if not cargo:
        return None
    return CargoBy.SELLER if OWN_CARGO in cargo.lower() else CargoBy.CHANNEL


def _number(parcel: Raw, by: CargoBy | None) -> str | None:
    """Of a contracted carrier, which has none of its own before it scans the parcel, what Hepsiburada's label shows."""
    label = optional(parcel, "barcode") if by is CargoBy.CHANNEL else None
    return text(optional(parcel, "trackinginfocode") or label) or None


def _status(line: Raw, parcels: Mapping[str, Any]) -> tuple[PackageStatus, str]:
    """A packed line stands where its package stands, unless it was cancelled."""
    word, number = text(required(line, "status")), text(optional(line, "packagenumber"))
    if word.lower().startswith("cancel"):
        return PackageStatus.CANCELLED, word
    word = text(optional(parcels.get(number) or {}, "status")) or word
    if word.lower() == "open":
        return (PackageStatus.PACKED if number else PackageStatus.NEW), word
    if word.lower().startswith("cancel"):
        return PackageStatus.CANCELLED, word
    return STATUSES.get(word.lower()) or explained(word, line), word


def _shown_parcel(
    lines: Sequence[Raw], states: Sequence[tuple[PackageStatus, str]], parcels: Mapping[str, Any]
) -> Raw:
    """The first package that is not cancelled, for carrier and tracking number."""
    for line, (state, _) in zip(lines, states, strict=True):
        number = text(optional(line, "packagenumber"))
        if number and state is not PackageStatus.CANCELLED:
            return mapping(parcels.get(number) or {}, "package")
    return {}


def _line(raw: Raw, status: PackageStatus) -> LineRecord:
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    return LineRecord(
        external_id=text(required(raw, "id")),
        listing_external_id=text(required(raw, "sku")),
        sku=text(optional(raw, "merchantsku")) or None,
        barcode=text(optional(raw, "productbarcode")) or None,
        title=text(required(raw, "name")),
        quantity=quantity,
        unit_price=_money(raw, "unitprice"),
        total=_money(raw, "totalprice"),
        discount=_discount(raw, "hbdiscount") + _discount(raw, "merchantdiscount"),
        vat_rate=vat_rate(required(raw, "vatrate"), raw),
        commission_rate=amount(raw["commissionrate"], "commissionRate")
        if optional(raw, "commissionrate") is not None
        else None,
        cancelled_quantity=quantity if status is PackageStatus.CANCELLED else 0,
    )


def _money(raw: Raw, name: str) -> Decimal:
    money = mapping(required(raw, name), name)
    currency = text(required(money, "currency"))
    if currency != "TRY":
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    return amount(required(money, "amount"), name)


def _discount(raw: Raw, name: str) -> Decimal:
    given = mapping(optional(raw, name) or {}, name)
    return _money(given, "totalprice") if optional(given, "totalprice") else Decimal(0)


def vat_rate(value: object, raw: object) -> Decimal:
    rate = amount(value, "vatRate")
    if rate not in _VAT_RATES:
        raise UnexpectedAnswer(str(rate), raw=raw, code="connector.unknown_tax")
    return rate


def _touched_at(line: Raw, detail: Raw) -> datetime:
    told = optional(line, "laststatusupdatedate")
    return moment(told, "lastStatusUpdateDate") if told else ordered_at(detail)


def _buyer(detail: Raw, line: Raw, place: Raw) -> str:
    customer = mapping(optional(detail, "customer") or {}, "customer")
    return text(optional(customer, "name") or optional(line, "customername") or optional(place, "name"))


def _address(raw: Raw) -> Address:
    """`town` is the district of a city, `district` the quarter within it."""
    parts = [
        text(optional(raw, "address")),
        text(optional(raw, "district")),
        text(optional(raw, "directions")),
    ]
    return Address(
        name=text(optional(raw, "name")),
        line=" ".join(part for part in parts if part),
        district=text(optional(raw, "town")),
        city=text(optional(raw, "city")),
        postal_code=text(optional(raw, "postalcode")),
        country=text(optional(raw, "countrycode")) or "TR",
        phone=text(optional(raw, "phonenumber")) or None,
    )


def _billing(invoice: Raw) -> Address:
    place = _address(mapping(optional(invoice, "address") or {}, "invoice.address"))
    number = text(optional(invoice, "taxnumber")) or text(optional(invoice, "turkishidentitynumber"))
    return Address(
        name=place.name,
        line=place.line,
        district=place.district,
        city=place.city,
        postal_code=place.postal_code,
        country=place.country,
        phone=place.phone,
        tax_number=number or None,
        tax_office=text(optional(invoice, "taxoffice")) or None,
    )


def stock_rows(offers: Sequence[StockOffer]) -> list[StockRow]:
    return [{"hepsiburadaSku": offer.external_id, "availableStock": offer.quantity} for offer in offers]


def price_rows(offers: Sequence[PriceOffer]) -> list[PriceRow]:
    for offer in offers:
        if offer.currency != "TRY":
            raise Rejected(
                f"{offer.external_id} in {offer.currency}", code="hepsiburada.currency", field="currency"
            )
    return [{"hepsiburadaSku": offer.external_id, "price": offer.price} for offer in offers]


def upload_answer(raw: Raw) -> BatchAnswer:
    """Names the refused rows alone: what it does not name was taken."""
    word = text(required(raw, "status")).lower()
    if word == "processing":
        return BatchAnswer(is_final=False, items=())
    if word not in _FINAL:
        raise UnexpectedAnswer(word, raw=raw, code="connector.unknown_status")
    refused = {
        text(optional(row, "hepsiburadasku", "merchantsku")): _refused(row)
        for name in ("errors", "pricevalidations")
        for row in rows(optional(raw, name) or [], name)
    }
    rest = ItemState.REJECTED if word == "failed" and not refused else ItemState.ACCEPTED
    return BatchAnswer(is_final=True, items=tuple(refused.values()), unnamed=rest)


def _refused(row: Raw) -> ItemResult:
    kind = text(optional(row, "type"))
    said = "; ".join(text(one) for one in optional(row, "errors") or ()) or text(optional(row, "description"))
    if kind:
        said = f"{said} ({optional(row, 'minprice')} - {optional(row, 'maxprice')})".strip()
    return ItemResult(
        external_id=text(optional(row, "hepsiburadasku", "merchantsku")),
        state=ItemState.REJECTED,
        code="hepsiburada.price_locked" if kind else "hepsiburada.item_refused",
        message=said or None,
    )


def new_package(lines: Sequence[LineState]) -> NewPackage:
    return {
        "lineItemRequests": [{"id": line.id, "quantity": line.quantity} for line in lines],
        "parcelQuantity": 1,
        "deci": _deci(lines),
    }


def parted(lines: Sequence[LineState], quantities: Mapping[str, int]) -> Split:
    """These units in one package, what is left of the lines in another."""
    rest = {line.id: line.quantity - quantities[line.id] for line in lines}
    parts: list[Mapping[str, int]] = [quantities, rest]
    return {
        "packageDetails": [
            {
                "lines": [
                    {"orderLineId": line.id, "quantity": part[line.id]} for line in lines if part[line.id] > 0
                ],
                "parcelQuantity": 1,
                "deci": _deci(lines),
            }
            for part in parts
        ],
        "cancelledItems": [],
    }


def split(lines: Sequence[LineState], dropped: Mapping[str, int], reason_id: int) -> Split:
    """What stays of a package after these units are taken out and cancelled."""
    kept: list[SplitLine] = [
        {"orderLineId": line.id, "quantity": left}
        for line in lines
        if (left := line.quantity - dropped.get(line.id, 0)) > 0
    ]
    gone: list[CancelledItem] = [
        {"orderLineId": one, "quantity": quantity, "cancelReasonId": reason_id}
        for one, quantity in dropped.items()
    ]
    detail: PackageDetail = {"lines": kept, "parcelQuantity": 1, "deci": _deci(lines)}
    return {"packageDetails": [detail], "cancelledItems": gone}


def in_transit(tracking_number: str, at: datetime) -> InTransit:
    return {
        "trackingNumber": tracking_number,
        "shippedDate": at.astimezone(TURKEY).strftime("%Y-%m-%dT%H:%M:%S"),
    }


def invoice(order_number: str, paper: SharedInvoice) -> PackageInvoice:
    """Its three letters are the series, the rest is the number within."""
    told: InvoiceAddress = {
        "invoiceLink": paper.link or "",
        "serialNumber": paper.number[:_SERIES],
        "rowNumber": paper.number[_SERIES:],
        "arrangementDate": paper.issued_at.astimezone(TURKEY).strftime("%Y-%m-%dT%H:%M:%S"),
    }
    return {**told, "invoices": [{**told, "orderNumber": order_number, "contentType": "application/pdf"}]}


def _deci(lines: Sequence[LineState]) -> int:
    return max(1, int(sum((line.deci for line in lines), Decimal(0)).to_integral_value(ROUND_CEILING)))


def carriers(given: Iterable[Raw]) -> list[CarrierOffer]:
    """Those it works with at present."""
    return [
        CarrierOffer(text(required(raw, "shortname")), text(required(raw, "name")))
        for raw in given
        if optional(raw, "isactive") is not False
    ]


def _recorded_order(raw: object) -> Raw:
    """A bare order, or one with its packages beside it."""
    given = mapping(folded(raw), "order")
    return given if "order" in given else {"order": given, "packages": {}}


def label(answers: Iterable[Mapping[str, Any]]) -> Label:
    """Each parcel's label as it goes to the printer, those of all packages in one file."""
    drawn: list[str] = []
    for answer in answers:
        told = required(answer, "data")
        if not isinstance(told, list) or not told or not all(isinstance(one, str) for one in told):
            raise UnexpectedAnswer("labels are texts", raw=answer, code="connector.odd_value")
        drawn += told
    return Label(LabelFormat.ZPL, "\n".join(drawn).encode())


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: orders(_recorded_order(one) for one in recorded_rows(raw)),
    "upload": lambda raw: [upload_answer(folded(raw))],
}
"""How a recorded answer is replayed, by operation."""
