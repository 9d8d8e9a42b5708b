"""The people of the merchant: who they are, inviting, role, access."""

from uuid import UUID

import reflex as rx

from prapazar.domain.access import actions, queries, sessions
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.permissions import ALL, PERSONAL_FIELDS, PLATFORM, SUPPLIER_ROLE
from prapazar.domain.access.queries import Face, MemberRow, RoleRow, Sight, SupplierRow
from prapazar.domain.channels import queries as channels
from prapazar.flows import own_account, people
from prapazar.foundation import db, formats, routes
from prapazar.foundation.mail import MailNotSent
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.session import LoggedOut, current_scope, in_thread, leave_for, session_row
from prapazar.states.toast import toast

_NO_FAULTS = {"email": "", "role": "", "supplier": ""}


class UsersState(rx.State):
    rows: list[dict[str, str]] = []
    roles: list[dict[str, str]] = []
    suppliers: list[dict[str, str]] = []
    """{value, label}, nobody first; empty where the merchant has none."""
    count_label: str = ""
    loading: bool = True
    invite_open: bool = False
    busy: bool = False
    asks_supplier: bool = False
    """The role chosen in the dialog is that of a supplier."""
    faults: dict[str, str] = dict(_NO_FAULTS)
    suspend_id: str = ""
    suspend_name: str = ""
    suspend_open: bool = False
    preview_open: bool = False
    preview_name: str = ""
    preview_role: str = ""
    preview_can: dict[str, bool] = {}
    preview_masks: str = ""
    preview_stores: str = ""
    preview_supplier: str = ""
    """Of whom alone they see anything."""
    act_open: bool = False
    act_id: str = ""
    act_name: str = ""
    factor_open: bool = False
    _of_suppliers: list[str] = []
    """Ids of the roles whose people work for a supplier."""

    @rx.event
    @allow("users.read")
    async def load(self) -> None:
        await self._show(await current_scope(self))

    @rx.event
    @allow("users.write")
    def ask_invite(self, is_open: bool) -> None:
        self.invite_open, self.faults = bool(is_open), dict(_NO_FAULTS)
        self.asks_supplier = bool(self.roles) and self.roles[0]["value"] in self._of_suppliers

    @rx.event
    @allow("users.write")
    def choose_role(self, role_id: str) -> None:
        self.asks_supplier = str(role_id) in self._of_suppliers

    @rx.event
    @allow("users.write")
    async def invite(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        email, role = str(values.get("email", ""))[:300], _id(values.get("role"))
        supplier = _id(values.get("supplier")) if str(role) in self._of_suppliers else None
        self.faults = dict(_NO_FAULTS)
        try:
            is_new = await in_thread(_invite, scope, email, role, supplier)
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
    async def set_supplier(self, user_id: str, supplier_id: str) -> None:
        """Of whose packages and articles alone they see anything; "": of nobody's."""
        scope = await current_scope(self)
        try:
            await in_thread(_bind, scope, _id(user_id), str(supplier_id))
        except AccessInvalid as wrong:
            await toast(self, "error", say(scope.locale, wrong.code))
        else:
            await toast(self, "success", say(scope.locale, "access.supplier_changed"))
        await self._show(scope)

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

    @rx.event
    @allow("users.read")
    async def preview(self, user_id: str) -> None:
        """The menus of the person, as their own screens draw them."""
        scope = await current_scope(self)
        try:
            seen, names = await in_thread(_sight, scope, _id(user_id))
        except AccessInvalid as wrong:
            await toast(self, "error", say(scope.locale, wrong.code))
            return
        everything = "*" in seen.permissions
        self.preview_can = {one: everything or one in seen.permissions for one in (*ALL, PLATFORM)}
        self.preview_name = seen.name
        self.preview_role = _named(seen.role_key, seen.role_name, scope.locale)
        masked = [
            say(scope.locale, f"permission_words.{one}") for one in PERSONAL_FIELDS if one in seen.masks
        ]
        self.preview_masks = ", ".join(masked) or say(scope.locale, "access.no_masks")
        self.preview_stores = (
            ", ".join(names)
            if seen.stores
            else say(scope.locale, "access.all_stores" if seen.stores is None else "access.no_stores")
        )
        self.preview_supplier = (
            "" if seen.supplier is None else seen.supplier or say(scope.locale, "access.no_supplier_yet")
        )
        self.preview_open = True

    @rx.event
    @allow("users.read")
    def close_preview(self, is_open: bool) -> None:
        self.preview_open = bool(is_open)

    @rx.event
    @allow(PLATFORM)
    def ask_act(self, user_id: str, name: str) -> None:
        self.act_id, self.act_name, self.act_open = str(user_id), str(name)[:120], True

    @rx.event
    @allow(PLATFORM)
    def close_act(self, is_open: bool) -> None:
        self.act_open = bool(is_open)

    @rx.event
    @allow(PLATFORM)
    async def act(self) -> None:
        """In the person's place from here on: the tab begins anew as theirs."""
        self.act_open = False
        row = await session_row(self.router_data)
        if row is None:
            raise LoggedOut
        try:
            await in_thread(own_account.begin_impersonation, row, _known(self.act_id))
        except AccessInvalid as wrong:
            await toast(self, "error", say(row.locale, wrong.code))
        else:
            await leave_for(self, routes.HOME)

    @rx.event
    @allow(PLATFORM)
    def ask_factor(self, user_id: str, name: str) -> None:
        self.act_id, self.act_name, self.factor_open = str(user_id), str(name)[:120], True

    @rx.event
    @allow(PLATFORM)
    def close_factor(self, is_open: bool) -> None:
        self.factor_open = bool(is_open)

    @rx.event
    @allow(PLATFORM)
    async def take_away_factor(self) -> None:
        self.factor_open = False
        row = await session_row(self.router_data)
        if row is None:
            raise LoggedOut
        try:
            await in_thread(own_account.take_away_factor, row, _known(self.act_id))
        except AccessInvalid as wrong:
            await toast(self, "error", say(row.locale, wrong.code))
        else:
            await toast(self, "success", say(row.locale, "access.factor_taken_away"))
        await self._show(await current_scope(self))

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
        members, faces, roles, suppliers = await in_thread(_read, scope)
        nobody = {"value": "", "label": say(scope.locale, "access.no_supplier")}
        self.suppliers = [
            nobody,
            *({"value": str(one.id), "label": one.name} for one in suppliers),
        ]
        self._of_suppliers = [str(role.id) for role in roles if role.key == SUPPLIER_ROLE]
        self.rows = [_row(member, faces[member.user_id], scope) for member in members]
        self.roles = [{"value": str(role.id), "label": role_name(role, scope.locale)} for role in roles]
        self.count_label = formats.number(len(members), scope.locale)
        self.loading = False


def role_name(role: RoleRow | MemberRow, locale: Locale) -> str:
    """A seeded role in the reader's language; one that people made as they named it."""
    key, name = (role.key, role.name) if isinstance(role, RoleRow) else (role.role_key, role.role_name)
    return _named(key, name, locale)


def _named(key: str | None, name: str, locale: Locale) -> str:
    return say(locale, f"role_names.{key}") if key and knows(f"role_names.{key}") else name


def _row(member: MemberRow, face: Face, scope: Scope) -> dict[str, str]:
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
        "supplier_id": str(member.supplier_id or ""),
        "supplier": member.supplier,
        # Who holds a supplier's role is asked for one; whoever has one keeps the choice.
        "of_supplier": "1" if member.role_key == SUPPLIER_ROLE or member.supplier_id else "",
        "unbound": "1" if member.role_key == SUPPLIER_ROLE and not member.supplier_id else "",
        "factor": "1" if face.has_factor else "",
        "factor_label": say(scope.locale, "access.factor_on" if face.has_factor else "access.factor_off"),
        "photo": routes.photo(member.user_id, face.photo),
        "initial": member.name[:1],
        "actable": "1" if state == "active" and not member.is_super_admin else "",
    }


def _read(scope: Scope) -> tuple[list[MemberRow], dict[UUID, Face], list[RoleRow], list[SupplierRow]]:
    with db.transaction(scope) as session:
        known = queries.roles(session, scope) if scope.can("roles.read") else []
        suppliers = queries.suppliers(session, scope)
    with db.system_transaction() as session:
        return queries.members(session, scope), queries.faces(session, scope), known, suppliers


def _invite(scope: Scope, email: str, role_id: UUID | None, supplier_id: UUID | None) -> bool:
    if role_id is None:
        raise AccessInvalid("role", "access.role_unknown")
    return people.invite(scope, email, role_id, supplier_id)


def _bind(scope: Scope, user_id: UUID | None, supplier_id: str) -> None:
    chosen = _id(supplier_id)
    if user_id is None or (supplier_id and chosen is None):
        raise AccessInvalid("user", "access.not_a_member")
    with db.system_transaction() as session:
        actions.set_member_supplier(session, scope, user_id, chosen)
    sessions.forget_all()


def _write(scope: Scope, user_id: UUID | None, role_id: UUID | None, is_suspended: bool | None) -> None:
    if user_id is None or (role_id is None and is_suspended is None):
        raise AccessInvalid("user", "access.not_a_member")
    with db.system_transaction() as session:
        if role_id is not None:
            actions.set_member_role(session, scope, user_id, role_id)
        if is_suspended is not None:
            actions.set_suspended(session, scope, user_id, is_suspended=is_suspended)
    sessions.forget_all()


def _sight(scope: Scope, user_id: UUID | None) -> tuple[Sight, list[str]]:
    if user_id is None:
        raise AccessInvalid("user", "access.not_a_member")
    with db.system_transaction() as session:
        seen = queries.sight(session, scope, user_id)
    with db.transaction(scope) as session:
        known = {str(one.id): one.name for one in channels.names(session, scope)}
    return seen, [known[one] for one in seen.stores or () if one in known]


def _known(user_id: str) -> UUID:
    found = _id(user_id)
    if found is None:
        raise AccessInvalid("user", "access.not_a_member")
    return found


def _id(value: object) -> UUID | None:
    """What comes from a browser may be anything."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
