"""Rates of a store as the screen shows them, each beside its limits, and the records behind one."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from prapazar.domain.reporting.performance import BehindRow, Measure, StoreRow
from prapazar.flows import buyboxes
from prapazar.flows import performance as standards
from prapazar.flows.performance import Bound
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say
from prapazar.states.claim_rows import reason_words
from prapazar.states.home_parts import figure


def figures(
    row: StoreRow, targets: Mapping[Measure, Decimal], period: str, locale: Locale
) -> list[dict[str, str]]:
    shown = [_figure(row, measure, targets.get(measure), period, locale) for measure in Measure]
    seconds = row.total.answer_time
    took = formats.duration(timedelta(seconds=seconds), locale) if seconds is not None else "–"
    shown.insert(-1, figure(say(locale, "performance.answer_time"), took))
    return shown


def _figure(
    row: StoreRow, measure: Measure, target: Decimal | None, period: str, locale: Locale
) -> dict[str, str]:
    label = say(locale, f"performance.{measure.value}")
    if measure is Measure.BUYBOX and not buyboxes.tells(row.connector):
        return figure(label, "–", note=say(locale, "performance.box_untold"))
    rate = row.total.rate(measure)
    known = standards.bounds(row.connector, measure, target)
    tone, bound = standards.judged(rate, measure, known)
    return figure(
        label,
        formats.percent(rate, locale, places=1) if rate is not None else "–",
        change=_verdict(tone, bound, measure, locale),
        tone=tone,
        note=" · ".join(bound_said(one, locale) for one in known),
        href=routes.with_query(
            routes.PERFORMANCE, store=str(row.connection_id), measure=measure.value, period=period
        ),
    )


def _verdict(tone: str, bound: Bound | None, measure: Measure, locale: Locale) -> str:
    if bound is None:
        return ""
    if measure in standards.FLOORS:
        return say(locale, f"performance.floor_{tone}")
    return say(locale, f"performance.target_{tone}" if bound.is_own else f"performance.tone_{tone}")


def bound_said(bound: Bound, locale: Locale) -> str:
    share = formats.percent(bound.share, locale, places=1)
    return say(locale, "performance.target_said" if bound.is_own else "performance.limit_said", share=share)


def target_said(measure: Measure, target: Decimal, locale: Locale) -> str:
    share = formats.percent(target, locale, places=1)
    floor = measure in standards.FLOORS
    return say(locale, "performance.target_floor" if floor else "performance.target_fact", share=share)


def behind_shown(row: BehindRow, measure: Measure, locale: Locale) -> dict[str, str]:
    href = {
        Measure.DEFECT: routes.claim(row.id),
        Measure.RETURNED: routes.claim(row.id),
        Measure.UNANSWERED: routes.with_query(routes.INBOX, question=str(row.id), view="answered"),
    }.get(measure, routes.order(row.id))
    late = ""
    if row.due_at is not None and measure in (Measure.LATE, Measure.UNANSWERED):
        late = formats.duration((row.done_at or now()) - row.due_at, locale)
    return {
        "id": str(row.id),
        "number": row.number,
        "at": formats.short(row.at, locale),
        "due": formats.short(row.due_at, locale) if row.due_at else "",
        "done": formats.short(row.done_at, locale) if row.done_at else "",
        "late": late,
        "reason": reason_words(row.reason, locale) if row.reason else "",
        "href": href,
    }
