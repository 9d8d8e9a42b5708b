"""The receipt of an erasure on paper."""

from typing import Any

from prapazar.domain.invoicing.documents.paper import ink
from prapazar.domain.invoicing.documents.paper.sheet import FULL, LEFT, RIGHT, Column, Sheet
from prapazar.domain.privacy.queries import RequestRow
from prapazar.flows.privacy_export import place_name
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say


def pdf(row: RequestRow, merchant: str, locale: Locale) -> bytes:
    """Of a finished erasure; it names nobody whose data were removed."""
    receipt = row.receipt
    title = say(locale, "privacy.receipt_title")
    sheet = Sheet(f"{title} {row.number}", merchant, f"{title} · {row.number}")
    sheet.text(LEFT, sheet.y - 16, title, 16, bold=True)
    sheet.text_right(RIGHT, sheet.y - 16, str(row.number), 12, bold=True)
    sheet.y -= 34
    sheet.y = sheet.block(LEFT, sheet.y, FULL, say(locale, "privacy.receipt_says", merchant=merchant), 9) - 12
    sheet.y = sheet.boxed(LEFT, sheet.y, FULL, _facts(row, locale)) - 20
    for name in ("removed", "masked"):
        if receipt[name]:
            _counted(sheet, name, receipt[name], locale)
    _kept(sheet, receipt, locale)
    _proof(sheet, receipt, row.signature, locale)
    return sheet.finish()


def _facts(row: RequestRow, locale: Locale) -> list[tuple[str, str]]:
    moments = (("asked_at", row.asked_at), ("approved_at", row.approved_at), ("finished_at", row.finished_at))
    return [
        (say(locale, "privacy.way"), say(locale, f"privacy.way_{row.way}")),
        (say(locale, "privacy.identity"), say(locale, f"privacy.identity_{row.identity}")),
        *(
            (say(locale, f"privacy.{name}"), formats.full(at, locale))
            for name, at in moments
            if at is not None
        ),
    ]


def _counted(sheet: Sheet, name: str, counted: list[dict[str, Any]], locale: Locale) -> None:
    _heading(sheet, say(locale, f"privacy.{name}"))
    columns = [
        Column(say(locale, "privacy.place"), FULL - 120),
        Column(say(locale, "privacy.rows"), 120, is_number=True),
    ]
    rows = [[[place_name(one["place"], locale)], [formats.number(one["rows"], locale)]] for one in counted]
    sheet.table(columns, rows)
    sheet.y -= 20


def _kept(sheet: Sheet, receipt: dict[str, Any], locale: Locale) -> None:
    _heading(sheet, say(locale, "privacy.kept"))
    columns = [
        Column(say(locale, "privacy.place"), 190),
        Column(say(locale, "privacy.why"), FULL - 190),
    ]
    rows = [[_what(one, locale), [say(locale, f"privacy.reason_{one['reason']}")]] for one in receipt["kept"]]
    sheet.table(columns, rows)
    sheet.y -= 20


def _what(one: dict[str, Any], locale: Locale) -> list[str]:
    name = place_name(one["place"], locale)
    if one["rows"] is not None:
        return [f"{name} ({formats.number(one['rows'], locale)})"]
    return [name, ", ".join(one["columns"])]


def _proof(sheet: Sheet, receipt: dict[str, Any], signature: str, locale: Locale) -> None:
    sheet.make_room(110)
    _heading(sheet, say(locale, "privacy.proof"))
    sheet.y = sheet.block(LEFT, sheet.y, FULL, say(locale, "privacy.proof_says"), 7.6, color=ink.QUIET)
    for label, value in (
        ("digest", receipt["digest"]),
        ("person", receipt["person"]),
        ("signature", f"{receipt['method']} {signature}"),
    ):
        said = f"{say(locale, f'privacy.{label}')}: {value}"
        sheet.y = sheet.block(LEFT, sheet.y - 3, FULL, said, 7.4)


def _heading(sheet: Sheet, said: str) -> None:
    sheet.make_room(60)
    sheet.text(LEFT, sheet.y - 10, said, 10, bold=True)
    sheet.y -= 18
