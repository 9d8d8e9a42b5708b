"""The inbox: a suggested template with the product's facts, sent, and taken back before it leaves."""

import asyncio
from datetime import UTC, datetime

from prapazar.domain.aftersales import actions
from prapazar.domain.aftersales.enums import QuestionStatus
from prapazar.domain.aftersales.records import IncomingQuestion
from prapazar.domain.stock import actions as stock
from prapazar.foundation import db
from prapazar.states.inbox import InboxState
from tests.factories import catalog
from tests.factories.tabs import Tab, person

_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_question_is_answered_by_a_template_and_taken_back(database: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        channel = catalog.connection(session, who.scope)
        variant = catalog.variant(session, who.scope, "A1")
        stock.set_on_hand(session, who.scope, [stock.StockCount(variant, 12)])
        catalog.listing(session, who.scope, channel, variant, "869A1")
        asked = [
            IncomingQuestion(
                name,
                QuestionStatus.WAITING,
                _AT,
                "Stokta kaldı mı?",
                customer_name="Ayşe Y.",
                listing_external_id="869A1",
            )
            for name in ("Q1", "Q2")
        ]
        actions.take_questions(session, who.scope, channel, asked)
        actions.save_template(
            session, who.scope, None, "Stok", "Merhaba {customer}, {stock} adet var; {renk}.", ["stok"]
        )

    async def walk() -> tuple[list[object], list[object], list[object]]:
        tab = Tab(who, "/inbox")
        state = await tab.state(InboxState)
        await tab.call(InboxState.load, state)
        await tab.call(InboxState.open, state, state.rows[0]["id"])
        await tab.call(InboxState.use, state, state.suggested[0]["id"])
        begun: list[object] = [len(state.rows), len(state.of_customer), state.draft]
        await tab.call(InboxState.send, state)
        stopped: list[object] = [state.fault, state.question["sending"]]
        await tab.call(InboxState.set_draft, state, "Evet, 12 adet var.")
        await tab.call(InboxState.send, state)
        sent: list[object] = [state.question["sending"], state.question["status"]]
        await tab.call(InboxState.undo, state)
        return begun, stopped, [*sent, state.question["sending"], state.draft]

    begun, stopped, sent = asyncio.run(walk())

    assert begun == [2, 1, "Merhaba Ayşe Y., 12 adet var; {renk}."]
    assert stopped == ["Dolmamış alan var: renk", ""]
    assert sent == ["1", "Yanıt yolda", "", "Evet, 12 adet var."]
