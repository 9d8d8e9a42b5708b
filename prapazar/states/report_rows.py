"""What a report's screen shows beside its table: choices of the question, and the records behind a cell."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from prapazar.domain.reporting.reports import asking, labels
from prapazar.domain.reporting.reports.asking import Question
from prapazar.domain.reporting.reports.drill import Behind
from prapazar.domain.reporting.reports.pivot import Pivot
from prapazar.flows import standing
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say

Choices = dict[str, list[dict[str, str]]]
_PLACES = {
    "order": routes.order,
    "deed": routes.order,
    "invoice": routes.invoice,
    "shipment": routes.shipment,
    "product": routes.product,
    "claim": routes.claim,
}
_STATES = {
    "order": "order_status",
    "invoice": "invoices.status",
    "shipment": "shipping.status",
    "claim": "claims",
    "deed": "timeline",
}


def choice_lists(session: Session, scope: Scope, answered: Pivot | None, can_profit: bool) -> Choices:
    """{value, label} by part of the question; of the ranking, whose words are others, with None."""
    locale = scope.locale
    periods = [one for one in asking.PERIODS if answered is not None or one not in _DAYS]
    made = {"period": [_choice(one, f"reports.period_{one}", locale) for one in periods]}
    if answered is None:
        by = ["sold", *(["profit"] if can_profit else []), "units"]
        made["measure"] = [_choice(one, f"reports.abc_{one}", locale) for one in by]
        made["letter"] = [{"value": one, "label": one} for one in "ABC"]
        return made
    question, kind = answered.question, answered.question.kind
    if kind.is_snapshot:
        made["period"] = []
    made["measure"] = [_choice(one.key, f"reports.m_{one.key}", locale) for one in answered.measures]
    made["rows"] = [_choice(one, f"reports.d_{one}", locale) for one in kind.dimensions]
    made["columns"] = [_choice(one, f"reports.d_{one}", locale) for one in _columns(question)]
    if not kind.is_snapshot:
        made["compare"] = [_choice(one, f"reports.then_{one}", locale) for one in ("before", "year")]
    if len(answered.currencies) > 1:
        made["currency"] = [{"value": one, "label": one} for one in answered.currencies]
    for name in asking.FILTERS:
        if name in kind.dimensions:
            made[name] = [
                {"value": key, "label": standing.channel_name(said) if name == "carrier" else said}
                for key, said in labels.choices(session, scope, name)
            ]
    return made


_DAYS = ("today", "yesterday", "last_7")


def _columns(question: Question) -> list[str]:
    """A grid has room for what is few, or for time in weeks and months."""
    return [one for one in question.kind.dimensions if one not in (question.rows, "person")]


def behind_rows(found: Sequence[Behind], scope: Scope, currency: str) -> list[dict[str, str]]:
    return [
        {
            "id": f"{place}",
            "title": one.title,
            "href": _PLACES[one.kind](one.id),
            "at": formats.short(one.at, scope.locale) if one.at else "",
            "amount": formats.money(one.amount, currency, scope.locale) if one.amount is not None else "",
            "units": formats.number(one.units, scope.locale) if one.units else "",
            "state": _state(one, scope.locale),
        }
        for place, one in enumerate(found)
    ]


def _state(one: Behind, locale: Locale) -> str:
    if one.kind == "product":
        return one.note
    subject = _STATES[one.kind]
    key = (
        f"{subject}_{one.note}"
        if subject in {"invoices.status", "shipping.status"}
        else f"{subject}.{one.note}"
    )
    if not knows(key):
        return one.note
    said = say(locale, key)
    return said if "{" not in said else say(locale, "reports.record")


def _choice(value: str, key: str, locale: Locale) -> dict[str, str]:
    return {"value": value, "label": say(locale, key)}
