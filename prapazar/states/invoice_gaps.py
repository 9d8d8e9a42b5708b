"""The number check: series, gaps, and explaining them."""

import reflex as rx

from prapazar.domain.invoicing import actions, gaps
from prapazar.domain.invoicing.documents import number
from prapazar.domain.invoicing.documents.number import BadNumber
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.gaps import Gap, SeriesRow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast


class InvoiceGapsState(rx.State):
    series: list[dict[str, str]] = []
    gaps: list[dict[str, str]] = []
    loading: bool = True
    explained: str = ""
    """The first number of the gap that is being explained."""
    explained_numbers: str = ""
    is_open: bool = False
    fault: str = ""

    @rx.event
    @allow("invoices.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("invoices.approve")
    def ask(self, written: str) -> None:
        found = next((row for row in self.gaps if row["number"] == written), {"number": "", "numbers": ""})
        self.explained, self.explained_numbers, self.fault = found["number"], found["numbers"], ""
        self.is_open = self.explained != ""

    @rx.event
    @allow("invoices.approve")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("invoices.approve")
    async def explain(self, values: dict[str, str]) -> None:
        """`reason`: kept for whoever inspects the books."""
        scope = await current_scope(self)
        try:
            await in_thread(_explain, scope, self.explained, str(values.get("reason", "")))
        except (InvoiceRefused, BadNumber):
            self.fault = say(scope.locale, "invoicing.reason_needed")
            return
        self.is_open = False
        await self._show()
        await toast(self, "success", say(scope.locale, "invoices.explain_done"))

    async def _show(self) -> None:
        scope = await current_scope(self)
        series, found = await in_thread(_read, scope)
        self.series = [_series(row, scope.locale) for row in series]
        self.gaps = [_gap(one, scope.locale) for one in found]
        self.loading = False


def _read(scope: Scope) -> tuple[list[SeriesRow], list[Gap]]:
    with db.transaction(scope) as session:
        return gaps.series(session, scope), gaps.gaps(session, scope)


def _explain(scope: Scope, written: str, reason: str) -> None:
    """Of every number of the gap that begins there."""
    first = number.parse(written)
    with db.transaction(scope) as session:
        for gap in gaps.gaps(session, scope):
            one = gap.number
            if one != first or gap.kind not in {"unknown", "lost"}:
                continue
            while one <= gap.until:
                actions.explain_gap(session, scope, one, reason)
                one = one.following


def _series(row: SeriesRow, locale: Locale) -> dict[str, str]:
    return {
        "id": f"{row.prefix}{row.year}",
        "prefix": row.prefix,
        "year": str(row.year),
        "range": f"{row.first} – {row.last}",
        "used": formats.number(row.used, locale),
        "void": formats.number(row.voided, locale),
        "missing": say(locale, "invoices.missing_some", count=formats.number(row.missing, locale))
        if row.missing
        else say(locale, "invoices.missing_none"),
        "tone": "bad" if row.missing else "good",
        "last": formats.short(row.last_issued_at, locale) if row.last_issued_at else "",
    }


def _gap(gap: Gap, locale: Locale) -> dict[str, str]:
    is_one = gap.number == gap.until
    return {
        "id": f"{gap.kind}{gap.number}",
        "number": str(gap.number),
        "numbers": str(gap.number) if is_one else f"{gap.number} – {gap.until}",
        "why": say(locale, f"invoices.gap_{gap.kind}", reason=gap.reason),
        "tone": "neutral" if gap.is_explained else "bad",
        "can": "" if gap.is_explained else "1",
        "href": routes.invoice(gap.invoice_id) if gap.invoice_id and gap.kind == "void" else "",
    }
