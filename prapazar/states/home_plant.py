"""Parts of a home about the installation: queues, slow calls, disk, backups; and all merchants for a super admin."""

import shutil
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from prapazar.domain.reporting import plant
from prapazar.domain.reporting.plant import QueueRow
from prapazar.flows import backups as last_backup
from prapazar.flows import figures, standing
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import knows, say
from prapazar.states.call_names import call_label
from prapazar.states.home_parts import Drawn, Point, Record, figure, line

_SHOWN = 6
_FULL, _FILLING = Decimal("0.05"), Decimal("0.15")
"""Part of the disk that is free."""
_THOUSAND = 1000
_UNITS = ("B", "KB", "MB", "GB", "TB")


def queues(session: Session, scope: Scope) -> Drawn:
    return Drawn(_queues(plant.queues(session, scope), scope.locale), href=routes.CHANNELS)


def all_queues(session: Session, scope: Scope) -> Drawn:
    return Drawn(_queues(plant.all_queues(session, scope), scope.locale))


def _queues(found: Sequence[QueueRow], locale: Locale) -> list[Record]:
    rows = []
    for row in [one for one in found if one.waiting or one.parked][:_SHOWN]:
        waiting = say(locale, "homes.waiting_said", count=formats.number(row.waiting, locale))
        parked = say(locale, "homes.parked_said", count=formats.number(row.parked, locale))
        oldest = (
            say(locale, "homes.oldest_said", ago=formats.ago(row.oldest_at, locale)) if row.oldest_at else ""
        )
        rows.append(
            line(
                row.topic,
                topic_words(row.topic, locale),
                sub=oldest,
                badge=parked if row.parked else waiting,
                tone="bad" if row.parked else "neutral",
                subend=waiting if row.parked else "",
            )
        )
    return rows


def topic_words(topic: str, locale: Locale) -> str:
    """A kind of work nobody has put into words stays as it is."""
    key = f"homes.topic_{topic.replace('.', '_')}"
    return say(locale, key) if knows(key) else topic


def slow_calls(session: Session, scope: Scope) -> Drawn:
    locale = scope.locale
    rows = [
        line(
            f"{row.connection_id}{row.operation}",
            call_label(locale, row.operation),
            sub=row.store,
            end=f"{formats.number(round(row.slow_ms), locale)} ms",
            subend=say(locale, "homes.calls_said", count=formats.number(row.calls, locale)),
            connector=row.connector,
            href=routes.store_health(row.connection_id),
        )
        for row in plant.slow_calls(session, scope, limit=_SHOWN)
    ]
    return Drawn(rows, href=routes.CHANNEL_HEALTH)


def storage(session: Session, scope: Scope) -> Drawn:
    """The disk the data lies on, and how much of it the books take."""
    locale = scope.locale
    folder = settings().data_dir
    disk = shutil.disk_usage(folder if folder.exists() else "/")
    free = Decimal(disk.free) / disk.total
    rows = [
        figure(
            say(locale, "homes.disk_free"),
            size(disk.free, locale),
            note=say(locale, "homes.of_size", size=size(disk.total, locale)),
            change=formats.percent(free, locale),
            tone="bad" if free < _FULL else "wait" if free < _FILLING else "good",
        ),
        figure(say(locale, "homes.database"), size(plant.database_bytes(session, scope), locale)),
    ]
    return Drawn(rows)


def size(count: int, locale: Locale) -> str:
    left, unit = Decimal(count), 0
    while left >= _THOUSAND and unit < len(_UNITS) - 1:
        left, unit = left / _THOUSAND, unit + 1
    return f"{formats.number(round(left, 1) if unit else round(left), locale)} {_UNITS[unit]}"


def backups(_: Session, scope: Scope) -> Drawn:
    """The last one; none is made by itself, so that an old one is said to be old."""
    locale = scope.locale
    made = last_backup.last()
    how = say(locale, "homes.backup_how")
    if made is None:
        missing = say(locale, "homes.backup_missing")
        return Drawn([line("none", say(locale, "homes.backup_none"), sub=how, badge=missing, tone="bad")])
    is_stale = made.is_stale(now())
    ago = formats.ago(made.made_at, locale)
    row = line(
        "last",
        say(locale, "homes.backup_last", ago=ago),
        sub=how if is_stale else made.file,
        badge=say(locale, "homes.backup_old" if is_stale else "homes.backup_fresh"),
        tone="wait" if is_stale else "good",
        end=size(made.size, locale),
        subend="" if is_stale else formats.short(made.made_at, locale),
    )
    return Drawn([row])


def merchants(session: Session, scope: Scope) -> Drawn:
    locale = scope.locale
    rows = []
    for row in plant.merchants(session, scope, _SHOWN):
        people = say(locale, "homes.people_said", count=formats.number(row.people, locale))
        stores = say(locale, "homes.stores_said", count=formats.number(row.stores, locale))
        failing = say(locale, "homes.failing_said", count=formats.number(row.failing, locale))
        ago = formats.ago(row.last_order_at, locale) if row.last_order_at else ""
        rows.append(
            line(
                row.id,
                row.name,
                sub=f"{people} · {stores}",
                badge=failing if row.failing else "",
                tone="bad" if row.failing else "neutral",
                subend=say(locale, "homes.last_order", ago=ago) if ago else "",
                href=routes.MERCHANTS,
            )
        )
    return Drawn(rows, href=routes.MERCHANTS)


def people(session: Session, scope: Scope) -> Drawn:
    found, locale = plant.people(session, scope), scope.locale
    rows = [
        figure(
            say(locale, "homes.merchants"), formats.number(found.merchants, locale), href=routes.MERCHANTS
        ),
        figure(
            say(locale, "homes.users"),
            formats.number(found.users, locale),
            note=say(locale, "homes.invited_said", count=formats.number(found.waiting, locale))
            if found.waiting
            else "",
        ),
        figure(
            say(locale, "homes.here"),
            formats.number(found.here, locale),
            note=say(locale, "homes.here_note"),
        ),
    ]
    return Drawn(rows)


def processes(session: Session, scope: Scope) -> Drawn:
    """Whether the parts answer, and what stands still: the same figures watchers read."""
    locale = scope.locale
    gauges = {gauge.name: gauge for gauge in figures.gauges()}

    def total(name: str) -> int:
        return int(sum(sample.value for sample in gauges[name].samples)) if name in gauges else 0

    up = gauges["prapazar_up"].samples
    down = [one.labels["part"] for one in up if not one.value]
    parked, late = total("prapazar_outbox_parked"), plant.late_jobs(session, scope)
    rows = [
        figure(
            say(locale, "homes.parts_up"),
            f"{len(up) - len(down)}/{len(up)}",
            change=", ".join(down),
            tone="bad" if down else "good",
            note="" if down else say(locale, "homes.all_up"),
        ),
        figure(say(locale, "homes.waiting"), formats.number(total("prapazar_outbox_waiting"), locale)),
        figure(
            say(locale, "homes.parked"),
            formats.number(parked, locale),
        ),
        figure(say(locale, "homes.late_jobs"), formats.number(late, locale)),
    ]
    return Drawn(rows)


def connectors(session: Session, scope: Scope) -> Drawn:
    locale = scope.locale
    rows = [
        line(
            row.connector,
            standing.channel_name(row.connector),
            sub=say(locale, "homes.stores_said", count=formats.number(row.stores, locale)),
            badge=say(locale, "homes.failing_said", count=formats.number(row.failing, locale))
            if row.failing
            else say(locale, "health.good"),
            tone="bad" if row.failing else "good",
            connector=row.connector,
        )
        for row in plant.connectors(session, scope)[:_SHOWN]
    ]
    return Drawn(rows)


def growth(session: Session, scope: Scope) -> Drawn:
    locale = scope.locale
    points: list[Point] = [
        {
            "label": formats.day(row.week, locale),
            "merchants": row.merchants,
            "users": row.users,
            "stores": row.stores,
            "href": routes.with_query(
                routes.MERCHANTS, week=row.week.astimezone(ISTANBUL).date().isoformat()
            ),
        }
        for row in plant.growth(session, scope)
    ]
    series = [
        {"key": key, "label": say(locale, f"homes.new_{key}"), "place": str(place)}
        for place, key in enumerate(("merchants", "users", "stores"))
    ]
    return Drawn([], points, series, routes.MERCHANTS)
