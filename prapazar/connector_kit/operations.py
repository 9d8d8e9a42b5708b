"""What can be asked of a connector by hand: one entry for each method of the contract, with its fields."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import islice
from typing import Any

from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.manifest import Capability, Manifest
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from prapazar.foundation.clock import ISTANBUL

REASONS = (
    "out_of_stock",
    "defective",
    "wrong_price",
    "integration_error",
    "bulk_purchase",
    "force_majeure",
)
STEPS = (PackageStatus.PICKING, PackageStatus.PACKED, PackageStatus.SHIPPED)
_MOST_PAGES = 100
_MOST_GOODS = 200
_PAIR = 2


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    MOMENT = "moment"
    """As `datetime-local` writes it, in Turkish time, or with a zone of its own."""
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    IDS = "ids"
    """Several, parted by commas or lines."""
    GOODS = "goods"
    """A line each: SKU, barcode or the channel's id, then the figure."""
    LINES = "lines"
    """A line each: the id of an order's line, then how many units."""
    PAIRS = "pairs"
    """A line each: `attribute=value`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = True
    default: str = ""
    """`-1d` and `now` stand for moments."""
    choices: tuple[str, ...] = ()


class FieldWrong(Exception):
    """What was typed into `field` cannot be used."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of a `GOODS` field, found in the books."""

    external_id: str
    external_parent_id: str | None
    figure: Decimal


Find = Callable[[str], tuple[str, str | None]]
"""From what a person calls an article to its ids at the channel; LookupError where it has none there."""


def as_written(name: str) -> tuple[str, str | None]:
    """For callers without books: the channel's own ids, `id` or `parent/id`."""
    parent, _, own = name.rpartition("/")
    return own, parent or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    name: str
    capability: Capability
    ask: Callable[[Any, Mapping[str, Any]], Iterable[object]]
    """With the fields as `parse` read them; what comes is records, in the order they came."""
    fields: tuple[Field, ...] = ()
    changes: bool = False
    """Something is different at the provider afterwards."""

    def parse(self, typed: Mapping[str, str], find: Find = as_written) -> dict[str, Any]:
        """Raises FieldWrong."""
        return {field.name: _read(field, typed.get(field.name, "").strip(), find) for field in self.fields}


def of(manifest: Manifest) -> list[Operation]:
    """What this connector can be asked, in the order of the contract."""
    able = set(manifest.capabilities)
    return [operation for operation in OPERATIONS.values() if operation.capability in able]


def plain(record: object) -> Any:  # noqa: ANN401 - JSON in the shape of the record
    """A record as JSON can hold it, its kind first; what the contract answers with tuples stays a list."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        inside = {field.name: plain(getattr(record, field.name)) for field in dataclasses.fields(record)}
        return {"_": type(record).__name__, **inside}
    if isinstance(record, Mapping):
        return {str(key): plain(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [plain(value) for value in record]
    if record is None or isinstance(record, bool | int | str):
        return str(record) if isinstance(record, StrEnum) else record
    return record.isoformat() if isinstance(record, datetime) else str(record)


def _read(field: Field, typed: str, find: Find) -> Any:  # noqa: ANN401 - by the field's kind
    if not typed:
        if field.is_required:
            raise FieldWrong(field.name, "field.required")
        return _EMPTY.get(field.kind)
    if field.kind is FieldKind.CHOICE and typed not in field.choices:
        raise FieldWrong(field.name, "field.not_a_choice")
    try:
        return (
            _READERS.get(field.kind, str)(typed) if field.kind is not FieldKind.GOODS else _goods(typed, find)
        )
    except LookupError:
        raise FieldWrong(field.name, "console.unknown_goods") from None
    except (ValueError, InvalidOperation):
        raise FieldWrong(field.name, "field.wrong_form") from None


def _moment(typed: str) -> datetime:
    read = datetime.fromisoformat(typed)
    return read if read.tzinfo else read.replace(tzinfo=ISTANBUL)


def _number(typed: str) -> int:
    read = int(typed)
    if read < 0:
        raise ValueError(typed)
    return read


def _money(typed: str) -> Decimal:
    read = Decimal(typed.replace(",", "."))
    if not read.is_finite() or read < 0:
        raise ValueError(typed)
    return read


def _ids(typed: str) -> list[str]:
    return [one.strip() for one in typed.replace("\n", ",").split(",") if one.strip()]


def _rows(typed: str) -> list[tuple[str, str]]:
    rows = [tuple(line.rsplit(maxsplit=1)) for line in typed.splitlines() if line.strip()]
    if len(rows) > _MOST_GOODS or any(len(row) != _PAIR for row in rows):
        raise ValueError(typed)
    return [(row[0], row[1]) for row in rows]


def _goods(typed: str, find: Find) -> list[Goods]:
    return [Goods(*find(name), _money(figure)) for name, figure in _rows(typed)]


def _lines(typed: str) -> dict[str, int]:
    return {name: _number(figure) for name, figure in _rows(typed)}


def _pairs(typed: str) -> list[tuple[str, str]]:
    rows = [line.partition("=") for line in typed.splitlines() if line.strip()]
    if any(not mark for _, mark, _ in rows):
        raise ValueError(typed)
    return [(name.strip(), value.strip()) for name, _, value in rows]


_READERS: dict[FieldKind, Callable[[str], Any]] = {
    FieldKind.MOMENT: _moment,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.IDS: _ids,
    FieldKind.LINES: _lines,
    FieldKind.PAIRS: _pairs,
}
_EMPTY: dict[FieldKind, Any] = {FieldKind.IDS: [], FieldKind.LINES: {}, FieldKind.PAIRS: []}

_SINCE = Field(name="since", kind=FieldKind.MOMENT, default="-1d")
_UNTIL = Field(name="until", kind=FieldKind.MOMENT, default="now")
_PAGES = Field(name="pages", kind=FieldKind.NUMBER, default="1")
_PACKAGE = Field(name="package")
_CLAIM = Field(name="claim")


def _flat(pages: Iterable[Sequence[object]], values: Mapping[str, Any]) -> Iterator[object]:
    for page in islice(pages, max(1, min(values["pages"], _MOST_PAGES))):
        yield from page


def _window(method: str) -> Callable[[Any, Mapping[str, Any]], Iterable[object]]:
    def ask(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
        return _flat(getattr(connector, method)(values["since"], values["until"]), values)

    return ask


def _told(answer: object) -> list[object]:
    return [] if answer is None else [answer]


def _stock(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    offers = [StockOffer(one.external_id, one.external_parent_id, int(one.figure)) for one in values["goods"]]
    return [connector.push_stock(offers)]


def _price(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    offers = [
        PriceOffer(one.external_id, one.external_parent_id, one.figure, None, values["currency"] or "TRY")
        for one in values["goods"]
    ]
    return [connector.push_price(offers)]


def _status(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    answer = connector.report_status(
        values["package"],
        PackageStatus(values["step"]),
        values["lines"],
        invoice_number=values["invoice_number"],
        carrier=values["carrier"],
        tracking_number=values["tracking_number"],
    )
    return _told(answer)


def _draft(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    draft = ListingDraft(
        sku=values["sku"],
        barcode=values["barcode"],
        group=values["sku"],
        title=values["title"],
        description=values["description"],
        brand=values["brand"],
        brand_external_id=values["brand_id"],
        category_external_id=values["category"],
        vat_rate=values["vat_rate"],
        price=values["price"],
        list_price=None,
        currency="TRY",
        quantity=values["quantity"],
        images=tuple(values["images"]),
        attributes=tuple(
            AttributeChoice(name, value_external_id=value) for name, value in values["attributes"]
        ),
    )
    return [connector.write_listings([draft])]


def _unsupplied(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    return _told(connector.report_unsupplied(values["package"], values["lines"], values["reason"]))


def _approve(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    return _told(connector.approve_claim(values["claim"], values["line_ids"]))


def _reject(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    answer = connector.reject_claim(
        values["claim"], values["line_ids"], values["claim_reason"], values["note"] or ""
    )
    return _told(answer)


_ALL = (
    Operation(
        name="test_credentials",
        capability=Capability.TEST_CREDENTIALS,
        ask=lambda connector, _: [connector.test_credentials()],
    ),
    Operation(
        name="orders",
        capability=Capability.READ_ORDERS,
        fields=(_SINCE, _UNTIL, _PAGES),
        ask=_window("fetch_packages"),
    ),
    Operation(
        name="order",
        capability=Capability.READ_ORDERS,
        fields=(_PACKAGE,),
        ask=lambda connector, values: connector.fetch_package(values["package"]),
    ),
    Operation(
        name="order_count",
        capability=Capability.READ_ORDERS,
        fields=(_SINCE, _UNTIL),
        ask=lambda connector, values: [{"count": connector.count_packages(values["since"], values["until"])}],
    ),
    Operation(
        name="listings",
        capability=Capability.READ_LISTINGS,
        fields=(_PAGES,),
        ask=lambda connector, values: _flat(connector.fetch_listings(), values),
    ),
    Operation(
        name="categories",
        capability=Capability.READ_CATEGORIES,
        ask=lambda connector, _: connector.fetch_categories(),
    ),
    Operation(
        name="attributes",
        capability=Capability.READ_ATTRIBUTES,
        fields=(Field(name="category"),),
        ask=lambda connector, values: connector.fetch_attributes(values["category"]),
    ),
    Operation(
        name="write_listing",
        capability=Capability.WRITE_LISTINGS,
        fields=(
            Field(name="sku"),
            Field(name="barcode", is_required=False),
            Field(name="title"),
            Field(name="description", kind=FieldKind.LONG_TEXT),
            Field(name="brand"),
            Field(name="brand_id", is_required=False),
            Field(name="category"),
            Field(name="vat_rate", kind=FieldKind.NUMBER, default="20"),
            Field(name="price", kind=FieldKind.MONEY),
            Field(name="quantity", kind=FieldKind.NUMBER),
            Field(name="images", kind=FieldKind.IDS, is_required=False),
            Field(name="attributes", kind=FieldKind.PAIRS, is_required=False),
        ),
        changes=True,
        ask=_draft,
    ),
    Operation(
        name="push_stock",
        capability=Capability.PUSH_STOCK,
        fields=(Field(name="goods", kind=FieldKind.GOODS),),
        changes=True,
        ask=_stock,
    ),
    Operation(
        name="push_price",
        capability=Capability.PUSH_PRICE,
        fields=(
            Field(name="goods", kind=FieldKind.GOODS),
            Field(name="currency", is_required=False, default="TRY"),
        ),
        changes=True,
        ask=_price,
    ),
    Operation(
        name="batch",
        capability=Capability.ANSWER_BATCHES,
        fields=(Field(name="batch"),),
        ask=lambda connector, values: [connector.fetch_batch(values["batch"])],
    ),
    Operation(
        name="report_status",
        capability=Capability.REPORT_STATUS,
        fields=(
            _PACKAGE,
            Field(name="step", kind=FieldKind.CHOICE, choices=tuple(step.value for step in STEPS)),
            Field(name="lines", kind=FieldKind.LINES, is_required=False),
            Field(name="invoice_number", is_required=False),
            Field(name="carrier", is_required=False),
            Field(name="tracking_number", is_required=False),
        ),
        changes=True,
        ask=_status,
    ),
    Operation(
        name="report_unsupplied",
        capability=Capability.REPORT_STATUS,
        fields=(
            _PACKAGE,
            Field(name="lines", kind=FieldKind.LINES),
            Field(name="reason", kind=FieldKind.CHOICE, choices=REASONS),
        ),
        changes=True,
        ask=_unsupplied,
    ),
    Operation(
        name="claims",
        capability=Capability.READ_CLAIMS,
        fields=(_SINCE, _UNTIL, _PAGES),
        ask=_window("fetch_claims"),
    ),
    Operation(
        name="claim_reasons",
        capability=Capability.ANSWER_CLAIMS,
        ask=lambda connector, _: [{"id": key, "name": name} for key, name in connector.fetch_claim_reasons()],
    ),
    Operation(
        name="approve_claim",
        capability=Capability.ANSWER_CLAIMS,
        fields=(_CLAIM, Field(name="line_ids", kind=FieldKind.IDS)),
        changes=True,
        ask=_approve,
    ),
    Operation(
        name="reject_claim",
        capability=Capability.ANSWER_CLAIMS,
        fields=(
            _CLAIM,
            Field(name="line_ids", kind=FieldKind.IDS),
            Field(name="claim_reason"),
            Field(name="note", kind=FieldKind.LONG_TEXT, is_required=False),
        ),
        changes=True,
        ask=_reject,
    ),
    Operation(
        name="questions",
        capability=Capability.READ_QUESTIONS,
        fields=(_SINCE, _UNTIL, _PAGES),
        ask=_window("fetch_questions"),
    ),
    Operation(
        name="answer_question",
        capability=Capability.ANSWER_QUESTIONS,
        fields=(Field(name="question"), Field(name="text", kind=FieldKind.LONG_TEXT)),
        changes=True,
        ask=lambda connector, values: _told(connector.answer_question(values["question"], values["text"])),
    ),
    Operation(
        name="settlements",
        capability=Capability.READ_SETTLEMENTS,
        fields=(_SINCE, _UNTIL, _PAGES),
        ask=_window("fetch_settlements"),
    ),
    Operation(
        name="remove_webhook",
        capability=Capability.RECEIVE_WEBHOOKS,
        fields=(Field(name="webhook"),),
        changes=True,
        ask=lambda connector, values: _told(connector.remove_webhook(values["webhook"])),
    ),
)
OPERATIONS: dict[str, Operation] = {operation.name: operation for operation in _ALL}
METHODS = {
    "fetch_packages": "orders",
    "fetch_package": "order",
    "fetch_claims": "claims",
    "fetch_questions": "questions",
    "fetch_settlements": "settlements",
    "fetch_listings": "listings",
    "fetch_batch": "batch",
}
"""What the jobs read, by the method that reads it: these calls can be recorded and replayed."""
