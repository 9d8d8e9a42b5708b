"""The invoice screens: worklists, one document from draft to payment, runs, gaps, settings."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.invoicing import actions
from prapazar.foundation import db, routes
from prapazar.states import invoice_rows
from prapazar.states.invoice import InvoiceState
from prapazar.states.invoice_gaps import InvoiceGapsState
from prapazar.states.invoice_run import InvoiceRunState
from prapazar.states.invoice_settings import InvoiceSettingsState
from prapazar.states.invoices import InvoicesState
from prapazar.states.order_invoices import OrderInvoicesState
from prapazar.states.orders import OrdersState
from prapazar.states.take_payment import TakePaymentState
from tests.factories import invoicing
from tests.factories.tabs import Person, Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _prepared(count: int) -> tuple[Person, list[UUID]]:
    who = person()
    with db.transaction(who.scope) as session:
        invoicing.seller(session, who.scope)
        return who, invoicing.sold(session, who.scope, count)


def _draft(who: Person, order: UUID) -> UUID:
    with db.transaction(who.scope) as session:
        return actions.draft(session, who.scope, order)


def _sent(who: Person, invoice_id: UUID) -> None:
    with db.transaction(who.scope) as session:
        actions.number(session, who.scope, invoice_id, alias=None)
        actions.record_sent(session, who.scope, invoice_id, "x")


def test_list_is_parted_into_worklists_with_sums(database: str) -> None:
    who, orders = _prepared(3)
    drafts = [_draft(who, order) for order in orders]
    _sent(who, drafts[0])

    async def walk() -> list[Any]:
        tab = Tab(who, "/invoices?view=draft")
        state = await tab.state(InvoicesState)
        await tab.call(InvoicesState.load, state)
        seen: list[Any] = [(len(state.rows), state.total_label)]
        await tab.call(InvoicesState.select, state, [row["id"] for row in state.rows], True)
        await tab.call(InvoicesState.send, state)
        await tab.call(InvoicesState.show_view, state, "all")
        seen.append(sorted(row["status"] for row in state.rows))
        return [*seen, [one["value"] for one in state.sums]]

    drafted, statuses, sums = asyncio.run(walk())

    assert (drafted, statuses) == ((2, "2"), ["Gönderildi", "Sırada", "Sırada"])
    assert sums == ["₺500,01", "₺99,99", "₺600,00", "₺0,00"]


def test_document_is_changed_issued_paid_and_given_back(database: str) -> None:
    who, [order] = _prepared(1)
    invoice_id = _draft(who, order)

    async def walk() -> list[Any]:
        tab = Tab(who, routes.invoice(invoice_id))
        state = await tab.state(InvoiceState)
        await tab.call(InvoiceState.load, state)
        seen: list[Any] = [
            (state.invoice["number"], state.draft["name"], [one["value"] for one in state.sums])
        ]
        changed = {**state.draft, "name": "Güneş Ofis A.Ş.", "tax_id": "905030112"}
        await tab.call(InvoiceState.ask_edit, state, True)
        await tab.call(InvoiceState.save, state, changed)
        seen.append(state.fault)
        await tab.call(InvoiceState.save, state, {**changed, "tax_id": "9050301125", "notes": "Teşekkürler"})
        seen.append((state.edit_open, state.invoice["buyer"], state.draft["notes"]))
        _sent(who, invoice_id)
        with db.transaction(who.scope) as session:
            session.execute(text("UPDATE invoice SET paid = 0"))
        await tab.call(InvoiceState.load, state)
        money = await tab.state(TakePaymentState)
        await tab.call(TakePaymentState.load, money)
        await tab.call(TakePaymentState.ask, money, True)
        await tab.call(TakePaymentState.choose_way, money, "cash")
        await tab.call(TakePaymentState.take, money, {"amount": "500"})
        seen.append(money.fault)
        await tab.call(TakePaymentState.take, money, {"amount": "150,50"})
        await tab.call(InvoiceState.load, state)
        seen.append(
            (money.is_open, state.invoice["paid"], state.invoice["settlement"], money.money["settle"])
        )
        await tab.call(InvoiceState.ask_return, state, "return")
        back = {one["id"]: one["left"] for one in state.returnable}
        await tab.call(InvoiceState.give_back, state, dict.fromkeys(back, "9"))
        seen.append(state.fault)
        await tab.call(InvoiceState.give_back, state, back)
        await tab.call(InvoiceState.load, state)
        return [*seen, [one["status"] for one in state.related]]

    assert asyncio.run(walk()) == [
        ("Taslak", "Şule Iğdırlıoğlu", ["₺166,67", "₺33,33", "₺200,00"]),
        "Alıcının vergi numarası 10 ya da 11 hane olmalı: 905030112",
        (False, "Güneş Ofis A.Ş.", "Teşekkürler"),
        "Kalan tutardan fazla olamaz: 200.00",
        (False, "₺150,50", "Açık", "Kısmen ödendi"),
        "Her satıra 0 ile kalan adet arasında bir sayı yazın; en az bir satır dolu olsun",
        ["Taslak"],
    ]


def test_orders_are_invoiced_in_bulk_and_alone(database: str) -> None:
    who, orders = _prepared(2)

    async def walk() -> list[Any]:
        tab = Tab(who, "/orders")
        listed = await tab.state(OrdersState)
        await tab.call(OrdersState.load, listed)
        asked = []
        for wanted in ([], [row["id"] for row in listed.rows]):
            await tab.call(OrdersState.select, listed, wanted, True)
            await tab.call(OrdersState.ask_invoices, listed, True)
            asked.append(listed.invoicing)
        await tab.call(OrdersState.invoice_many, listed)
        asked.append(listed.invoicing)
        run_tab = Tab(who, routes.INVOICE_RUN)
        run = await run_tab.state(InvoiceRunState)
        await run_tab.call(InvoiceRunState.load, run)
        seen: list[Any] = [asked, (run.run["label"], len(run.rows), run.percent)]
        await run_tab.call(InvoiceRunState.cancel, run)
        seen.append((run.run["is_open"], run.run["is_cancelled"]))
        order_tab = Tab(who, routes.order(orders[0]))
        card = await order_tab.state(OrderInvoicesState)
        await order_tab.call(OrderInvoicesState.load, card)
        await order_tab.call(OrderInvoicesState.make, card, "invoice")
        await order_tab.call(OrderInvoicesState.load, card)
        return [*seen, (card.is_left, card.is_part, [row["status"] for row in card.rows])]

    assert asyncio.run(walk()) == [
        [False, True, False],
        ("0 / 2 faturalandı, 0 sorunlu", 2, 0),
        ("", "1"),
        (False, False, ["Sırada"]),
    ]


def test_news_of_other_invoices_leave_the_question_for_units_open() -> None:
    who, [order, other] = _prepared(2)

    async def walk() -> list[tuple[bool, bool, int]]:
        tab = Tab(who, f"/orders/{order}")
        card = await tab.state(OrderInvoicesState)
        await tab.call(OrderInvoicesState.load, card)
        await tab.call(OrderInvoicesState.ask_part, card, True)
        seen = []
        for invoiced in (other, order):
            _draft(who, invoiced)
            await tab.call(OrderInvoicesState.news, card)
            seen.append((card.part_open, card.is_left, len(card.rows)))
        await tab.call(OrderInvoicesState.load, card)
        return [*seen, (card.part_open, card.is_left, len(card.rows))]

    assert asyncio.run(walk()) == [(True, True, 0), (True, False, 1), (False, False, 1)]


def test_gaps_are_told_and_explained(database: str) -> None:
    who, [first, second] = _prepared(2)
    for order in (first, second):
        _sent(who, _draft(who, order))
    with db.transaction(who.scope) as session:
        session.execute(text("DELETE FROM invoice_number WHERE sequence = 1"))

    async def walk() -> list[Any]:
        tab = Tab(who, routes.INVOICE_GAPS)
        state = await tab.state(InvoiceGapsState)
        await tab.call(InvoiceGapsState.load, state)
        seen: list[Any] = [(state.series[0]["missing"], state.gaps[0]["tone"])]
        await tab.call(InvoiceGapsState.ask, state, state.gaps[0]["number"])
        await tab.call(InvoiceGapsState.explain, state, {"reason": " "})
        seen.append((state.is_open, state.fault))
        await tab.call(InvoiceGapsState.explain, state, {"reason": "Yedekten dönüldü"})
        return [*seen, (state.is_open, state.series[0]["missing"], state.gaps[0]["why"])]

    assert asyncio.run(walk()) == [
        ("1 numara", "bad"),
        (True, "Nedenini yazın"),
        (False, "Eksik yok", "Boşta: Yedekten dönüldü"),
    ]


def test_settings_are_checked_and_kept(database: str) -> None:
    who = person()

    async def walk() -> list[Any]:
        tab = Tab(who, routes.INVOICE_SETTINGS)
        state = await tab.state(InvoiceSettingsState)
        await tab.call(InvoiceSettingsState.load, state)
        good = {**state.values, **invoicing.SELLER, "carriers": "Aras; Aras Kargo A.Ş.; 1234567808"}
        await tab.call(
            InvoiceSettingsState.save, state, {**good, "tax_id": "1234567891", "series_einvoice": "ef"}
        )
        seen: list[Any] = [{name: said for name, said in state.faults.items() if said}]
        await tab.call(InvoiceSettingsState.save, state, {**good, "first_earchive": "101", "due_days": "30"})
        return [*seen, (state.version, state.values["name"], state.values["carriers"], state.official)]

    assert asyncio.run(walk()) == [
        {
            "tax_id": "Kontrol hanesi tutmuyor",
            "series_einvoice": "Seri üç büyük harf ya da rakamdır: ABC",
        },
        (1, invoicing.SELLER["name"], "Aras; Aras Kargo A.Ş.; 1234567808", False),
    ]


def test_refusal_and_what_it_is_about_are_one_sentence() -> None:
    said = invoice_rows.refusal("hepsiburada.not_packed", "4100000023", "en")

    assert said == (
        "Hepsiburada has no package of this order; a label is there once it is packed: 4100000023"
    )
