"""How the fields of an operation become a call of the contract's method."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer

_MOST_PAGES = 100


def flat(pages: Iterable[Sequence[object]], values: Mapping[str, Any]) -> Iterator[object]:
    for page in islice(pages, max(1, min(values["pages"], _MOST_PAGES))):
        yield from page


def window(method: str) -> Callable[[Any, Mapping[str, Any]], Iterable[object]]:
    def ask(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
        return flat(getattr(connector, method)(values["since"], values["until"]), values)

    return ask


def told(answer: object) -> list[object]:
    return [] if answer is None else [answer]


def stock(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    offers = [StockOffer(one.external_id, one.external_parent_id, int(one.figure)) for one in values["goods"]]
    return [connector.push_stock(offers)]


def price(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    offers = [
        PriceOffer(one.external_id, one.external_parent_id, one.figure, None, values["currency"] or "TRY")
        for one in values["goods"]
    ]
    return [connector.push_price(offers)]


def status(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    answer = connector.report_status(
        values["package"],
        PackageStatus(values["step"]),
        values["lines"],
        invoice_number=values["invoice_number"],
        carrier=values["carrier"],
        tracking_number=values["tracking_number"],
    )
    return told(answer)


def draft(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
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


def unsupplied(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    return told(connector.report_unsupplied(values["package"], values["lines"], values["reason"]))


def split(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    return told(connector.split_package(values["package"], [values["lines"]]))


def carriers(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    found: Iterable[object] = connector.fetch_carriers(values["package"], values["line_ids"])
    return found


def carrier(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    return told(connector.change_carrier(values["package"], values["line_ids"], values["carrier"]))


def approve(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    return told(connector.approve_claim(values["claim"], values["line_ids"]))


def reject(connector: Any, values: Mapping[str, Any]) -> Iterable[object]:  # noqa: ANN401 - see Operation
    answer = connector.reject_claim(
        values["claim"], values["line_ids"], values["claim_reason"], values["note"] or ""
    )
    return told(answer)
