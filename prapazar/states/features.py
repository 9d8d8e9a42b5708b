"""Parts of the product on and off: a line for each, a column for the merchant and one for each role."""

from uuid import UUID

import reflex as rx

from prapazar.domain.access import features, queries, sessions
from prapazar.domain.access.errors import AccessInvalid
from prapazar.domain.access.features import FEATURES, FlagRow
from prapazar.domain.access.permissions import PLATFORM
from prapazar.domain.access.queries import RoleRow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast
from prapazar.states.users import role_name


class FeaturesState(rx.State):
    rows: list[dict[str, str]] = []
    """`feature`, `label`, `text`, `on`: of the merchant."""
    marks: dict[str, dict[str, str]] = {}
    """By feature and role: "1" on, "0" off, "-" the merchant has it off, "=" the role keeps everything."""
    roles: list[dict[str, str]] = []
    loading: bool = True
    may_merchant: bool = False

    @rx.event
    @allow("roles.read")
    async def load(self) -> None:
        await self._show(await current_scope(self))

    @rx.event
    @allow(PLATFORM)
    async def switch_merchant(self, feature: str, is_on: bool) -> None:
        await self._switch(feature, None, is_on=bool(is_on))

    @rx.event
    @allow("roles.write")
    async def switch_role(self, feature: str, role_id: str, is_on: bool) -> None:
        await self._switch(feature, str(role_id), is_on=bool(is_on))

    async def _switch(self, feature: str, role_id: str | None, *, is_on: bool) -> None:
        scope = await current_scope(self)
        try:
            role = UUID(role_id) if role_id is not None else None
            await in_thread(_write, scope, str(feature), role, is_on)
        except ValueError:
            await toast(self, "error", say(scope.locale, "access.role_unknown"))
        except AccessInvalid as wrong:
            await toast(self, "error", say(scope.locale, wrong.code))
        else:
            await toast(self, "success", say(scope.locale, "access.feature_saved"))
        await self._show(scope)

    async def _show(self, scope: Scope) -> None:
        flags, roles = await in_thread(_read, scope)
        off = {(row.feature, str(row.role_id or "")) for row in flags if not row.is_on}
        self.rows = [
            {
                "feature": name,
                "label": say(scope.locale, f"features.{name}"),
                "text": say(scope.locale, f"features.{name}_text"),
                "on": "" if (name, "") in off else "1",
            }
            for name in FEATURES
        ]
        self.roles = [{"id": str(role.id), "name": role_name(role, scope.locale)} for role in roles]
        self.marks = {name: {str(role.id): _mark(name, role, off) for role in roles} for name in FEATURES}
        self.may_merchant, self.loading = scope.can(PLATFORM), False


def _mark(feature: str, role: RoleRow, off: set[tuple[str, str]]) -> str:
    if (feature, "") in off:
        return "-"
    if role.key == "admin":
        return "="
    return "0" if (feature, str(role.id)) in off else "1"


def _read(scope: Scope) -> tuple[list[FlagRow], list[RoleRow]]:
    with db.transaction(scope) as session:
        return features.flags(session, scope), queries.roles(session, scope)


def _write(scope: Scope, feature: str, role_id: UUID | None, is_on: bool) -> None:
    with db.transaction(scope) as session:
        features.switch(session, scope, feature, role_id, is_on=is_on)
    sessions.forget_all()
