"""Templates of messages: listed, written with a preview, tied to moments of an order, deleted."""

from uuid import UUID

import reflex as rx

from prapazar.domain.messaging import actions, rules
from prapazar.domain.messaging import queries_messages as queries
from prapazar.domain.messaging.enums import OrderMoment, Purpose, Way
from prapazar.domain.messaging.errors import MessageMissing, MessageRefused
from prapazar.domain.messaging.models import MessageTemplate
from prapazar.flows import message_accounts
from prapazar.foundation import db
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_SAMPLES = {
    "number": "1042-7731",
    "name": "Ayşe Yılmaz",
    "first_name": "Ayşe",
    "channel": "Trendyol",
    "merchant": "Anadolu Mağazası",
    "total": "₺1.249,90",
    "date": "21.11.2026",
    "carrier": "Yurtiçi Kargo",
    "tracking_number": "10458233",
    "tracking_url": "https://kargo.example/10458233",
    "coupon": "KASIM10",
    "feedback_url": "https://magaza.example/p/10458233",
    "ticket": "T-1042",
}
_FIELDS = ("name", "provider_name", "subject_tr", "body_tr", "subject_en", "body_en")
_SHOWN = _FIELDS[2:]
"""The fields the preview shows."""
_EMPTY = {"id": "", "way": "email", "purpose": "transactional", "active": "1", **dict.fromkeys(_FIELDS, "")}
_MOMENTS = tuple(one.value for one in OrderMoment)


class MessageTemplatesState(rx.State):
    rows: list[dict[str, str]] = []
    loading: bool = True
    is_open: bool = False
    delete_open: bool = False
    editing: dict[str, str] = {}
    chosen: dict[str, bool] = dict.fromkeys(_MOMENTS, False)
    way: str = "email"
    ways: dict[str, bool] = {"email": True, "sms": False, "whatsapp": False}
    """Which have an account."""
    faults: dict[str, str] = dict.fromkeys((*_FIELDS, "moments"), "")
    preview: dict[str, str] = dict.fromkeys(_SHOWN, "")
    """By field, its places filled."""
    parts: dict[str, str] = {"tr": "", "en": ""}
    """How many text messages it takes, by language."""
    version: int = 0

    @rx.event
    @allow("messages.read")
    async def load(self) -> None:
        self.is_open = self.delete_open = False
        await self._show()

    @rx.event
    @allow("messages.write")
    async def edit(self, template_id: str) -> None:
        """Opens one, or an empty one where the id is none."""
        self.editing = next((row for row in self.rows if row["id"] == template_id), _EMPTY)
        tied = self.editing.get("tied", "").split()
        self.chosen = {one: one in tied for one in _MOMENTS}
        self.way = self.editing["way"]
        self.faults = dict.fromkeys((*_FIELDS, "moments"), "")
        self.is_open = True
        self.version += 1
        await self._preview({name: self.editing[name] for name in _SHOWN})

    @rx.event
    @allow("messages.write")
    def set_open(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("messages.write")
    def ask_delete(self, is_open: bool) -> None:
        self.delete_open = bool(is_open)

    @rx.event
    @allow("messages.write")
    async def set_way(self, way: str) -> None:
        self.way = way if way in set(Way) else "email"
        await self._preview({})

    @rx.event
    @allow("messages.write")
    async def show_text(self, name: str, words: str) -> None:
        if name in _SHOWN:
            await self._preview({name: str(words)[:5000]})

    @rx.event
    @allow("messages.write")
    async def save(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        template_id = next(iter(uuids([self.editing.get("id", "")])), None)
        self.faults = dict.fromkeys((*_FIELDS, "moments"), "")
        try:
            await in_thread(_save, scope, template_id, self.way, values)
        except MessageMissing:
            self.is_open = False
        except MessageRefused as refused:
            language, _, part = refused.field.partition(".")
            field = f"{part}_{language}" if part else refused.field
            self.faults = {**self.faults, field: say(scope.locale, refused.code)}
            return
        self.is_open = False
        await self._show()
        await toast(self, "success", say(scope.locale, "messages.template_saved"))

    @rx.event
    @allow("messages.delete")
    async def delete(self) -> None:
        scope = await current_scope(self)
        for one in uuids([self.editing.get("id", "")]):
            await in_thread(_delete, scope, one)
        self.is_open = self.delete_open = False
        await self._show()
        await toast(self, "success", say(scope.locale, "messages.template_deleted"))

    async def _preview(self, typed: dict[str, str]) -> None:
        scope = await current_scope(self)
        self.preview |= {name: rules.filled(words, _SAMPLES) for name, words in typed.items()}
        bodies = {language: self.preview[f"body_{language}"] for language in self.parts}
        self.parts = {
            language: say(scope.locale, "messages.preview_parts", count=rules.parts(body))
            if body and self.way == Way.SMS
            else ""
            for language, body in bodies.items()
        }

    async def _show(self) -> None:
        scope = await current_scope(self)
        found, accounts = await in_thread(_read, scope)
        self.rows = [_shown(one, scope.locale) for one in found]
        self.ways = {way.value: way is Way.EMAIL or way in accounts for way in Way}
        self.loading = False


def _read(scope: Scope) -> tuple[list[MessageTemplate], set[Way]]:
    with db.transaction(scope) as session:
        return queries.templates(session, scope), set(message_accounts.accounts(session, scope))


def _save(scope: Scope, template_id: UUID | None, way: str, values: dict[str, str]) -> None:
    texts = {
        language: {part: str(values.get(f"{part}_{language}", "")) for part in ("subject", "body")}
        for language in ("tr", "en")
    }
    purpose = str(values.get("purpose", ""))
    with db.transaction(scope) as session:
        actions.save_template(
            session,
            scope,
            template_id,
            name=str(values.get("name", "")),
            way=Way(way),
            purpose=Purpose(purpose) if purpose in set(Purpose) else Purpose.TRANSACTIONAL,
            texts=texts,
            moments=[OrderMoment(one) for one in _MOMENTS if values.get(f"moment_{one}")],
            provider_name=str(values.get("provider_name", "")) if way == Way.WHATSAPP else "",
            is_active=bool(values.get("is_active")),
        )


def _delete(scope: Scope, template_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.delete_template(session, scope, template_id)


def _shown(row: MessageTemplate, locale: Locale) -> dict[str, str]:
    moments = [say(locale, f"messages.event_{one}") for one in row.moments]
    return {
        "id": str(row.id),
        "name": row.name,
        "way": row.way,
        "way_name": say(locale, f"messages.way_{row.way}"),
        "purpose": row.purpose,
        "moments": ", ".join(moments) or say(locale, "messages.moments_none"),
        "tied": " ".join(row.moments),
        "languages": ", ".join(sorted(row.texts)).upper(),
        "active": "1" if row.is_active else "",
        "state": say(locale, "messages.is_active" if row.is_active else "messages.is_paused"),
        "tone": "good" if row.is_active else "neutral",
        "provider_name": row.provider_name,
        **{
            f"{part}_{language}": str(row.texts.get(language, {}).get(part, ""))
            for language in ("tr", "en")
            for part in ("subject", "body")
        },
    }
