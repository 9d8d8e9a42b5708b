"""One customer: who it is, what happened, what was put together and may come apart."""

import contextlib
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.customers import actions, queries, queries_one
from prapazar.domain.customers.actions import Facts
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.domain.customers.queries import CustomerFilter, Pair
from prapazar.domain.customers.queries_one import CustomerDetail
from prapazar.flows import customer_desk
from prapazar.flows.customer_desk import KINDS, Happened
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import customer_rows as rows
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_PAGE = 30
_HITS = 6


class CustomerState(rx.State):
    customer: dict[str, Any] = {}
    emails: list[str] = []
    phones: list[str] = []
    addresses: list[dict[str, str]] = []
    merges: list[dict[str, str]] = []
    pairs: list[dict[str, Any]] = []
    happened: list[dict[str, str]] = []
    kind: str = ""
    has_more: bool = False
    missing: bool = False
    loading: bool = True
    editing: bool = False
    fault: str = ""
    finding: bool = False
    hits: list[dict[str, Any]] = []
    other: dict[str, str] = {"id": "", "name": ""}
    """Who is about to be put together with this one."""
    _end: str = ""

    @rx.event
    @allow("customers.read")
    async def load(self) -> None:
        self.loading, self.missing, self.kind, self.editing = True, False, "", False
        await self._show()

    @rx.event
    @allow("customers.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("customers.read")
    async def show_kind(self, kind: str) -> None:
        self.kind = kind if kind in KINDS else ""
        await self._show()

    @rx.event
    @allow("customers.read")
    async def more(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_happened, scope, self._id(), self.kind, self._end)
        self._put_happened(found, scope, [*self.happened])

    @rx.event
    @allow("customers.write")
    def edit(self, is_open: bool) -> None:
        self.editing, self.fault = is_open is True, ""

    @rx.event
    @allow("customers.write")
    async def save(self, values: dict[str, str]) -> None:
        """`name`, `note`, `tags` parted by commas."""
        scope = await current_scope(self)
        name = None if scope.hides("buyer.name") else str(values.get("name", ""))
        facts = Facts(name, str(values.get("note", "")), str(values.get("tags", "")).split(","))
        try:
            await in_thread(_change, scope, self._id(), facts)
        except CustomerRefused as refused:
            self.fault = say(scope.locale, refused.code)
            return
        except CustomerMissing:
            return
        self.editing, self.fault = False, ""
        await self._show()
        await toast(self, "success", say(scope.locale, "customers.saved"))

    @rx.event
    @allow("customers.write")
    def find(self, is_open: bool) -> None:
        self.finding, self.hits, self.other = is_open is True, [], {"id": "", "name": ""}

    @rx.event
    @allow("customers.write")
    async def look_for(self, said: str) -> None:
        scope = await current_scope(self)
        wanted = str(said).strip()[:100]
        found = await in_thread(_hits, scope, wanted) if wanted else []
        self.hits = [one for one in found if one["id"] != self.customer.get("id")][:_HITS]

    @rx.event
    @allow("customers.write")
    def choose(self, customer_id: str) -> None:
        name = next((str(one["name"]) for one in self.hits if one["id"] == customer_id), "")
        self.other = {"id": str(customer_id), "name": name} if name else {"id": "", "name": ""}

    @rx.event
    @allow("customers.write")
    async def merge(self) -> None:
        await self._merge_with(self.other["id"])
        self.finding, self.hits, self.other = False, [], {"id": "", "name": ""}

    @rx.event
    @allow("customers.write")
    async def accept(self, suggestion_id: str) -> None:
        found = next((one for one in self.pairs if one["id"] == suggestion_id), None)
        if found is not None:
            own = str(self.customer["id"])
            await self._merge_with(found["gone"] if found["kept"] == own else found["kept"])

    @rx.event
    @allow("customers.write")
    async def dismiss(self, suggestion_id: str) -> None:
        scope = await current_scope(self)
        with contextlib.suppress(CustomerMissing, ValueError):
            await in_thread(_dismiss, scope, UUID(str(suggestion_id)))
        await self._show()

    @rx.event
    @allow("customers.write")
    async def unmerge(self, merge_id: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_unmerge, scope, UUID(str(merge_id)))
        except CustomerRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
        except (CustomerMissing, ValueError):
            pass
        else:
            await toast(self, "success", say(scope.locale, "customers.unmerged_done"))
        await self._show()

    async def _merge_with(self, other: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_merge, scope, self._id(), UUID(other))
        except CustomerRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
        except (CustomerMissing, ValueError):
            await toast(self, "warning", say(scope.locale, "customers.missing"))
        else:
            await toast(self, "success", say(scope.locale, "customers.merged_done"))
        await self._show()

    def _id(self) -> UUID:
        return UUID(str(self.customer["id"]))

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found, pairs, happened = await in_thread(_read, scope, UUID(asked), self.kind)
        except (ValueError, CustomerMissing):
            self.missing, self.loading = True, False
            return
        self.customer = rows.detail(found, scope)
        self.emails = [rows.seen(scope, one, "buyer.email") for one in found.emails]
        self.phones = [rows.seen(scope, rows.phone(one), "buyer.phone") for one in found.phones]
        self.addresses = [rows.address(one, scope) for one in found.addresses]
        self.merges = [rows.merge(one, scope) for one in found.merges]
        self.pairs = [_other_of(rows.pair(one, scope), str(found.row.id)) for one in pairs]
        self._put_happened(happened, scope, [])
        self.missing, self.loading = False, False

    def _put_happened(self, found: list[Happened], scope: Scope, before: list[dict[str, str]]) -> None:
        shown = found[:_PAGE]
        self.happened = before + [rows.happened(one, scope) for one in shown]
        self.has_more = len(found) > _PAGE
        self._end = customer_desk.cursor(shown[-1]) if shown else ""


def _other_of(pair: dict[str, Any], own: str) -> dict[str, Any]:
    """The other one's facts as `name`, `place` and so on."""
    side = "second" if pair["kept"] == own else "first"
    facts = {name.removeprefix(f"{side}_"): value for name, value in pair.items() if name.startswith(side)}
    href = routes.customer(pair["gone"] if side == "second" else pair["kept"])
    return {
        **facts,
        "id": pair["id"],
        "kept": pair["kept"],
        "gone": pair["gone"],
        "why": pair["why"],
        "href": href,
    }


def _read(scope: Scope, customer_id: UUID, kind: str) -> tuple[CustomerDetail, list[Pair], list[Happened]]:
    with db.transaction(scope) as session:
        found = queries_one.detail(session, scope, customer_id)
        pairs = queries.pairs(session, scope, customer_id=found.row.id, limit=20)
        happened = customer_desk.timeline(session, scope, customer_id, kind=kind, limit=_PAGE + 1)
        return found, pairs, happened


def _happened(scope: Scope, customer_id: UUID, kind: str, after: str) -> list[Happened]:
    with db.transaction(scope) as session:
        return customer_desk.timeline(session, scope, customer_id, kind=kind, after=after, limit=_PAGE + 1)


def _hits(scope: Scope, wanted: str) -> list[dict[str, Any]]:
    with db.transaction(scope) as session:
        found = queries.page(session, scope, CustomerFilter(search=wanted), limit=_HITS + 1)
        return [rows.shown(one, scope) for one in found]


def _change(scope: Scope, customer_id: UUID, facts: Facts) -> None:
    with db.transaction(scope) as session:
        actions.change(session, scope, customer_id, facts)


def _merge(scope: Scope, kept: UUID, gone: UUID) -> None:
    with db.transaction(scope) as session:
        actions.merge(session, scope, kept, gone)


def _unmerge(scope: Scope, merge_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.unmerge(session, scope, merge_id)


def _dismiss(scope: Scope, suggestion_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.dismiss(session, scope, suggestion_id)
