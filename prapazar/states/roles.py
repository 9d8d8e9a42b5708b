"""Roles: which there are, and what each permits."""

from uuid import UUID

import reflex as rx

from prapazar.domain.access import actions, queries, sessions
from prapazar.domain.access.errors import AccessInvalid, RoleInUse
from prapazar.domain.access.permissions import ALL, PERSONAL_FIELDS, SUBJECTS, VERBS
from prapazar.domain.access.queries import RoleRow
from prapazar.domain.channels.queries import ChannelName
from prapazar.flows import standing
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast
from prapazar.states.users import role_name

_STORE = "store."


class RolesState(rx.State):
    rows: list[dict[str, str]] = []
    loading: bool = True
    is_open: bool = False
    role_id: str = ""
    name: str = ""
    fixed: bool = False
    """The admin role can be looked at, not changed."""
    matrix: list[dict[str, str]] = []
    """A line per subject: label, and per verb "1", "0", or "" where it does not exist."""
    masks: list[dict[str, str]] = []
    stores: list[dict[str, str]] = []
    """{name, label, on}: name is that of the tick."""
    is_store_limited: bool = False
    needs_factor: bool = False
    fault: str = ""
    delete_open: bool = False
    version: int = 0

    @rx.event
    @allow("roles.read")
    async def load(self) -> None:
        await self._show(await current_scope(self))

    @rx.event
    @allow("roles.read")
    async def open_role(self, role_id: str) -> None:
        scope = await current_scope(self)
        roles, stores = await in_thread(_read, scope)
        role = next((one for one in roles if str(one.id) == str(role_id)), None)
        if role is not None:
            self._fill(role, stores, scope.locale)

    @rx.event
    @allow("roles.write")
    async def new_role(self) -> None:
        scope = await current_scope(self)
        _, stores = await in_thread(_read, scope)
        self._fill(None, stores, scope.locale)

    @rx.event
    @allow("roles.read")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("roles.read")
    def limit_stores(self, is_limited: bool) -> None:
        """Shows the stores to tick; what is ticked counts when the role is saved."""
        self.is_store_limited = bool(is_limited)

    @rx.event
    @allow("roles.write")
    async def save(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        ticked = {str(name) for name in values}
        try:
            if self.fixed:
                await in_thread(_require_factor, scope, self.role_id, "needs_factor" in ticked)
            else:
                await in_thread(_save, scope, self.role_id, str(values.get("name", ""))[:300], ticked)
        except AccessInvalid as wrong:
            self.fault = say(scope.locale, wrong.code)
            return
        self.is_open = False
        await toast(self, "success", say(scope.locale, "access.role_saved"))
        await self._show(scope)

    @rx.event
    @allow("roles.delete")
    def ask_delete(self, is_open: bool) -> None:
        self.delete_open = bool(is_open)

    @rx.event
    @allow("roles.delete")
    async def delete(self) -> None:
        scope = await current_scope(self)
        self.delete_open = False
        try:
            await in_thread(_delete, scope, self.role_id)
        except AccessInvalid as wrong:
            await toast(self, "error", say(scope.locale, wrong.code))
        except RoleInUse:
            await toast(self, "error", say(scope.locale, "access.role_in_use"))
        else:
            self.is_open = False
            await toast(self, "success", say(scope.locale, "access.role_deleted"))
        await self._show(scope)

    def _fill(self, role: RoleRow | None, stores: list[ChannelName], locale: Locale) -> None:
        held = set(role.permissions) if role else set()
        hidden = set(role.masks) if role else set()
        self.role_id = str(role.id) if role else ""
        self.name = role_name(role, locale) if role else ""
        self.fixed = role is not None and role.key == "admin"
        self.matrix = [
            {
                "subject": subject,
                "label": say(locale, f"permission_words.{subject}"),
                **{verb: _mark(subject, verb, held) for verb in VERBS},
            }
            for subject in SUBJECTS
        ]
        self.masks = [
            {
                "name": name,
                "label": say(locale, f"permission_words.{name}"),
                "on": "1" if name in hidden else "",
            }
            for name in PERSONAL_FIELDS
        ]
        seen = set(role.stores or ()) if role else set()
        self.stores = [
            {"name": f"{_STORE}{one.id}", "label": one.name, "on": "1" if str(one.id) in seen else ""}
            for one in stores
        ]
        self.is_store_limited = role is not None and role.stores is not None
        self.needs_factor = role is not None and role.needs_factor
        self.fault, self.is_open, self.version = "", True, self.version + 1

    async def _show(self, scope: Scope) -> None:
        found, stores = await in_thread(_read, scope)
        names = {str(one.id): one.name for one in stores}
        self.rows = [
            {
                "id": str(role.id),
                "name": role_name(role, scope.locale),
                "kind": say(scope.locale, "access.seeded" if role.key else "access.custom"),
                "people": formats.number(role.people, scope.locale),
                "permissions": formats.number(len(role.permissions), scope.locale),
                "stores": _stores(role, names, scope.locale),
                "factor": "1" if role.needs_factor else "",
            }
            for role in found
        ]
        self.loading = False


def _mark(subject: str, verb: str, held: set[str]) -> str:
    permission = f"{subject}.{verb}"
    if permission not in ALL:
        return ""
    return "1" if permission in held else "0"


def _stores(role: RoleRow, names: dict[str, str], locale: Locale) -> str:
    if role.stores is None:
        return say(locale, "access.all_stores")
    known = [names[one] for one in role.stores if one in names]
    return ", ".join(known) or say(locale, "access.no_stores")


def _read(scope: Scope) -> tuple[list[RoleRow], list[ChannelName]]:
    with db.transaction(scope) as session:
        return queries.roles(session, scope), standing.stores(session, scope)


def _save(scope: Scope, role_id: str, name: str, ticked: set[str]) -> None:
    with db.transaction(scope) as session:
        actions.save_role(
            session,
            scope,
            role_id=UUID(role_id) if role_id else None,
            name=name,
            permissions=[one for one in ALL if one in ticked],
            masks=[one for one in PERSONAL_FIELDS if one in ticked],
            stores=_ticked_stores(ticked) if "stores_limited" in ticked else None,
            needs_factor="needs_factor" in ticked,
        )
    sessions.forget_all()


def _require_factor(scope: Scope, role_id: str, is_needed: bool) -> None:
    with db.transaction(scope) as session:
        actions.require_factor(session, scope, UUID(role_id), is_needed=is_needed)
    sessions.forget_all()


def _ticked_stores(ticked: set[str]) -> list[UUID]:
    try:
        return [UUID(one.removeprefix(_STORE)) for one in ticked if one.startswith(_STORE)]
    except ValueError:
        raise AccessInvalid("stores", "access.not_a_choice") from None


def _delete(scope: Scope, role_id: str) -> None:
    with db.transaction(scope) as session:
        actions.delete_role(session, scope, UUID(role_id))
