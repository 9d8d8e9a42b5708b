"""Which columns of a list's file belong to which of its screen, so that a file can hold what the list shows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from prapazar.flows.list_sheets import ListSheet
from prapazar.foundation.sheets import Cell

ALWAYS = ""
_Of = Mapping[str, tuple[str, ...]]


def _same(*names: str) -> dict[str, tuple[str, ...]]:
    return {name: (name,) for name in names}


OF: Mapping[str, _Of] = {
    "orders": {
        ALWAYS: ("number", "test"),
        **_same("channel", "buyer", "status"),
        "at": ("date",),
        "city": ("city", "district"),
        "item": ("line",),
        "items": ("quantity",),
        "total": ("total", "currency"),
    },
    "products": {
        ALWAYS: ("name", "variant"),
        **_same("sku", "brand", "category", "on_hand", "status"),
        "price": ("sale_price", "list_price"),
    },
    "stock": {
        ALWAYS: ("item",),
        **_same("sku", "barcode", "channels", "on_hand", "reserved", "safety", "available", "short"),
    },
    "customers": {
        ALWAYS: ("name",),
        **_same("company", "email", "phone", "orders", "first", "last", "tags"),
        "place": ("city", "district"),
        "spent": ("spent", "currency"),
    },
    "invoices": {
        ALWAYS: ("number",),
        **_same("buyer", "order", "status"),
        "kind": ("kind", "type"),
        "at": ("date",),
        "settlement": ("paid", "due_on"),
        "total": ("payable", "currency"),
    },
    "payments": {
        ALWAYS: ("reference",),
        **_same("at", "buyer", "status", "refunded", "fee"),
        "about": ("order", "invoice"),
        "method": ("method", "provider", "card"),
        "amount": ("amount", "currency"),
    },
    "shipments": {
        ALWAYS: ("reference",),
        **_same("status", "carrier", "tracking", "recipient", "city", "desi", "parcels", "created"),
        "order_number": ("order",),
        "cost": ("cost_expected", "cost_billed"),
    },
    "claims": {
        ALWAYS: ("number", "order"),
        **_same("channel", "kind", "buyer", "item", "reason", "units", "goods", "due", "status", "amount"),
        "at": ("date",),
    },
    "buyboxes": {
        ALWAYS: ("listing", "sku", "barcode", "state", "rank"),
        **_same("own", "best", "since", "checked"),
        "above": ("above", "currency"),
        "channel": ("store",),
    },
    "audit": {
        ALWAYS: ("action",),
        **_same("number", "at", "person", "origin"),
        "record": ("subject_id",),
        "details": ("values",),
    },
    "questions": {
        ALWAYS: ("question",),
        **_same("channel", "customer", "status", "due"),
        "at": ("asked",),
        "topic": ("article",),
    },
    "messages": {
        ALWAYS: ("to",),
        **_same("way", "status", "cost"),
        "text": ("subject", "text"),
        "about": ("order",),
        "at": ("created",),
    },
    "tasks": {
        ALWAYS: ("task",),
        **_same("due", "assignee", "status"),
        "checks": ("checklist",),
        "link": ("record",),
    },
    "notifications": {
        ALWAYS: ("notification", "level"),
        "times": ("times",),
        "at": ("updated",),
    },
}
"""By list, then by the screen's column; ALWAYS: those that tell a row from another."""


def narrowed(sheet: ListSheet, what: str, shown: Collection[str] | None) -> ListSheet:
    """Only what the list shows; as it is for None, and for a list whose columns cannot be chosen."""
    if shown is None or what not in OF:
        return sheet
    wanted = {name for column in (ALWAYS, *shown) for name in OF[what].get(column, ())}
    kept = [place for place, name in enumerate(sheet.names) if name in wanted]
    return replace(
        sheet,
        headings=_of(sheet.headings, kept),
        names=[sheet.names[place] for place in kept],
        rows=_rows(sheet.rows, kept),
        totals=tuple(kept.index(place) for place in sheet.totals if place in kept),
        currency=kept.index(sheet.currency) if sheet.currency in kept else None,
    )


def _rows(rows: Iterable[Sequence[Cell]], kept: Sequence[int]) -> Iterable[Sequence[Cell]]:
    return ([row[place] for place in kept] for row in rows)


def _of(said: Sequence[str], kept: Sequence[int]) -> list[str]:
    return [said[place] for place in kept]
