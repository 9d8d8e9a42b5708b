"""Parts of a home about work that waits: lists to open, the clock, claims, questions, tasks and suppliers."""

from datetime import datetime

from sqlalchemy.orm import Session

from prapazar.domain.orders import queries as orders
from prapazar.domain.planning import queries_tasks
from prapazar.domain.planning.queries_tasks import TaskFilter
from prapazar.domain.reporting import dashboard as reports
from prapazar.domain.reporting import desk, trade
from prapazar.domain.reporting.desk import DueRow
from prapazar.domain.support import queries as tickets
from prapazar.domain.support.queries import TicketFilter
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states import task_rows, ticket_rows
from prapazar.states.home_parts import Drawn, Record, clock, count, line

_LINKS = {
    # what, where to, tone, permission
    "new_orders": (f"{routes.ORDERS}?view=new", "info", "orders.read"),
    "late": (f"{routes.ORDERS}?view=late", "bad", "orders.read"),
    "problems": (f"{routes.ORDERS}?view=problem", "wait", "orders.read"),
    "repairs": (routes.REPAIRS, "bad", "repairs.read"),
    "shortages": (f"{routes.ORDERS}?view=problem", "wait", "orders.read"),
    "unmatched": (routes.MATCHING, "wait", "products.read"),
    "rejected": (routes.CHANNELS, "wait", "channels.read"),
    "broken_channels": (routes.CHANNELS, "bad", "channels.read"),
    "parked": (routes.CHANNELS, "bad", "channels.read"),
}
_TONES = {"late": "bad", "problem": "wait", "new": "info", "returns": "wait"}
_SHOWN = 6


def attention(session: Session, scope: Scope) -> Drawn:
    """What waits for somebody, as far as this person may see it."""
    found = reports.attention(session, scope)
    rows = [
        count(key, say(scope.locale, f"dashboard.{key}"), number, href, tone, scope.locale)
        for key, (href, tone, permission) in _LINKS.items()
        if (number := int(getattr(found, key))) and scope.can(permission)
    ]
    return Drawn(rows)


def worklists(session: Session, scope: Scope) -> Drawn:
    """The lists of the order desk that hold something."""
    found, locale = orders.worklists(session, scope), scope.locale
    rows = [
        count(
            name,
            say(locale, f"orders.view_{name}"),
            found[name].count,
            routes.with_query(routes.ORDERS, view=name),
            _TONES.get(name, "neutral"),
            locale,
        )
        for name in orders.WORKLISTS
        if found[name].count
    ]
    return Drawn(rows, href=routes.ORDERS)


def late_clock(session: Session, scope: Scope) -> Drawn:
    """Open orders by the time they have left; a bar opens them."""
    found = desk.orders_by_time_left(session, scope)
    rows = clock(found, scope.locale, lambda key: routes.with_query(routes.ORDERS, due=key, sort="ship_by"))
    return Drawn(rows, href=routes.with_query(routes.ORDERS, sort="ship_by"))


def answer_clock(session: Session, scope: Scope) -> Drawn:
    """Questions that wait, by the time their channel leaves."""
    found = desk.questions_by_time_left(session, scope)
    rows = clock(found, scope.locale, lambda key: routes.with_query(routes.INBOX, due=key))
    return Drawn(rows, href=routes.INBOX)


def next_due(session: Session, scope: Scope) -> Drawn:
    rows = [
        _due(row, scope.locale, say(scope.locale, f"order_status.{row.status}"), routes.order(row.id))
        for row in desk.next_orders(session, scope, _SHOWN)
    ]
    return Drawn(rows, href=f"{routes.ORDERS}?sort=ship_by")


def claims_due(session: Session, scope: Scope) -> Drawn:
    rows = [
        _due(row, scope.locale, _claimed(row, scope.locale), routes.claim(row.id))
        for row in desk.next_claims(session, scope, _SHOWN)
    ]
    return Drawn(rows, href=routes.RETURNS)


def questions_due(session: Session, scope: Scope) -> Drawn:
    rows = [
        _due(
            row,
            scope.locale,
            _asked(row, scope.locale),
            routes.with_query(routes.INBOX, question=str(row.id)),
        )
        for row in desk.next_questions(session, scope, _SHOWN)
    ]
    return Drawn(rows, href=routes.INBOX)


def _claimed(row: DueRow, locale: Locale) -> str:
    return " · ".join(part for part in (_words(locale, f"claims.kind_{row.status}"), row.store) if part)


def _asked(row: DueRow, locale: Locale) -> str:
    return " · ".join((row.store, formats.ago(row.since, locale))) if row.since else row.store


def _due(row: DueRow, locale: Locale, sub: str, href: str) -> Record:
    left, tone = left_of(row.due_at, locale)
    return line(row.id, row.title, sub=sub, badge=left, tone=tone, href=href, connector=row.connector)


def left_of(due_at: datetime | None, locale: Locale) -> tuple[str, str]:
    """The time that is left and its tone; nothing where nobody waits."""
    if due_at is None:
        return "", "neutral"
    seconds = (due_at - now()).total_seconds()
    return formats.remaining(
        due_at, locale
    ), "bad" if seconds < 0 else "wait" if seconds < 2 * 3600 else "neutral"


def _words(locale: Locale, key: str) -> str:
    return say(locale, key) if knows(key) else ""


def tickets_due(session: Session, scope: Scope) -> Drawn:
    """Those whose promise runs out first; one's own before anybody's."""
    mine = tickets.page(session, scope, TicketFilter(view="mine", sort="due"), limit=_SHOWN)
    found = mine or tickets.page(session, scope, TicketFilter(sort="due"), limit=_SHOWN)
    shown = [ticket_rows.shown(row, scope) for row in found]
    return Drawn([_ticket(row) for row in shown], href=routes.TICKETS)


def _ticket(row: Record) -> Record:
    sub = " · ".join(part for part in (row["number"], row["customer"]) if part)
    href = routes.ticket(row["id"])
    return line(
        row["id"], row["subject"] or row["number"], sub=sub, badge=row["due"], tone=row["due_tone"], href=href
    )


def tasks(session: Session, scope: Scope) -> Drawn:
    """One's own; where there is none, what is open for anybody."""
    mine = queries_tasks.page(session, scope, TaskFilter(view="mine"), limit=_SHOWN)
    found = mine or queries_tasks.page(session, scope, TaskFilter(view="open"), limit=_SHOWN)
    shown = [task_rows.shown(row, scope.locale) for row in found]
    return Drawn([_task(row) for row in shown], href=routes.TASKS)


def _task(row: Record) -> Record:
    sub = " · ".join(part for part in (row["status_label"], row["assignee"], row["checks"]) if part)
    tone = "bad" if row["late"] else "neutral"
    return line(row["id"], row["title"], sub=sub, badge=row["due"], tone=tone, href=routes.task(row["id"]))


def routed(session: Session, scope: Scope) -> Drawn:
    """What waits to be sent by each supplier."""
    locale = scope.locale
    rows = [_supplier(row.name, row.warehouse_id, row.packages, row.late, row.next_at, locale)
            for row in trade.routed(session, scope)]  # fmt: skip
    return Drawn(rows, href=routes.ORDERS)


def _supplier(
    name: str, key: object, packages: int, late: int, next_at: datetime | None, locale: Locale
) -> Record:
    left, tone = left_of(next_at, locale)
    said = say(locale, "homes.packages_said", count=formats.number(packages, locale))
    if late:
        said += " · " + say(locale, "homes.late_count", count=formats.number(late, locale))
    return line(key, name, sub=said, badge=left, tone=tone, href=routes.ORDERS)
