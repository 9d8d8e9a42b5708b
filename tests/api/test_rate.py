"""The page on which a buyer rates: looked at without effect, given once, changed, and not guessed."""

import re

from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.domain.support import actions
from prapazar.domain.support.actions import Rated, TicketDraft
from prapazar.flows import rating_links
from prapazar.foundation import db
from prapazar.foundation.scope import Scope


def _link(scope: Scope) -> str:
    with db.transaction(scope) as session:
        ticket = actions.open_ticket(session, scope, TicketDraft(subject="Kargo", name="Ayşe Er"))
    return f"/rate/{rating_links.token(scope.merchant_id, Rated(ticket_id=ticket))}"


def _given(scope: Scope) -> list[tuple[int, list[str], str]]:
    with db.transaction(scope) as session:
        return [tuple(row) for row in session.execute(text("SELECT rating, reasons, words FROM feedback"))]


def test_rating_is_given_changed_and_closed_after_a_day(client: TestClient, scope: Scope) -> None:
    link = _link(scope)

    looked = client.get(link)
    nothing = client.post(link, data={"words": "?"})
    before = _given(scope)
    first = client.post(link, data={"rating": "2", "reason": ["delivery", "packing"], "words": "<b>Geç</b>"})
    again = client.get(link)
    changed = client.post(link, data={"rating": "3"})
    with db.transaction(scope) as session:
        session.execute(text("UPDATE feedback SET created_at = created_at - interval '2 days'"))
    late = client.post(link, data={"rating": "5"})

    assert [one.status_code for one in (looked, nothing, first, again, changed, late)] == [
        200,
        422,
        200,
        200,
        200,
        409,
    ]
    assert before == []
    assert re.findall(r'value="(\w+)" checked', again.text) == ["2", "delivery", "packing"]
    assert "&lt;b&gt;Geç&lt;/b&gt;" in again.text
    assert _given(scope) == [(3, [], "")]
    assert "Ayşe" not in looked.text
    assert "<form" not in client.get(link).text


def test_rating_by_a_made_up_link_is_refused_and_tries_are_counted(client: TestClient, scope: Scope) -> None:
    answers = [client.get("/rate/bm90aGluZw").status_code for _ in range(22)]

    assert answers == [*[404] * 20, 429, 429]
    assert _given(scope) == []
