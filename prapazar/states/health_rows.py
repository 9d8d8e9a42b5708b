"""Health as a screen shows it: figures, alarms, causes, limits and changes of shape, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from prapazar.domain.channels.health.queries import CauseRow
from prapazar.domain.channels.shapes.queries import DriftRow
from prapazar.flows import standing
from prapazar.flows.health import ChannelHealth, Overview
from prapazar.flows.standing import LimitUse
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say
from prapazar.states.call_names import call_label
from prapazar.states.channels import error_sentence

SCARCE, SPENT = 80, 95
"""Percent of a limit in use."""
FINE, POOR = Decimal("0.98"), Decimal("0.90")
_TODO = {
    "auth_failed": "auth_failed",
    "unavailable": "unavailable",
    "circuit_open": "unavailable",
    "broken_answer": "unavailable",
    "rate_limited": "rate_limited",
    "rejected": "rejected",
    "endpoint_changed": "endpoint_changed",
    "unexpected_answer": "shape",
    "missing_field": "shape",
    "odd_value": "shape",
    "odd_shape": "shape",
    "unknown_status": "shape",
    "lost": "lost",
}


def kpis(found: Overview, raised: int, locale: Locale) -> list[dict[str, str]]:
    counted = [figures for one in found.channels for _, figures in one.by_hour]
    calls, errors = sum(one.calls for one in counted), sum(one.errors for one in counted)
    slow = max((one.day.slow or 0 for one in found.channels), default=0)
    rate = sum((one.per_second for one in found.channels), Decimal(0))
    share = None if not calls else Decimal(calls - errors) / calls
    asked = say(locale, "health.calls_day", calls=formats.number(calls, locale))
    failed = say(locale, "health.errors_day", errors=formats.number(errors, locale))
    blank = {"change": "", "tone": "neutral", "note": "", "points": "", "href": ""}
    return [
        {
            **blank,
            "label": say(locale, "health.success_day"),
            "value": _share(share, locale),
            "change": failed if errors else "",
            "tone": "bad" if errors else "neutral",
            "note": asked,
        },
        {**blank, "label": say(locale, "health.slow"), "value": _millis(slow or None, locale)},
        {
            **blank,
            "label": say(locale, "health.per_second"),
            "value": formats.number(rate, locale, places=1),
            "note": say(locale, "health.per_second_note"),
        },
        {
            **blank,
            "label": say(locale, "health.alarms"),
            "value": formats.number(raised, locale),
            "note": say(locale, "health.alarms_note"),
        },
    ]


def alarms(one: ChannelHealth, found: Overview, locale: Locale) -> list[dict[str, str]]:
    row, name = one.row, one.row.name
    told: list[tuple[str, str, str, str]] = []
    """(kind, sentence, what to do, tone)."""
    if row.status == "broken":
        told.append(
            ("broken", say(locale, "health.alarm_broken", channel=name), _todo("auth_failed", locale), "bad")
        )
    elif one.circuit != "closed":
        said = say(locale, "health.alarm_circuit", channel=name)
        told.append(("circuit", said, _todo("unavailable", locale), "bad"))
    elif failing := row.last_error or row.job_error:
        said = say(locale, "health.alarm_failing", channel=name)
        told.append(("failing", said, error_sentence(failing, locale), "wait"))
    if row.silent_since:
        since = formats.short(row.silent_since, locale)
        said = say(locale, "health.alarm_silent", channel=name, since=since)
        told.append(("silent", said, _expected(one, locale), "bad"))
    shown = [
        {
            "id": f"{row.id}:{kind}",
            "text": text,
            "detail": detail,
            "tone": tone,
            "href": routes.channel(row.id),
            "drift": "",
        }
        for kind, text, detail, tone in told
    ]
    return shown + [
        {
            "id": str(drift.id),
            "text": say(
                locale, "health.alarm_drift", channel=name, operation=call_label(locale, drift.operation)
            ),
            "detail": ", ".join(
                f"{change.path.removeprefix('.')} {say(locale, f'health.drift_{change.kind}')}"
                for change in drift.changes[:3]
            ),
            "tone": "wait",
            "href": "",
            "drift": str(drift.id),
        }
        for drift in found.drifts
        if drift.closed_at is None and drift.connection_id == row.id
    ]


def channel_shown(one: ChannelHealth, found: Overview, locale: Locale) -> dict[str, str]:
    row = one.row
    state, tone = _state(one, found)
    scarcest = one.scarcest
    used = scarcest.used if scarcest else 0
    duties = standing.duties(row.connector)
    held = bool(scarcest and scarcest.held)
    return {
        "id": str(row.id),
        "connector": row.connector,
        "name": row.name,
        "state": say(locale, f"health.{state}"),
        "tone": tone,
        "success": _share(one.day.success, locale),
        "success_tone": _success_tone(one.day.success),
        "calls": say(locale, "health.calls_day", calls=formats.number(one.day.calls, locale)),
        "median": _millis(one.day.median, locale),
        "slow": _millis(one.day.slow, locale),
        "per_second": formats.number(one.per_second, locale, places=1),
        "used": str(used),
        "used_tone": "bad" if held or used >= SPENT else "wait" if used >= SCARCE else "good",
        "used_label": _held(scarcest.held, locale)
        if scarcest and held
        else formats.percent(Decimal(used) / 100, locale)
        if scarcest
        else say(locale, "health.limit_none"),
        "circuit": say(locale, f"health.circuit_{one.circuit}"),
        "last_order": _last(row.last_order_at, "read_orders" in duties, locale),
        "last_stock": _last(row.last_stock_at, "push_stock" in duties, locale),
        "last_price": _last(row.last_price_at, "push_price" in duties, locale),
    }


def _last(moment: datetime | None, does: bool, locale: Locale) -> str:
    """A carrier never tells a price: "not yet" would be no answer."""
    return _ago(moment, locale) if moment or does else "–"


def _state(one: ChannelHealth, found: Overview) -> tuple[str, str]:
    """The worst that is true."""
    row = one.row
    if row.status != "active":
        return row.status, "bad" if row.status == "broken" else "neutral"
    if row.last_error or row.job_error or one.circuit != "closed":
        return "failing", "bad"
    if row.silent_since:
        return "silent", "bad"
    if any(drift.closed_at is None and drift.connection_id == row.id for drift in found.drifts):
        return "drifted", "wait"
    return "good", "good"


def details(one: ChannelHealth, locale: Locale) -> dict[str, str]:
    hours = [figures for _, figures in one.by_hour]
    slow = [Decimal(figures.slow or 0) for figures in hours]
    median = [Decimal(figures.median or 0) for figures in hours]
    calls = [Decimal(figures.calls) for figures in hours]
    errors = [Decimal(figures.errors) for figures in hours]
    rule = one.row.rule
    pause = formats.duration(rule.shortest, locale)
    orders = formats.number(rule.missing_orders, locale)
    return {
        "path_slow": formats.bars(slow),
        "path_median": formats.bars(median, highest=max(slow) or None),
        "path_calls": formats.bars(calls),
        "path_errors": formats.bars(errors, highest=max(calls) or None),
        "highest_slow": say(locale, "health.highest", value=_millis(int(max(slow)) or None, locale)),
        "highest_calls": say(locale, "health.highest", value=formats.number(max(calls), locale)),
        "silence_on": "1" if rule.is_enabled else "",
        "silence_orders": str(rule.missing_orders),
        "silence_pause": pause,
        "silence_rule": say(locale, "health.silence_rule", orders=orders, pause=pause)
        if rule.is_enabled
        else say(locale, "health.silence_off"),
        "silence_now": _expected(one, locale),
        "silent": say(locale, "health.silence_since", since=formats.short(one.row.silent_since, locale))
        if one.row.silent_since
        else "",
    }


def _expected(one: ChannelHealth, locale: Locale) -> str:
    if one.row.last_order_at is None:
        return ""
    if one.expected is None:
        return say(locale, "health.silence_fine")
    return say(locale, "health.silence_now", orders=formats.number(one.expected, locale, places=1))


def limits_shown(limits: Sequence[LimitUse], locale: Locale) -> list[dict[str, str]]:
    """How much of each group is used; one the channel asked to wait says so."""
    shown = []
    for use in limits:
        used = use.used
        group = f"channels.limit_{use.group}"
        shown.append(
            {
                "id": use.group,
                "group": say(locale, group) if knows(group) else use.group,
                "rule": say(
                    locale,
                    "channels.limit_rule",
                    requests=formats.number(use.requests, locale),
                    span=formats.duration(timedelta(seconds=use.seconds), locale),
                ),
                "used": str(used),
                "tone": "bad" if use.held or used >= SPENT else "wait" if used >= SCARCE else "good",
                "label": _held(use.held, locale)
                if use.held
                else formats.percent(Decimal(used) / 100, locale),
            }
        )
    return shown


def cause_shown(row: CauseRow, place: int, locale: Locale) -> dict[str, str]:
    return {
        "id": str(place),
        "connector": row.connector,
        "name": row.name,
        "source": say(locale, f"health.source_{row.source}"),
        "cause": error_sentence(row.code, locale),
        "code": row.code,
        "count": formats.number(row.count, locale),
        "first": formats.short(row.first_at, locale),
        "last": formats.ago(row.last_at, locale),
        "last_full": formats.full(row.last_at, locale),
        "operation": call_label(locale, row.operation),
        "entry": str(row.entry_id or ""),
        "href": routes.REPAIRS if row.source == "record" else "",
        "todo": _todo(row.code, locale),
    }


def _todo(code: str, locale: Locale) -> str:
    known = _TODO.get(code.rpartition(".")[2])
    return say(locale, f"health.todo_{known}") if known else say(locale, "health.todo_other", code=code)


def drift_shown(row: DriftRow, locale: Locale) -> dict[str, str]:
    state, tone = "drift_open", "wait"
    if row.closed_at:
        state, tone = ("drift_accepted", "neutral") if row.closed_by else ("drift_over", "good")
    return {
        "id": str(row.id),
        "connector": row.connector,
        "name": row.name,
        "operation": call_label(locale, row.operation),
        "title": say(
            locale, "health.drift_title", channel=row.name, operation=call_label(locale, row.operation)
        ),
        "what": ", ".join(
            f"{change.path.removeprefix('.')} {say(locale, f'health.drift_{change.kind}')}"
            for change in row.changes[:3]
        ),
        "seen": say(
            locale,
            "health.drift_seen",
            first=formats.short(row.first_at, locale),
            last=formats.short(row.last_at, locale),
            answers=formats.number(row.answers, locale),
        ),
        "first": formats.short(row.first_at, locale),
        "state": say(locale, "health.drift_accepted_by", person=row.closed_by)
        if row.closed_by
        else say(locale, f"health.{state}"),
        "tone": tone,
        "is_open": "" if row.closed_at else "1",
        "entry": str(row.first_entry_id or ""),
    }


def _share(share: Decimal | None, locale: Locale) -> str:
    return "–" if share is None else formats.percent(share, locale, places=0 if share in {0, 1} else 1)


def _success_tone(share: Decimal | None) -> str:
    if share is None:
        return "neutral"
    return "good" if share >= FINE else "wait" if share >= POOR else "bad"


def _millis(millis: int | None, locale: Locale) -> str:
    return "–" if millis is None else f"{formats.number(millis, locale)} ms"


def _held(seconds: float, locale: Locale) -> str:
    return say(locale, "channels.limit_held", span=formats.duration(timedelta(seconds=seconds), locale))


def _ago(moment: datetime | None, locale: Locale) -> str:
    return formats.ago(moment, locale) if moment else say(locale, "health.never")
