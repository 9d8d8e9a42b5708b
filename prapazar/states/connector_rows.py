"""Connectors as the wizard lists them: by kind, with country, proof and what each can do, narrowed by a search."""

from collections.abc import Iterator, Sequence

from prapazar.flows import file_channels, standing
from prapazar.flows.channels import ConnectorCard
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.search import fold, words
from prapazar.foundation.texts import knows, say

_FIRST = ("marketplace", "shop")
_SAID = (
    "read_orders",
    "push_stock",
    "push_price",
    "report_status",
    "split_packages",
    "change_carriers",
    "ship_parts",
    "read_listings",
    "write_listings",
    "delete_listings",
    "read_buyboxes",
    "read_categories",
    "read_attributes",
    "read_claims",
    "answer_claims",
    "send_evidence",
    "read_questions",
    "answer_questions",
    "write_to_buyers",
    "read_settlements",
    "receive_webhooks",
    "read_queue",
    "create_shipments",
    "cancel_shipments",
    "open_return_codes",
    "make_labels",
    "track_shipments",
    "push_tracking",
    "quote_rates",
    "find_taxpayers",
    "send_documents",
    "cancel_documents",
    "show_documents",
    "share_invoices",
    "take_payments",
    "refund_payments",
    "cancel_payments",
    "export_products",
    "import_orders",
    "export_shipments",
    "import_history",
)
"""What a merchant asks for first stands first; that credentials can be tested goes without saying."""
_WHOLE = (
    ("read_claims", "answer_claims"),
    ("read_questions", "answer_questions"),
    ("read_listings", "write_listings"),
)
EVERYWHERE = "everywhere"


def listed(
    cards: Sequence[ConnectorCard], locale: Locale, *, search: str, kind: str, country: str
) -> list[dict[str, str]]:
    """slug, name, about, can; `heading` on the first of its kind."""
    wanted = words(search)
    shown = []
    for card in sorted(cards, key=lambda one: (_place(one), _by_files(one), fold(one.name))):
        row = _row(card, locale)
        text = fold(" ".join((card.slug, *row.values())))
        is_there = country in ("", *(card.countries or (EVERYWHERE,)))
        if kind in ("", *card.kinds) and is_there and all(word in text for word in wanted):
            shown.append({**row, "kind": card.kinds[0]})
    return list(_headed(shown, locale))


def kinds(cards: Sequence[ConnectorCard], locale: Locale) -> list[dict[str, str]]:
    found = dict.fromkeys(kind for card in sorted(cards, key=_place) for kind in card.kinds)
    return [{"value": kind, "label": _kind(kind, locale)} for kind in found]


def countries(cards: Sequence[ConnectorCard], locale: Locale) -> list[dict[str, str]]:
    codes = {code for card in cards for code in card.countries or (EVERYWHERE,)}
    named = ((code, _country(code, locale)) for code in codes)
    return [{"value": code, "label": name} for code, name in sorted(named, key=lambda one: fold(one[1]))]


def _row(card: ConnectorCard, locale: Locale) -> dict[str, str]:
    places = ", ".join(_country(code, locale) for code in card.countries or (EVERYWHERE,))
    level = say(locale, f"channels.level_{standing.evidence_level(card.slug)}")
    about = [places, say(locale, "files.by_file"), level] if _by_files(card) else [places, level]
    return {
        "slug": card.slug,
        "name": card.name,
        "about": " · ".join(about),
        "can": ", ".join(_can(card.capabilities, locale)),
        "heading": "",
    }


def _can(capabilities: Sequence[str], locale: Locale) -> Iterator[str]:
    """In words; the lesser of two is not said beside the greater one."""
    held = set(capabilities)
    lesser = {less for less, more in _WHOLE if more in held}
    for one in _SAID:
        if one in held - lesser:
            yield say(locale, f"connect.can_{one}")


def _headed(rows: Sequence[dict[str, str]], locale: Locale) -> Iterator[dict[str, str]]:
    before = ""
    for row in rows:
        yield row if row["kind"] == before else {**row, "heading": _kind(row["kind"], locale)}
        before = row["kind"]


def _place(card: ConnectorCard) -> tuple[int, str]:
    kind = card.kinds[0]
    return (_FIRST.index(kind), kind) if kind in _FIRST else (len(_FIRST), kind)


def _by_files(card: ConnectorCard) -> bool:
    """After those that work by themselves."""
    return file_channels.is_by_files(card.slug)


def _kind(kind: str, locale: Locale) -> str:
    key = f"channels.kind_{kind}"
    return say(locale, key) if knows(key) else kind


def _country(code: str, locale: Locale) -> str:
    return say(locale, "connect.everywhere") if code == EVERYWHERE else formats.country(code, locale)
