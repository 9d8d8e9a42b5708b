"""What a ticket's page asks of several books at once."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.aftersales import queries_questions
from prapazar.domain.aftersales import rules as templates
from prapazar.domain.customers import queries_one as customers
from prapazar.domain.customers.errors import CustomerMissing
from prapazar.domain.messaging import queries_messages
from prapazar.domain.support import queries
from prapazar.domain.support.queries import TicketRow
from prapazar.flows import tickets as flow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Scope

Found = dict[str, Any]


def read(scope: Scope, ticket_id: UUID) -> Found:
    """Raises TicketMissing."""
    with db.transaction(scope) as session:
        detail = queries.detail(session, scope, ticket_id)
        row = detail.row
        may_answer = scope.can("tickets.write")
        return {
            "detail": detail,
            "files": _files(session, scope, [one.id for one in detail.entries]),
            "members": queries.members(session, scope),
            "alike": queries.alike(session, scope, row) if row.merged_into_id is None else [],
            "customer": _customer(session, scope, row),
            "ways": flow.ways(session, scope, row),
            "canned": _canned(session, scope, row) if may_answer else [],
            "whatsapp": _whatsapp(session, scope) if may_answer else [],
        }


def _customer(session: Session, scope: Scope, row: TicketRow) -> dict[str, str]:
    empty = dict.fromkeys(("orders", "spent", "last", "place", "href"), "")
    if row.customer_id is None or not scope.can("customers.read"):
        return empty
    try:
        found = customers.detail(session, scope, row.customer_id).row
    except CustomerMissing:
        return empty
    return {
        "orders": formats.number(found.order_count, scope.locale),
        "spent": formats.money(found.spent, found.currency, scope.locale),
        "last": formats.short(found.last_order_at, scope.locale),
        "place": " / ".join(part for part in (found.district, found.city) if part),
        "href": routes.customer(found.id),
    }


def _canned(session: Session, scope: Scope, row: TicketRow) -> list[dict[str, str]]:
    """The answers of the inbox: one room for both."""
    if not scope.can("messages.read"):
        return []
    known = flow.facts(session, scope, row)
    return [
        {"id": str(one.id), "name": one.name, "text": templates.filled(one.body, known)}
        for one in queries_questions.templates(session, scope)
    ]


def _whatsapp(session: Session, scope: Scope) -> list[dict[str, str]]:
    if not scope.can("messages.read"):
        return []
    return [
        {"value": str(one.id), "label": one.name}
        for one in queries_messages.templates(session, scope)
        if one.way == "whatsapp" and one.is_active and one.purpose == "transactional"
    ]


def _files(session: Session, scope: Scope, entry_ids: list[UUID]) -> list[dict[str, str]]:
    return [
        {
            "id": str(one.id),
            "entry": str(one.subject_id),
            "name": masking.words(scope, one.name),
            "href": f"/api/files/{one.id}",
            "about": f"{formats.number(max(1, one.size // 1000), scope.locale)} kB",
        }
        for one in flow.kept_files(session, scope, entry_ids)
    ]
