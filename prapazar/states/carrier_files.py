"""What goes to and comes from carriers as files: the day's list, movements, bills."""

from pathlib import Path
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.shipping import queries_bills
from prapazar.domain.shipping.queries_bills import BillRow
from prapazar.flows import bill_sheets, movement_sheets, sheet_runs
from prapazar.flows import shipment_desk as desk
from prapazar.flows.movement_sheets import RowFault
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.uploads import keep

MOVEMENTS, BILL = "movements", "bill"
_SHOWN_FAULTS = 100
_LONGEST = 80
NOTHING = {"id": "", "name": "", "what": "", "most": ""}


class CarrierFilesState(rx.State):
    carriers: list[dict[str, str]] = []
    bills: list[dict[str, str]] = []
    uploading: dict[str, str] = dict(NOTHING)
    """For which account, and what: movements or a bill; an empty `what`: nothing is open."""
    number: str = ""
    result: str = ""
    result_tone: str = ""
    faults: list[str] = []
    bill_href: str = ""
    busy: bool = False
    loading: bool = True

    @rx.event
    @allow("fulfillment.read")
    async def load(self) -> None:
        await self._show()

    @rx.event
    @allow("fulfillment.write")
    async def open_upload(self, account_id: str, what: str) -> None:
        found = next((row for row in self.carriers if row["id"] == account_id), None)
        if found is None or what not in {MOVEMENTS, BILL}:
            return
        most = bill_sheets.MOST_ROWS if what == BILL else movement_sheets.MOST_ROWS
        scope = await current_scope(self)
        self.uploading = {
            "id": found["id"],
            "name": found["name"],
            "what": what,
            "most": formats.number(most, scope.locale),
        }
        self.number, self.result, self.faults, self.bill_href = "", "", [], ""

    @rx.event
    @allow("fulfillment.write")
    def close_upload(self, is_open: bool) -> None:
        if not is_open:
            self.uploading = dict(NOTHING)

    @rx.event
    @allow("fulfillment.write")
    def set_number(self, number: str) -> None:
        self.number = str(number)[:_LONGEST]

    @rx.event
    @allow("fulfillment.write")
    async def refuse(self) -> None:
        """The browser took no file: of another kind, or more than one."""
        scope = await current_scope(self)
        self._tell(problem(scope.locale, "not_a_sheet"), "bad")

    @rx.event
    @allow("fulfillment.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        """Good rows are taken at once, the others told row by row."""
        scope = await current_scope(self)
        scope.require("fulfillment.write")
        account = next(iter(uuids([self.uploading["id"]])), None)
        if not files or account is None:
            return
        self.busy = True
        path = await in_thread(sheet_runs.upload_path, scope, files[0].name or "")
        try:
            await keep(files[0], path)
            if self.uploading["what"] == BILL:
                await self._take_bill(scope, account, path, Path(files[0].name or "").stem)
            else:
                await self._take_movements(scope, account, path)
        except SheetUnreadable as refused:
            self._tell(problem(scope.locale, refused.code), "bad")
        finally:
            self.busy = False
            await in_thread(path.unlink, missing_ok=True)
        await self._show()

    async def _take_movements(self, scope: Scope, account: UUID, path: Path) -> None:
        done = await in_thread(movement_sheets.take_in, scope, account, path)
        self.faults = told(done.faults, scope.locale)
        said = say(
            scope.locale,
            "billing.taken",
            count=formats.number(done.taken, scope.locale),
            faults=formats.number(len(done.faults), scope.locale),
        )
        self._tell(said, "wait" if done.faults else "good")

    async def _take_bill(self, scope: Scope, account: UUID, path: Path, file_name: str) -> None:
        number = self.number.strip() or file_name or "1"
        done = await in_thread(bill_sheets.take_in, scope, account, number, path)
        self.faults = told(done.faults, scope.locale)
        self.bill_href = routes.carrier_bill(done.bill_id) if done.bill_id else ""
        said = say(
            scope.locale,
            "billing.bill_taken",
            count=formats.number(done.matched, scope.locale),
            faults=formats.number(len(done.faults), scope.locale),
        )
        self._tell(said, "bad" if done.bill_id is None else "wait" if done.faults else "good")

    def _tell(self, text: str, tone: str) -> None:
        self.result, self.result_tone = text, tone

    async def _show(self) -> None:
        scope = await current_scope(self)
        accounts, bills = await in_thread(_read, scope)
        self.carriers = [
            {
                "id": str(one.id),
                "name": one.name,
                "connector": one.connector,
                "is_called": "1" if one.is_called else "",
            }
            for one in accounts
        ]
        self.bills = [bill(row, scope.locale) for row in bills]
        self.loading = False


def told(faults: Any, locale: Locale) -> list[str]:  # noqa: ANN401 - any sequence of faults
    """Each row that was not taken, and how many more there are."""
    found: list[RowFault] = list(faults)
    rows = [
        say(locale, "billing.row", row=one.row, text=say(locale, one.code, value=one.value))
        for one in found[:_SHOWN_FAULTS]
    ]
    more = len(found) - len(rows)
    return [*rows, say(locale, "billing.more_faults", count=formats.number(more, locale))] if more else rows


def bill(row: BillRow, locale: Locale) -> dict[str, str]:
    def money(value: Any) -> str:  # noqa: ANN401 - an amount
        return formats.money(value, "TRY", locale)

    return {
        "id": str(row.id),
        "number": row.number,
        "carrier": row.carrier,
        "connector": row.connector,
        "at": formats.short(row.created_at, locale),
        "person": row.person or "",
        "rows": formats.number(row.row_count, locale),
        "matched": formats.number(row.matched, locale),
        "billed": money(row.billed),
        "expected": money(row.expected),
        "over": money(row.over),
        "over_tone": "pp-bad" if row.over > 0 else "",
        "differing": formats.number(row.differing, locale),
        "disputed": formats.number(row.disputed, locale),
        "disputed_over": money(row.disputed_over),
        "unmatched": formats.number(len(row.strays), locale) if row.strays else "",
    }


def _read(scope: Scope) -> tuple[list[Any], list[BillRow]]:
    with db.transaction(scope) as session:
        return desk.carriers(session), queries_bills.bills(session, scope)
