"""The people of the merchant: who they are, inviting, role, access."""

from uuid import UUID

import reflex as rx

from prapazar.domain.access import actions, queries, sessions
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.queries import MemberRow, RoleRow
from prapazar.flows import people
from prapazar.foundation import db, formats
from prapazar.foundation.mail import MailNotSent
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast


class UsersState(rx.State):
    rows: list[dict[str, str]] = []
    roles: list[dict[str, str]] = []
    count_label: str = ""
    loading: bool = True
    invite_open: bool = False
    busy: bool = False
    faults: dict[str, str] = {"email": "", "role": ""}
    suspend_id: str = ""
    suspend_name: str = ""
    suspend_open: bool = False

    @rx.event
    @allow("users.read")
    async def load(self) -> None:
        await self._show(await current_scope(self))

    @rx.event
    @allow("users.write")
    def ask_invite(self, is_open: bool) -> None:
        self.invite_open, self.faults = bool(is_open), {"email": "", "role": ""}

    @rx.event
    @allow("users.write")
    async def invite(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        email, role = str(values.get("email", ""))[:300], _id(values.get("role"))
        self.faults = {"email": "", "role": ""}
        try:
            is_new = await in_thread(_invite, scope, email, role)
        except AccessInvalid as wrong:
            field = wrong.field if wrong.field in self.faults else "email"
            self.faults = {**self.faults, field: say(scope.locale, wrong.code)}
            return
        except MailNotSent:
            await toast(self, "warning", say(scope.locale, "access.mail_not_sent"))
        else:
            key = "access.invited" if is_new else "access.added"
            await toast(self, "success", say(scope.locale, key, email=email.strip()))
        self.invite_open = False
        await self._show(scope)

    @rx.event
    @allow("users.write")
    async def invite_again(self, user_id: str) -> None:
        scope = await current_scope(self)
        person = _id(user_id)
        try:
            email = await in_thread(people.invite_again, scope, person) if person else ""
        except AccessInvalid as wrong:
            await toast(self, "error", say(scope.locale, wrong.code))
        except MailNotSent:
            await toast(self, "warning", say(scope.locale, "access.mail_not_sent"))
        else:
            await toast(self, "success", say(scope.locale, "access.invited", email=email))

    @rx.event
    @allow("users.write")
    async def set_role(self, user_id: str, role_id: str) -> None:
        await self._change(user_id, "access.role_changed", role_id=_id(role_id))

    @rx.event
    @allow("users.write")
    def ask_suspend(self, user_id: str, name: str) -> None:
        self.suspend_id, self.suspend_name, self.suspend_open = str(user_id), str(name)[:120], True

    @rx.event
    @allow("users.write")
    def close_suspend(self, is_open: bool) -> None:
        self.suspend_open = bool(is_open)

    @rx.event
    @allow("users.write")
    async def suspend(self) -> None:
        self.suspend_open = False
        await self._change(self.suspend_id, "access.suspended", is_suspended=True)

    @rx.event
    @allow("users.write")
    async def restore(self, user_id: str) -> None:
        await self._change(user_id, "access.restored", is_suspended=False)

    async def _change(
        self, user_id: str, done: str, *, role_id: UUID | None = None, is_suspended: bool | None = None
    ) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_write, scope, _id(user_id), role_id, is_suspended)
        except AccessInvalid as wrong:
            await toast(self, "error", say(scope.locale, wrong.code))
        else:
            await toast(self, "success", say(scope.locale, done))
        await self._show(scope)

    async def _show(self, scope: Scope) -> None:
        members, roles = await in_thread(_read, scope)
        self.rows = [_row(member, scope) for member in members]
        self.roles = [{"value": str(role.id), "label": role_name(role, scope.locale)} for role in roles]
        self.count_label = formats.number(len(members), scope.locale)
        self.loading = False


def role_name(role: RoleRow | MemberRow, locale: Locale) -> str:
    """A seeded role in the reader's language; one that people made as they named it."""
    key, name = (role.key, role.name) if isinstance(role, RoleRow) else (role.role_key, role.role_name)
    return say(locale, f"role_names.{key}") if key and knows(f"role_names.{key}") else name


def _row(member: MemberRow, scope: Scope) -> dict[str, str]:
    state = "closed" if member.is_suspended else "waiting" if member.is_waiting else "active"
    last = member.last_login_at
    return {
        "id": str(member.user_id),
        "name": member.name,
        "email": member.email,
        "role_id": str(member.role_id),
        "role": role_name(member, scope.locale),
        "state": state,
        "tone": {"closed": "bad", "waiting": "wait", "active": "good"}[state],
        "state_label": say(scope.locale, f"access.{state}"),
        "last": formats.short(last, scope.locale) if last else say(scope.locale, "access.never"),
        "own": "1" if member.user_id == scope.user_id else "",
    }


def _read(scope: Scope) -> tuple[list[MemberRow], list[RoleRow]]:
    with db.transaction(scope) as session:
        known = queries.roles(session, scope) if scope.can("roles.read") else []
        return queries.members(session, scope), known


def _invite(scope: Scope, email: str, role_id: UUID | None) -> bool:
    if role_id is None:
        raise AccessInvalid("role", "access.role_unknown")
    return people.invite(scope, email, role_id)


def _write(scope: Scope, user_id: UUID | None, role_id: UUID | None, is_suspended: bool | None) -> None:
    if user_id is None or (role_id is None and is_suspended is None):
        raise AccessInvalid("user", "access.not_a_member")
    with db.system_transaction() as session:
        if role_id is not None:
            actions.set_member_role(session, scope, user_id, role_id)
        if is_suspended is not None:
            actions.set_suspended(session, scope, user_id, is_suspended=is_suspended)
    sessions.forget_all()


def _id(value: object) -> UUID | None:
    """What comes from a browser may be anything."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
