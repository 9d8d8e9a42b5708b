"""One document: what it says, what happened to it, and what can be done about it."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import actions, content, drafting, queries, queries_left, rules
from prapazar.domain.invoicing.actions import Changes
from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.records import (
    Address,
    Party,
    Profile,
)
from prapazar.domain.invoicing.errors import DocumentFaulty, InvoiceMissing, InvoiceRefused
from prapazar.domain.invoicing.queries import InvoiceDetail
from prapazar.domain.invoicing.queries_left import ReturnableLine
from prapazar.foundation import db, routes
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import invoice_facts
from prapazar.states.guard import allow
from prapazar.states.invoice_rows import event, refusal
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_COMPANY_LENGTH = 10
_PARTS = ("city", "district", "street", "postcode")
Work = Callable[[Session, Scope, UUID], object]


class InvoiceState(rx.State):
    invoice: dict[str, str] = {}
    lines: list[dict[str, str]] = []
    sums: list[dict[str, str]] = []
    faults: list[dict[str, str]] = []
    events: list[dict[str, str]] = []
    related: list[dict[str, str]] = []
    draft: dict[str, str] = {}
    """Values of the edit form."""
    exemptions: list[dict[str, str]] = []
    withholdings: list[dict[str, str]] = []
    missing: bool = False
    loading: bool = True
    edit_open: bool = False
    cancel_open: bool = False
    discard_open: bool = False
    mail_open: bool = False
    return_form: str = ""
    """Of the dialog that asks what comes back."""
    returnable: list[dict[str, str]] = []
    shares: list[dict[str, str]] = []
    can_share: bool = False
    fault: str = ""
    """Of the dialog that is open."""

    @rx.event
    @allow("invoices.read")
    async def load(self) -> None:
        self.loading, self.missing = True, False
        await self._show()

    @rx.event
    @allow("invoices.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("invoices.write")
    async def issue(self) -> None:
        await self._do(actions.issue, "invoices.issue_done")

    @rx.event
    @allow("invoices.write")
    def ask_edit(self, is_open: bool) -> None:
        self.edit_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("invoices.delete")
    def ask_cancel(self, is_open: bool) -> None:
        self.cancel_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("invoices.delete")
    def ask_discard(self, is_open: bool) -> None:
        self.discard_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("invoices.write")
    async def save(self, values: dict[str, str]) -> None:
        """The edit form's values, all of them texts."""
        scope = await current_scope(self)
        said = {name: str(value).strip()[:500] for name, value in values.items()}
        if scope.masks:
            found, _ = await in_thread(_read, scope, UUID(self.invoice["id"]))
            known = invoice_facts.draft(found, content.read(found.content))
            said = invoice_facts.unhidden(said, known, scope)
        try:
            changes = _changes(said)
        except ValueError:
            self.fault = say(scope.locale, "invoices.settings_wrong")
            return
        except InvoiceRefused as refused:
            self.fault = refusal(refused.code, refused.detail, scope.locale)
            return
        work = lambda session, scope, one: actions.change(session, scope, one, changes)  # noqa: E731 - as the others
        if await self._do(work, "invoices.edit_done"):
            self.edit_open = False

    @rx.event
    @allow("invoices.delete")
    async def cancel(self, values: dict[str, str]) -> None:
        """`reason`: what is kept and, where it takes one, told to the provider."""
        reason = str(values.get("reason", ""))
        work = lambda session, scope, one: actions.ask_cancel(session, scope, one, reason)  # noqa: E731 - as the others
        if await self._do(work, "invoices.cancel_done"):
            self.cancel_open = False

    @rx.event
    @allow("invoices.delete")
    async def discard(self, values: dict[str, str]) -> "EventSpec | None":
        reason = str(values.get("reason", ""))
        work = lambda session, scope, one: actions.discard(session, scope, one, reason)  # noqa: E731 - as the others
        if not await self._do(work, "invoices.discard_done"):
            return None
        self.discard_open = False
        return rx.redirect(routes.INVOICES) if self.missing else None

    @rx.event
    @allow("invoices.write")
    def ask_return(self, form: str) -> None:
        """`return` or `credit_note`; empty closes."""
        self.return_form, self.fault = (str(form) if form in {"return", "credit_note"} else ""), ""

    @rx.event
    @allow("invoices.write")
    def close_return(self, is_open: bool) -> None:
        if not is_open:
            self.return_form = ""

    @rx.event
    @allow("invoices.write")
    async def give_back(self, values: dict[str, str]) -> "EventSpec | None":
        """Units by the line's place on the invoice."""
        scope = await current_scope(self)
        known = {one["id"]: Decimal(one["left"]) for one in self.returnable}
        try:
            units = {int(name[1:]): parse_amount(str(values.get(name, "")).strip() or "0") for name in known}
        except ValueError:
            self.fault = say(scope.locale, "invoices.units_wrong")
            return None
        if not any(units.values()) or any(
            not 0 <= units[int(one[1:])] <= left for one, left in known.items()
        ):
            self.fault = say(scope.locale, "invoices.units_wrong")
            return None
        is_note = self.return_form == "credit_note"
        try:
            made = await in_thread(_give_back, scope, UUID(self.invoice["id"]), units, is_note)
        except (InvoiceRefused, InvoiceMissing, ValueError, KeyError) as error:
            await self._say(scope, error)
            return None
        self.return_form = ""
        await toast(self, "success", say(scope.locale, "invoices.return_done"))
        return rx.redirect(routes.invoice(made))

    @rx.event
    @allow("invoices.write")
    async def share_again(self) -> None:
        await self._do(actions.share_again, "invoices.share_done")

    @rx.event
    @allow("invoices.write")
    def ask_mail(self, is_open: bool) -> None:
        self.mail_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("invoices.write")
    async def mail(self, values: dict[str, str]) -> None:
        """`to`: where the buyer reads letters."""
        address = str(values.get("to", ""))[:250]
        work = lambda session, scope, one: actions.ask_to_mail(session, scope, one, address)  # noqa: E731 - as the others
        if await self._do(work, "invoices.mail_done"):
            self.mail_open = False

    async def _do(self, work: Work, done: str) -> bool:
        scope = await current_scope(self)
        try:
            await in_thread(_run, scope, UUID(self.invoice.get("id", "")), work)
        except (InvoiceRefused, InvoiceMissing, DocumentFaulty, ValueError) as error:
            await self._say(scope, error)
            return False
        await self._show()
        await toast(self, "success", say(scope.locale, done))
        return True

    async def _say(self, scope: Scope, error: Exception) -> None:
        said = say(scope.locale, "invoices.missing")
        if isinstance(error, InvoiceRefused):
            said = refusal(error.code, error.detail, scope.locale)
        elif isinstance(error, DocumentFaulty):
            first = error.faults[0]
            said = first.english if scope.locale == "en" else first.turkish
        if self.edit_open or self.cancel_open or self.discard_open or self.mail_open or self.return_form:
            self.fault = said
        else:
            await toast(self, "warning", said)

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found, back = await in_thread(_read, scope, UUID(asked))
        except (ValueError, InvoiceMissing):
            self.missing, self.loading = True, False
            return
        document = content.read(found.content)
        self.invoice = invoice_facts.facts(found, document, scope)
        self.lines, self.sums = invoice_facts.lines(document, scope.locale)
        self.faults = invoice_facts.faults(found, scope.locale)
        self.events = [event(row, scope.locale) for row in found.events]
        self.related = [
            {
                "href": routes.invoice(one.id),
                "label": one.number or say(scope.locale, "invoices.draft_number"),
                "status": say(scope.locale, f"invoices.status_{one.status}"),
            }
            for one in found.related
        ]
        self.draft = invoice_facts.hidden_draft(invoice_facts.draft(found, document), scope)
        self.returnable = [invoice_facts.returnable(one, scope) for one in back]
        self.shares = [invoice_facts.share(one, scope) for one in found.shares]
        self.can_share = any(one.status != "done" for one in found.shares)
        self.exemptions, self.withholdings = invoice_facts.choices(scope.locale)
        self.missing, self.loading = False, False


def _run(scope: Scope, invoice_id: UUID, work: Work) -> None:
    with db.transaction(scope) as session:
        work(session, scope, invoice_id)


def _read(scope: Scope, invoice_id: UUID) -> tuple[InvoiceDetail, list[ReturnableLine]]:
    with db.transaction(scope) as session:
        found = queries.detail(session, scope, invoice_id)
        back: list[ReturnableLine] = []
        if found.row.kind == "sale" and found.row.status in rules.WITH_RECIPIENT:
            back = queries_left.returnable(session, scope, invoice_id, found.content)
        return found, [one for one in back if one.left]


def _give_back(scope: Scope, invoice_id: UUID, units: dict[int, Decimal], is_credit_note: bool) -> UUID:
    chosen = {place: quantity for place, quantity in units.items() if quantity}
    with db.transaction(scope) as session:
        return actions.draft_return(
            session, scope, invoice_id, quantities=chosen, is_credit_note=is_credit_note
        )


def _changes(said: dict[str, str]) -> Changes:
    """Raises InvoiceRefused, ValueError."""
    number, name = said.get("tax_id", ""), said.get("name", "")
    if not name:
        raise ValueError(name)
    is_company = len(number) == _COMPANY_LENGTH
    first, family = drafting.person(name)
    try:
        buyer = Party(
            tax_id=number,
            name=name if is_company else "",
            first_name="" if is_company else first,
            family_name="" if is_company else family,
            tax_office=said.get("tax_office", ""),
            address=Address(**{part: said.get(part) or "-" for part in _PARTS[:2]}, **_rest(said)),
            email=said.get("email", ""),
        )
    except ValueError as error:
        raise InvoiceRefused("invoicing.buyer_tax_number", number) from error
    code, _, percent = said.get("withholding", "").partition("/")
    rate, wanted = said.get("rate", ""), said.get("scenario", "")
    return Changes(
        buyer=buyer,
        notes=tuple(line for line in said.get("notes", "").splitlines() if line.strip()),
        rate=Decimal(rate.replace(",", ".")) if rate else None,
        exemption=said.get("exemption", ""),
        withholding=Withholding(code, Decimal(percent)) if code else None,
        wanted_profile=Profile(wanted) if wanted else None,
    )


def _rest(said: dict[str, str]) -> dict[str, str]:
    return {part: said.get(part, "") for part in _PARTS[2:]}
