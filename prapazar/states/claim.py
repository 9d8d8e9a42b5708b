"""One claim: its lines and evidence, the decision, the goods that come back, the refund."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.aftersales import actions, queries
from prapazar.domain.aftersales.enums import Verdict
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused, CodeUnknown
from prapazar.domain.aftersales.queries import ClaimDetail
from prapazar.domain.aftersales.records import Decision
from prapazar.domain.files import actions as files
from prapazar.domain.files.actions import KeptFile
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.files.errors import FileMissing, FileRefused
from prapazar.domain.files.rules import MOST_BYTES
from prapazar.domain.invoicing.errors import InvoiceMissing, InvoiceRefused
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.domain.stock.errors import VariantUnknown
from prapazar.flows import claim_invoices, claims, evidence, payment_desk
from prapazar.flows.evidence import Rule
from prapazar.flows.payment_desk import ClaimPayment
from prapazar.foundation import db, formats, routes
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.scope import Locale, PermissionDenied, Scope
from prapazar.foundation.texts import say
from prapazar.states import invoice_rows, payment_rows
from prapazar.states.claim_rows import ShownClaimLine, event, line, page
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

Work = Callable[[Session, Scope, UUID], object]


class ClaimState(rx.State):
    claim: dict[str, str] = {}
    lines: list[ShownClaimLine] = []
    events: list[dict[str, str]] = []
    files: list[dict[str, str]] = []
    evidence_rule: str = ""
    """What the channel takes of them."""
    going: str = ""
    """What goes to the channel with a rejection."""
    reasons: list[dict[str, str]] = []
    chosen: list[str] = []
    """Lines a decision is made about; none: all that wait."""
    loading: bool = True
    missing: bool = False
    reject_open: bool = False
    approve_open: bool = False
    refund_open: bool = False
    ways: list[dict[str, str]] = []
    """How a refund can go: by hand, or through a payment of the order."""
    fault: str = ""
    counted: str = ""
    """What the scanner read last, said aloud by the page."""
    version: int = 0
    """Grows when something was typed in and taken, so that its fields are empty again."""

    @rx.event
    @allow("claims.read")
    async def load(self) -> None:
        self.chosen, self.fault, self.counted = [], "", ""
        self.reject_open = self.approve_open = self.refund_open = False
        await self._show()

    @rx.event
    @allow("claims.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("claims.approve")
    def choose(self, line_id: str, is_chosen: bool) -> None:
        others = [one for one in self.chosen if one != line_id]
        self.chosen = [*others, str(line_id)][:200] if is_chosen else others

    @rx.event
    @allow("claims.approve")
    def ask_approve(self, is_open: bool) -> None:
        self.approve_open = bool(is_open)

    @rx.event
    @allow("claims.approve")
    def ask_reject(self, is_open: bool) -> None:
        self.reject_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("claims.approve")
    def ask_refund(self, is_open: bool) -> None:
        self.refund_open, self.fault = bool(is_open), ""

    @rx.event
    @allow("claims.approve")
    async def approve(self) -> None:
        decided = await self._decide(Verdict.APPROVE, "", "")
        self.approve_open = False
        if not decided:
            await toast(self, "error", self.fault)

    @rx.event
    @allow("claims.approve")
    async def reject(self, values: dict[str, str]) -> None:
        """`reason`, `note`."""
        reason, note = str(values.get("reason", ""))[:100], str(values.get("note", ""))
        self.reject_open = not await self._decide(Verdict.REJECT, reason, note)

    @rx.event
    @allow("claims.write")
    async def scan(self, values: dict[str, str]) -> None:
        code = str(values.get("code", ""))[:100]
        self.version += 1
        before = {one["id"]: one["title"] for one in self.lines}
        scope = await current_scope(self)
        try:
            found = await in_thread(_scan, scope, self._id(), code)
        except (CodeUnknown, ClaimMissing):
            self.counted = ""
            await toast(self, "error", say(scope.locale, "claims.code_unknown"))
            return
        self.counted = say(scope.locale, "claims.counted", title=before.get(str(found), ""))
        await self._show()

    @rx.event
    @allow("claims.write")
    async def receive_all(self) -> None:
        await self._do(_receive_all)

    @rx.event
    @allow("claims.write")
    async def inspect(self, values: dict[str, str]) -> None:
        """`line`, `good`, `scrap`, `verdict`."""
        line_id = next(iter(uuids([str(values.get("line", ""))])), None)
        if line_id is None:
            return
        good, scrap = _units(values.get("good")), _units(values.get("scrap"))
        verdict = str(values.get("verdict", ""))

        def work(session: Session, scope: Scope, claim_id: UUID) -> None:
            actions.inspect(session, scope, claim_id, line_id, good=good, scrap=scrap, verdict=verdict)

        await self._do(work, "claims.inspected_done")

    @rx.event
    @allow("claims.write")
    async def close(self, is_closed: bool) -> None:
        await self._do(
            lambda session, scope, one: actions.close(session, scope, one, is_closed=bool(is_closed))
        )

    @rx.event
    @allow("claims.approve")
    async def refund(self, values: dict[str, str]) -> None:
        """`amount`, `note`, `way`: the payment it goes through; none where the buyer was given it by hand."""
        scope = await current_scope(self)
        try:
            amount = rounded(parse_amount(str(values.get("amount", ""))) or Decimal(0))
        except ValueError:
            amount = Decimal(0)
        note, way = str(values.get("note", "")), uuids([str(values.get("way", ""))])
        try:
            await in_thread(_refund, scope, self._id(), amount, note, way[0] if way else None)
        except ClaimRefused as error:
            self.fault = say(scope.locale, error.code)
            return
        except PaymentRefused as refused:
            self.fault = payment_rows.refusal(refused.code, refused.detail, scope.locale)
            return
        self.refund_open, self.fault = False, ""
        await self._show()

    @rx.event
    @allow("invoices.write")
    async def draft_return(self, form: str) -> "EventSpec | None":
        """`return` or `credit_note`, of what was accepted or came back."""
        scope = await current_scope(self)
        try:
            made = await in_thread(_draft_return, scope, self._id(), form == "credit_note")
        except InvoiceRefused as refused:
            await toast(self, "warning", invoice_rows.refusal(refused.code, refused.detail, scope.locale))
            return None
        except (ClaimMissing, InvoiceMissing):
            return None
        await toast(self, "success", say(scope.locale, "invoices.return_done"))
        return rx.redirect(routes.invoice(made[0]))

    @rx.event
    @allow("claims.write")
    async def add_note(self, values: dict[str, str]) -> None:
        words = str(values.get("note", "")).strip()
        if words:
            self.version += 1
            await self._do(lambda session, scope, one: actions.add_note(session, scope, one, words))

    @rx.event
    @allow("claims.write")
    async def upload(self, sent: list[rx.UploadFile]) -> None:
        scope = await current_scope(self)
        for file in sent[:10]:
            data = await file.read(MOST_BYTES + 1)
            try:
                await in_thread(_keep, scope, self._id(), str(file.name or ""), bytes(data))
            except FileRefused:
                await toast(self, "error", say(scope.locale, "claims.evidence_refused"))
            else:
                await toast(self, "success", say(scope.locale, "claims.evidence_kept"))
        await self._show()

    @rx.event
    @allow("claims.write")
    async def remove_file(self, file_id: str) -> None:
        scope = await current_scope(self)
        for one in uuids([str(file_id)]):
            await in_thread(_remove, scope, one)
        await self._show()

    async def _decide(self, verdict: Verdict, reason: str, note: str) -> bool:
        scope = await current_scope(self)
        decision = Decision(self._id(), verdict, tuple(uuids(self.chosen)), reason, note)
        try:
            await in_thread(_decide, scope, decision)
        except (ClaimRefused, ClaimMissing) as error:
            self.fault = say(scope.locale, getattr(error, "code", "claims.missing"))
            return False
        self.chosen, self.fault = [], ""
        await self._show()
        await toast(self, "success", say(scope.locale, "claims.decided"))
        return True

    async def _do(self, work: Work, done: str = "") -> None:
        scope = await current_scope(self)
        try:
            await in_thread(_work, scope, self._id(), work)
        except ClaimRefused as error:
            await toast(self, "error", say(scope.locale, error.code))
            return
        except VariantUnknown:
            await toast(self, "error", say(scope.locale, "claims.article_unknown"))
            return
        except ClaimMissing:
            return
        await self._show()
        if done:
            await toast(self, "success", say(scope.locale, done))

    def _id(self) -> UUID:
        return next(iter(uuids([self.claim.get("id", "")])), UUID(int=0))

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found, kept, ways = await in_thread(_read, scope, UUID(asked))
        except (ValueError, ClaimMissing):
            self.missing, self.loading = True, False
            return
        locale, currency = scope.locale, found.claim.currency
        rule = evidence.rules(found.claim.connector)
        self.claim = page(found, scope)
        self.lines = [line(masking.row(scope, row, "note"), currency, locale) for row in found.lines]
        self.chosen = [one["id"] for one in self.lines if one["decidable"] and one["id"] in self.chosen]
        self.events = [
            event(replace(row, values=masking.values(scope, row.values)), currency, locale)
            for row in found.events
        ]
        self.reasons = [
            {"value": "", "label": say(locale, "claims.choose_reason")},
            *({"value": code, "label": name} for code, name in found.reasons),
        ]
        self.files = [
            {
                "id": str(file.id),
                "name": file.name,
                "is_picture": "1" if file.content_type.startswith("image/") else "",
                "at": formats.short(file.created_at, locale),
                "goes": "1" if evidence.goes(rule, file) else "",
            }
            for file in (masking.row(scope, one, "name") for one in kept)
        ]
        self.evidence_rule = _rule(rule, locale)
        self.going = _going(rule, [one["name"] for one in self.files if one["goes"]], locale)
        self.ways = [
            {
                "value": str(one.id),
                "label": say(
                    locale,
                    "claims.way_payment" if one.is_card else "claims.way_hand_payment",
                    card=one.card or one.reference,
                    left=formats.money(one.left, one.currency, locale),
                ),
            }
            for one in ways
        ]
        self.ways.append({"value": "", "label": say(locale, "claims.way_none")})
        self.missing, self.loading = False, False


def _rule(rule: Rule | None, locale: Locale) -> str:
    if rule is None:
        return say(locale, "claims.evidence_stays")
    kinds = ", ".join(one.rpartition("/")[2].upper() for one in rule.kinds)
    size = formats.number(Decimal(rule.bytes) / 1_000_000, locale, places=0)
    key = "claims.evidence_wanted" if rule.is_needed else "claims.evidence_taken"
    return say(locale, key, kinds=kinds, count=rule.files, size=size)


def _going(rule: Rule | None, names: list[str], locale: Locale) -> str:
    if rule is None:
        return ""
    if not names:
        return say(locale, "claims.reject_files_none")
    return say(locale, "claims.reject_files", names=", ".join(names[: rule.files]))


def _units(typed: object) -> int:
    said = str(typed or "").strip()
    return int(said) if said.isdecimal() and len(said) < 7 else 0  # noqa: PLR2004 - no parcel holds a million


def _read(scope: Scope, claim_id: UUID) -> tuple[ClaimDetail, list[KeptFile], list[ClaimPayment]]:
    with db.transaction(scope) as session:
        found = queries.detail(session, scope, claim_id)
        kept = files.listed(session, scope, Subject.CLAIM, [claim_id])
        return found, kept, payment_desk.payments_of_claim(session, scope, claim_id)


def _decide(scope: Scope, decision: Decision) -> None:
    with db.transaction(scope) as session:
        claims.decide_one(session, scope, decision)


def _scan(scope: Scope, claim_id: UUID, code: str) -> UUID:
    with db.transaction(scope) as session:
        return actions.receive_code(session, scope, claim_id, code)


def _receive_all(session: Session, scope: Scope, claim_id: UUID) -> None:
    found = queries.detail(session, scope, claim_id)
    actions.receive(session, scope, claim_id, {one.id: one.quantity - one.received for one in found.lines})


def _refund(scope: Scope, claim_id: UUID, amount: Decimal, note: str, payment_id: UUID | None) -> None:
    with db.transaction(scope) as session:
        if payment_id is None:
            actions.record_refund(session, scope, claim_id, amount, note=note)
        else:
            payment_desk.refund_claim(session, scope, claim_id, payment_id, amount, note)


def _work(scope: Scope, claim_id: UUID, work: Work) -> None:
    with db.transaction(scope) as session:
        work(session, scope, claim_id)


def _keep(scope: Scope, claim_id: UUID, name: str, data: bytes) -> None:
    with db.transaction(scope) as session:
        queries.detail(session, scope, claim_id)
        files.keep(session, scope, Subject.CLAIM, claim_id, FileKind.EVIDENCE, name, data)


def _remove(scope: Scope, file_id: UUID) -> None:
    try:
        with db.transaction(scope) as session:
            files.remove(session, scope, file_id)
    except (FileMissing, PermissionDenied):
        return


def _draft_return(scope: Scope, claim_id: UUID, is_credit_note: bool) -> list[UUID]:
    with db.transaction(scope) as session:
        return claim_invoices.draft_return(session, scope, claim_id, is_credit_note=is_credit_note)
