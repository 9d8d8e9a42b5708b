"""How carrier rules, zones and the reasons of a choice are written on the screen."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypedDict

from sqlalchemy.orm import Session

from prapazar.domain.shipping import regions
from prapazar.domain.shipping.errors import RuleMissing, ShippingInvalid
from prapazar.domain.shipping.queries_one import RuleRow, ZoneRow
from prapazar.flows.shipment_desk import Explained
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.session import in_thread
from prapazar.states.shipment_rows import plain


class Verdict(TypedDict):
    """Who takes a package, and the rules that were asked, each with what kept it away."""

    title: str
    tone: str
    facts: str
    cost: str
    tried: list[dict[str, str]]


Work = Callable[[Session, Scope], object]


async def faults_of(scope: Scope, work: Work) -> dict[str, str]:
    """Do it in one transaction; what does not fit, by field. A row that is gone says nothing: it is gone."""
    try:
        await in_thread(_in_transaction, scope, work)
    except ShippingInvalid as error:
        return {error.field: say(scope.locale, error.code, value=error.value)}
    except RuleMissing:
        return {"": ""}
    return {}


def _in_transaction(scope: Scope, work: Work) -> None:
    with db.transaction(scope) as session:
        work(session, scope)


def zone_name(key: str, own: Mapping[str, str], locale: Locale) -> str:
    if key in regions.PRESETS:
        return say(locale, f"shipping.zone_{key.removeprefix('region:')}")
    return own.get(key, "")


def zone(row: ZoneRow) -> dict[str, str]:
    return {"id": str(row.id), "name": row.name, "places": ", ".join(row.places)}


def rule(row: RuleRow, stores: Mapping[str, str], own: Mapping[str, str], locale: Locale) -> dict[str, str]:
    cash = {None: "", True: "yes", False: "no"}[row.cash_on_delivery]
    return {
        "id": str(row.id),
        "name": row.name,
        "is_active": "1" if row.is_active else "",
        "carrier": row.carrier or say(locale, "shipping.cheapest"),
        "when": _when(row, stores, own, locale),
        "connection_id": str(row.connection_id or ""),
        "payer": row.payer,
        "stores": ",".join(row.channels),
        "provinces": ", ".join(row.provinces),
        "zones": ",".join(row.zones),
        "cash": cash,
        **{
            name: "" if (value := getattr(row, name)) is None else plain(value, locale)
            for name in ("least_desi", "most_desi", "least_total", "most_total")
        },
    }


def _when(row: RuleRow, stores: Mapping[str, str], own: Mapping[str, str], locale: Locale) -> str:
    """The conditions in a line of words."""
    places = [zone_name(one, own, locale) for one in row.zones]
    said = [
        ", ".join(stores[one] for one in row.channels if one in stores),
        ", ".join([*(one for one in places if one), *row.provinces]),
        _span(row.least_desi, row.most_desi, "desi", locale),
        _span(row.least_total, row.most_total, "TL", locale),
    ]
    if row.cash_on_delivery is not None:
        said.append(say(locale, "shipping.cash_only" if row.cash_on_delivery else "shipping.cash_never"))
    return " · ".join(one for one in said if one) or say(locale, "shipping.rule_always")


def _span(least: Decimal | None, most: Decimal | None, unit: str, locale: Locale) -> str:
    if least is not None and most is not None:
        return f"{plain(least, locale)}-{plain(most, locale)} {unit}"
    if least is not None:
        return say(locale, "shipping.from", value=f"{plain(least, locale)} {unit}")
    if most is not None:
        return say(locale, "shipping.to", value=f"{plain(most, locale)} {unit}")
    return ""


def explained(found: Explained, own: Mapping[str, str], locale: Locale) -> Verdict:
    load = found.load
    places = sorted(name for one in load.zones if (name := zone_name(one, own, locale)))
    facts = [
        " / ".join(one for one in (load.province, found.district) if one),
        ", ".join(places),
        f"{plain(load.desi, locale)} desi",
        formats.money(load.total, "TRY", locale),
        say(locale, "shipping.cash_only") if load.cash_on_delivery else "",
    ]
    tried = [
        {
            "name": name,
            "tone": "bad" if one.misses else "good",
            "why": ", ".join(say(locale, f"shipping.miss_{miss}") for miss in one.misses)
            or say(locale, "shipping.rule_won"),
        }
        for name, one in found.tried
    ]
    return Verdict(
        title=_title(found, locale),
        tone="good" if found.choice or found.is_by_channel else "bad",
        facts=" · ".join(one for one in facts if one),
        cost=_cost(found, locale),
        tried=tried,
    )


def _title(found: Explained, locale: Locale) -> str:
    if found.is_by_channel:
        return say(locale, "shipping.try_by_channel", carrier=found.carrier)
    if found.choice is None:
        return say(locale, "shipping.no_carrier")
    return say(locale, "shipping.try_taken", carrier=found.carrier)


def _cost(found: Explained, locale: Locale) -> str:
    if found.choice is None:
        return ""
    rule_text = "" if found.choice.rule_id else say(locale, "shipping.try_only")
    expected = found.choice.expected
    cost = (
        say(locale, "shipping.try_cost", amount=formats.money(expected, "TRY", locale))
        if expected is not None
        else say(locale, "shipping.try_no_cost")
    )
    return " ".join(one for one in (rule_text, cost) if one)
