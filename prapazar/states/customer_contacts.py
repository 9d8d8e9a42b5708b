"""A call, a visit or a note on a customer, with the next step as a task."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import reflex as rx

from prapazar.domain.customers.errors import CustomerMissing
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.domain.support import actions
from prapazar.domain.support.actions import ContactDraft
from prapazar.domain.support.enums import InteractionKind
from prapazar.domain.support.errors import TicketRefused
from prapazar.foundation import clock, db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_DUE = time(18, 0)
"""A next step is due at the end of its day."""


class CustomerContactsState(rx.State):
    is_open: bool = False
    form: dict[str, str] = {"day": "", "time": ""}
    faults: dict[str, str] = {"body": "", "day": "", "next_day": ""}
    version: int = 0

    @rx.event
    @allow("customers.write")
    async def ask(self, is_open: bool) -> None:
        await current_scope(self)
        wall = now().astimezone(clock.reader_zone())
        self.form = {"day": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"}
        self.faults = dict.fromkeys(self.faults, "")
        self.is_open, self.version = is_open is True, self.version + 1

    @rx.event
    @allow("customers.write")
    async def save(self, values: dict[str, str]) -> None:
        """`kind`, `day`, `time`, `body`, `next`, `next_day`."""
        scope = await current_scope(self)
        said = {name: str(value).strip() for name, value in values.items()}
        self.faults = dict.fromkeys(self.faults, "")
        try:
            draft = _draft(said)
        except ValueError:
            self.faults = self.faults | {"day": say(scope.locale, "customers.contact_day_wrong")}
            return
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            for customer_id in uuids([asked]):
                await in_thread(_add, scope, customer_id, draft)
        except TicketRefused as refused:
            self.faults = self.faults | {"body": say(scope.locale, refused.code)}
            return
        except PlanInvalid as refused:
            self.faults = self.faults | {"next_day": say(scope.locale, refused.code, **refused.values)}
            return
        except (CustomerMissing, PermissionDenied):
            self.faults = self.faults | {"next_day": say(scope.locale, "errors.permission_denied")}
            return
        self.is_open = False
        done = "customers.contact_saved_task" if draft.next_step else "customers.contact_saved"
        await toast(self, "success", say(scope.locale, done))


def _draft(said: dict[str, str]) -> ContactDraft:
    kind = said.get("kind", "")
    at = datetime.combine(
        date.fromisoformat(said.get("day", "")),
        time.fromisoformat(said.get("time") or "12:00"),
        tzinfo=clock.reader_zone(),
    )
    next_day = said.get("next_day", "")
    return ContactDraft(
        kind=InteractionKind(kind) if kind in set(InteractionKind) else InteractionKind.NOTE,
        body=said.get("body", ""),
        at=at.astimezone(UTC),
        next_step=said.get("next", ""),
        next_at=datetime.combine(date.fromisoformat(next_day), _DUE, tzinfo=ISTANBUL).astimezone(UTC)
        if next_day
        else None,
    )


def _add(scope: Scope, customer_id: UUID, draft: ContactDraft) -> None:
    with db.transaction(scope) as session:
        actions.add_contact(session, scope, customer_id, draft)
