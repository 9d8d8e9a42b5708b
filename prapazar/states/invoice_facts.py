"""What the screen of one document shows of it."""

from decimal import Decimal
from typing import Any

from prapazar.domain.access import masking
from prapazar.domain.invoicing import rules
from prapazar.domain.invoicing.documents import codes, totals
from prapazar.domain.invoicing.documents.records import Address, DespatchDocument, InvoiceDocument
from prapazar.domain.invoicing.queries import InvoiceDetail, InvoiceRow, ShareRow
from prapazar.domain.invoicing.queries_left import ReturnableLine
from prapazar.foundation import formats
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states import provider_words
from prapazar.states.invoice_rows import HIDDEN, kind, refusal, shown

_SHARE_TONES = {"waiting": "wait", "asked": "wait", "done": "good", "failed": "bad"}


def facts(found: InvoiceDetail, document: InvoiceDocument | DespatchDocument, scope: Scope) -> dict[str, str]:
    row, locale = found.row, scope.locale
    hides = scope.hides("buyer.tax_number")
    place = "" if scope.hides("buyer.address") else _place(document.buyer.address)
    reported = {True: "invoices.reported_yes", False: "invoices.reported_no", None: ""}[found.is_reported]
    return {
        **shown(row, scope),
        "state": row.status,
        "type": _named("type", row.type, locale),
        "profile": _named("profile", found.profile, locale),
        "tax_number": HIDDEN if hides else row.buyer_tax_number,
        "place": place,
        "ettn": str(row.uuid),
        "provider": found.provider or "",
        "connector": found.connector or "",
        "gib": provider_words.of_gib(found.gib_code, locale) if found.gib_code else "",
        "provider_word": provider_words.of_document(
            found.connector or "", found.provider_status or "", locale
        ),
        "url": found.url or "",
        "reported": say(locale, reported) if reported else "",
        "told_channel": formats.short(found.told_channel_at, locale) if found.told_channel_at else "",
        "told_buyer": formats.short(found.told_buyer_at, locale) if found.told_buyer_at else "",
        "paid": formats.money(row.paid, row.currency, locale),
        "fix": _fix(row.code, row.status, locale),
        "pdf": f"/api/invoices/{row.id}/document.pdf",
        "xml": f"/api/invoices/{row.id}/document.xml" if found.xml_id else "",
        "can_issue": "1" if row.status in rules.ISSUABLE or _is_late(row) else "",
        "can_edit": "1" if row.status in rules.ISSUABLE else "",
        "is_retry": "1" if row.code else "",
        "can_cancel": "1" if rules.can_cancel(row.kind, row.document_kind, row.status) else "",
        "can_return": "1" if row.kind == "sale" and row.status in rules.WITH_RECIPIENT else "",
        "can_mail": "1" if row.kind != "despatch" and row.status in rules.WITH_RECIPIENT else "",
        "email": "" if scope.hides("buyer.email") else found.buyer_email or "",
        "rate": _rate(document, locale),
        "kind_code": kind(row),
    }


def _named(fact: str, code: str, locale: Locale) -> str:
    """A word of UBL-TR in everyday words; one without any stands as it is."""
    key = f"invoices.{fact}_{code}"
    return say(locale, key) if knows(key) else code


def _rate(document: InvoiceDocument | DespatchDocument, locale: Locale) -> str:
    if not isinstance(document, InvoiceDocument) or document.rate is None:
        return ""
    rate = f"{document.rate.normalize():f}".replace(".", "," if locale == "tr" else ".")
    day = document.rate_on
    if day is None:
        return say(locale, "invoices.rate_by_hand", currency=document.currency, rate=rate)
    written = f"{day:%d.%m.%Y}" if locale == "tr" else day.isoformat()
    return say(locale, "invoices.rate_of_day", currency=document.currency, rate=rate, day=written)


def _is_late(row: InvoiceRow) -> bool:
    return row.code is not None and row.status in rules.ON_ITS_WAY


def _fix(code: str | None, status: str, locale: Locale) -> str:
    if code is not None and status in rules.ON_ITS_WAY:
        return say(locale, "invoices.fix_delayed")
    if code is None or status not in rules.ISSUABLE:
        return ""
    return say(locale, "invoices.fix_faulty" if code == "invoicing.faulty" else "invoices.fix_refused")


def faults(found: InvoiceDetail, locale: Locale) -> list[dict[str, str]]:
    """What the checks said at the last try, as long as nothing else has happened since."""
    if found.row.code is None:
        return []
    last = next((one for one in found.events if one.kind == "failed"), None)
    told: list[dict[str, Any]] = last.values.get("faults", []) if last else []
    return [{"text": one["en" if locale == "en" else "tr"], "place": one["place"]} for one in told]


def lines(
    document: InvoiceDocument | DespatchDocument, locale: Locale
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    if isinstance(document, DespatchDocument):
        plain = [
            {"title": line.name, "sku": line.sku, "quantity": formats.number(line.quantity, locale)}
            for line in document.lines
        ]
        return [{**one, "price": "", "vat": "", "total": ""} for one in plain], []
    found = totals.of(document)

    def money(amount: Decimal) -> str:
        return formats.money(amount, document.currency, locale)

    lines = [
        {
            "title": line.name,
            "sku": line.sku,
            "quantity": formats.number(line.quantity, locale),
            "price": money(rounded(total.unit_price)),
            "vat": formats.percent(line.vat_rate / 100, locale, places=2)
            + (f" · {line.exemption}" if line.exemption else ""),
            "total": money(total.gross),
        }
        for line, total in zip(document.lines, found.lines, strict=True)
    ]
    amounts = [
        ("net", found.net),
        ("vat", found.vat),
        ("withheld", -found.withheld),
        ("payable", found.payable),
    ]
    sums = [
        {"label": say(locale, f"invoices.{name}"), "value": money(amount)}
        for name, amount in amounts
        if amount or name != "withheld"
    ]
    return lines, sums


def draft(found: InvoiceDetail, document: InvoiceDocument | DespatchDocument) -> dict[str, str]:
    buyer = document.buyer
    line = document.lines[0] if isinstance(document, InvoiceDocument) else None
    kept = line.withholding if line else None
    return {
        "name": buyer.title,
        "tax_id": buyer.tax_id,
        "tax_office": buyer.tax_office,
        "city": buyer.address.city,
        "district": buyer.address.district,
        "street": buyer.address.street,
        "postcode": buyer.address.postcode,
        "email": buyer.email,
        "notes": "\n".join(document.notes),
        "currency": "" if found.row.currency == "TRY" else found.row.currency,
        "rate": f"{found.row.rate.normalize():f}",
        "exemption": line.exemption if line else "",
        "withholding": f"{kept.code}/{kept.percent.normalize():f}" if kept else "",
        "scenario": found.wanted_profile,
    }


_PERSONAL = {
    "name": "buyer.name",
    "tax_id": "buyer.tax_number",
    "tax_office": "buyer.tax_number",
    "street": "buyer.address",
    "postcode": "buyer.address",
    "email": "buyer.email",
}
"""Fields of the draft's form, and what hides them."""


def hidden_draft(said: dict[str, str], scope: Scope) -> dict[str, str]:
    """With what the person may not see as dots; `unhidden` puts it back when the form is sent."""
    if not scope.masks:
        return said
    shown = {name: masking.DOTS for name, field in _PERSONAL.items() if said[name] and scope.hides(field)}
    return {**said, **shown, "notes": masking.words(scope, said["notes"])}


def unhidden(sent: dict[str, str], known: dict[str, str], scope: Scope) -> dict[str, str]:
    return {name: masking.kept(scope, value, known.get(name, "")) for name, value in sent.items()}


def choices(locale: Locale) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    none = {"value": "", "label": say(locale, "invoices.none")}
    known = codes.known()
    exemptions = [
        {"value": code, "label": f"{code} {name}"[:90]} for code, name in sorted(known.exemptions.items())
    ]
    withholdings = [
        {"value": f"{code}/{percent:f}", "label": f"{code} %{percent:f} {name}"[:90]}
        for code, name in sorted(known.withholdings.items())
        for percent in known.withholding_percents[code]
    ]
    return [none, *exemptions], [none, *withholdings]


def returnable(one: ReturnableLine, scope: Scope) -> dict[str, str]:
    left, sold = formats.number(one.left, scope.locale), formats.number(one.sold, scope.locale)
    return {
        "id": f"q{one.place}",
        "title": one.title,
        "left": f"{one.left.normalize():f}",
        "said": say(scope.locale, "invoices.left_of", left=left, ordered=sold),
    }


def share(one: ShareRow, scope: Scope) -> dict[str, str]:
    return {
        "channel": one.channel,
        "connector": one.connector,
        "status": say(scope.locale, f"invoices.share_{one.status}"),
        "tone": _SHARE_TONES.get(one.status, "neutral"),
        "why": refusal(one.code, one.detail, scope.locale),
        "link": one.link if one.link.startswith("http") else "",
        "at": formats.short(one.done_at, scope.locale) if one.done_at else "",
    }


def _place(address: Address) -> str:
    parts = (
        address.street,
        address.building,
        address.postcode,
        address.district,
        address.city,
        address.country,
    )
    return ", ".join(part for part in parts if part)
