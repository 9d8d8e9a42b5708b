"""A customer's own rights: what they agreed to hear, a copy of their data, and being forgotten."""

from uuid import UUID

import reflex as rx

from prapazar.domain.customers import queries_one
from prapazar.domain.customers.errors import CustomerMissing
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging import queries_consents
from prapazar.domain.messaging.enums import CONSENT_WAYS, ConsentState
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.messaging.masking import masked
from prapazar.domain.messaging.queries_consents import Contact, Said
from prapazar.domain.privacy import actions, queries
from prapazar.domain.privacy.actions import Asked
from prapazar.domain.privacy.enums import AskedBy, Identity, RequestKind
from prapazar.domain.privacy.errors import RequestRefused
from prapazar.domain.privacy.queries import Held
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import privacy_rows as rows
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_TONES = {"granted": "good", "refused": "bad", "blocked": "bad", "unknown": "neutral"}
_MOST_HISTORY = 30


class CustomerPrivacyState(rx.State):
    contacts: list[dict[str, str]] = []
    """`key`, `way`, `address`, `state`: a line for each way to reach the person."""
    history: list[dict[str, str]] = []
    held: list[dict[str, str]] = []
    asking: str = ""
    """The kind of request whose form is open."""
    fault: str = ""
    _addresses: list[tuple[str, str]] = []

    @rx.event
    @allow("customers.read")
    async def load(self) -> None:
        self.asking, self.fault = "", ""
        await self._show()

    @rx.event
    @allow("messages.write")
    async def set_consent(self, key: str, state: str) -> None:
        """`key`: the line's place."""
        scope = await current_scope(self)
        try:
            way, address = self._addresses[int(key)]
            await in_thread(_set, scope, way, address, ConsentState(str(state)))
        except (ValueError, IndexError, MessageRefused):
            return
        await self._show()
        await toast(self, "success", say(scope.locale, "privacy.consent_saved"))

    @rx.event
    @allow("privacy.write")
    async def ask(self, kind: str) -> None:
        scope = await current_scope(self)
        self.asking = kind if kind in set(RequestKind) else ""
        self.fault = ""
        found = await in_thread(_held, scope, self._id()) if self.asking else []
        self.held = [rows.held(one, scope.locale) for one in found]

    @rx.event
    @allow("privacy.write")
    def close(self, is_open: bool) -> None:
        if not is_open:
            self.asking = ""

    @rx.event
    @allow("privacy.write")
    async def save(self, values: dict[str, str]) -> None:
        """`way`, `identity`, `note`."""
        scope = await current_scope(self)
        try:
            asked = Asked(
                RequestKind(self.asking),
                UUID(self._id()),
                AskedBy(str(values.get("way", ""))),
                Identity(str(values.get("identity", ""))),
                str(values.get("note", "")),
            )
            await in_thread(_ask, scope, asked)
        except RequestRefused as refused:
            self.fault = say(scope.locale, refused.code)
            return
        except (ValueError, CustomerMissing):
            self.fault = say(scope.locale, "privacy.not_a_choice")
            return
        self.asking = ""
        await toast(self, "success", say(scope.locale, "privacy.asked_done"))

    def _id(self) -> str:
        return self.router.url.path.rstrip("/").rpartition("/")[2]

    async def _show(self) -> None:
        scope = await current_scope(self)
        contacts, history = await in_thread(_read, scope, self._id())
        self._addresses = [(one.way, one.address) for one in contacts]
        self.contacts = [_contact(place, one, scope) for place, one in enumerate(contacts)]
        self.history = [_said(one, scope) for one in history]


def _contact(place: int, one: Contact, scope: Scope) -> dict[str, str]:
    state = one.state or "unknown"
    return {
        "key": str(place),
        "way": say(scope.locale, f"privacy.contact_{one.way}"),
        "address": masked(scope, one.way, one.address),
        "state": state,
        "said": say(scope.locale, f"privacy.consent_{state}"),
        "tone": _TONES[state],
        "at": formats.short(one.at, scope.locale) if one.at else "",
        "source": say(scope.locale, f"privacy.source_{one.source}") if one.source else "",
    }


def _said(one: Said, scope: Scope) -> dict[str, str]:
    return {
        "way": say(scope.locale, f"privacy.contact_{one.way}"),
        "said": say(scope.locale, f"privacy.consent_{one.state}"),
        "tone": _TONES[one.state],
        "at": formats.short(one.at, scope.locale),
        "by": one.person or say(scope.locale, f"privacy.source_{one.source}"),
    }


def _read(scope: Scope, customer_id: str) -> tuple[list[Contact], list[Said]]:
    try:
        asked = UUID(customer_id)
    except ValueError:
        return [], []
    if not scope.can("messages.read"):
        return [], []
    with db.transaction(scope) as session:
        try:
            found = queries_one.detail(session, scope, asked)
        except CustomerMissing:
            return [], []
        addresses = _ways(found.emails, found.phones)
        contacts = queries_consents.contacts(session, scope, addresses)
        return contacts, queries_consents.history(session, scope, addresses, limit=_MOST_HISTORY)


def _ways(emails: tuple[str, ...], phones: tuple[str, ...]) -> list[tuple[str, str]]:
    by_mail = [("email", one) for one in emails]
    others = [way for way in CONSENT_WAYS if way != "email"]
    return by_mail + [(way, f"+{phone}") for phone in phones for way in others]


def _set(scope: Scope, way: str, address: str, state: ConsentState) -> None:
    with db.transaction(scope) as session:
        messaging.record_consents(session, scope, way, [address], state)


def _held(scope: Scope, customer_id: str) -> list[Held]:
    if not scope.can("privacy.read"):
        return []
    with db.transaction(scope) as session:
        return queries.preview(session, scope, UUID(customer_id))


def _ask(scope: Scope, asked: Asked) -> None:
    with db.transaction(scope) as session:
        actions.ask(session, scope, asked)
