"""Who may not see buyers finds nobody on any screen, in no list, hit, toast, letter, calendar or file."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import reflex as rx
from sqlalchemy import text

from prapazar.app import screens
from prapazar.connector_kit import registry
from prapazar.domain.access import actions, sessions
from prapazar.domain.access import queries as access
from prapazar.domain.access.permissions import ALL, PERSONAL_FIELDS, PLATFORM
from prapazar.domain.planning import actions as planning
from prapazar.domain.planning.actions import addresses
from prapazar.domain.planning.enums import LinkKind
from prapazar.domain.planning.rules import Check, TaskDraft
from prapazar.flows import calendar_files, connections, exports
from prapazar.foundation import db, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.search import fold
from prapazar.states.burst import Burst, Line, spoken
from prapazar.states.palette import PaletteState
from tests.factories import forgotten, people
from tests.factories.forgotten import EMAIL, NAME, PHONE
from tests.factories.invoicing import PretendProvider
from tests.factories.tabs import Person, Tab

pytestmark = pytest.mark.usefixtures("redis_server")
_PASSWORD = "kirmizi-Balik-42"
_HIDDEN = tuple(trace for trace in forgotten.TRACES if trace != "gumushacikoy")
"""The district is a place where thousands live, and shown."""
_PLACE = re.compile(r"\[(\w+)\]")
_TABLES = {
    "order_id": "purchase_order",
    "customer_id": "customer",
    "shipment_id": "shipment",
    "invoice_id": "invoice",
    "payment_id": "payment",
    "claim_id": "claim",
    "ticket_id": "ticket",
    "connection_id": "connection",
    "variant_id": "variant",
    "product_id": "product",
    "deal": "deal",
    "question": "question",
    "task": "task",
}


@pytest.fixture
def blind(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Somebody who may do everything but see a buyer; a buyer stands everywhere, also in a task about them."""
    provider = PretendProvider()
    monkeypatch.setattr(connections, "build", lambda *_, **__: provider)
    scope = system_scope(people.merchant())
    email = f"{scope.merchant_id.hex}@magaza.example"
    with db.system_transaction() as session:
        actions.add_member(session, scope, email=email, name="Çırak", password=_PASSWORD, role_key="operator")
        session.execute(
            text(
                "UPDATE role SET permissions = to_jsonb(CAST(:all AS text[])), masks = to_jsonb(CAST(:masks AS text[]))"
                " WHERE merchant_id = :merchant AND key = 'operator'"
            ),
            {"all": list(ALL), "masks": list(PERSONAL_FIELDS), "merchant": scope.merchant_id},
        )
        key = actions.log_in(session, email, _PASSWORD)
    sessions.forget_all()
    put = forgotten.everywhere(scope)
    with db.transaction(scope) as session:
        me = session.execute(
            text("SELECT id FROM app_user WHERE email = :email"), {"email": email}
        ).scalar_one()
        # Screens know the connectors there are, not those that tests invent.
        session.execute(
            text(
                "UPDATE connection SET connector = 'trendyol' WHERE connector <> ALL(CAST(:known AS text[]))"
            ),
            {"known": list(registry.slugs())},
        )
        # Channels' words are redacted before they are kept; the factory writes them past that.
        for table in ("traffic_entry", "job_run", "webhook_refusal", "take", "bench_run"):
            session.execute(text(f"DELETE FROM {table}"))
        # What the merchant's own people say to each other of nobody in particular is theirs to read.
        session.execute(text("DELETE FROM task WHERE link_id IS NULL"))
        about = TaskDraft(
            title=f"{NAME} aranacak",
            note=PHONE,
            checklist=(Check(EMAIL),),
            due_at=now(),
            assignee_id=me,
            link=(LinkKind.ORDER.value, put.order_id),
        )
        planning.add_task(session, scope, about)
    yield Person(scope.merchant_id, key, scope)
    for path in put.files:
        path.unlink(missing_ok=True)


def _scope(who: Person) -> Scope:
    with db.system_transaction() as session:
        row = access.session_by_key(session, who.key)
    assert row is not None
    return access.scope_of(row)


def _hits(said: object) -> list[str]:
    folded = fold(str(said))
    return [trace for trace in _HIDDEN if trace in folded]


def _ids(scope: Scope) -> dict[str, UUID]:
    with db.transaction(scope) as session:
        return {
            name: session.execute(text(f'SELECT id FROM "{table}" ORDER BY id LIMIT 1')).scalar() or uuid4()
            for name, table in _TABLES.items()
        }


def _paths(ids: dict[str, UUID]) -> dict[str, list[str]]:
    """By route: its address, and those that open something on it."""
    more = {
        routes.PIPELINE: [f"?deal={ids['deal']}"],
        routes.TASKS: [f"?task={ids['task']}", "?view=board"],
        routes.INBOX: ["?view=all", f"?question={ids['question']}"],
        routes.NEW_ORDER: [f"?deal={ids['deal']}"],
        routes.NEW_CLAIM: [f"?order={ids['order_id']}"],
        routes.NEW_TICKET: [f"?order={ids['order_id']}", f"?question={ids['question']}"],
        routes.NOTIFICATIONS: ["?view=cause"],
    }
    found = {}
    for page in screens():
        path = _PLACE.sub(lambda place: str(ids.get(place[1], uuid4())), page.route)
        found[page.route] = [path, *(path + query for query in more.get(page.route, []))]
    return found


async def _shown(who: Person, paths: dict[str, list[str]]) -> tuple[dict[str, list[str]], int]:
    """By screen and variable what of the buyer is sent to the browser; how many loads that took."""
    owners = {state.get_full_name(): state for state in _states(rx.State)}
    found: dict[str, list[str]] = {}
    opened = 0
    for page in screens():
        if (
            page.permission == PLATFORM
        ):  # no role of a merchant's can hold it; its own test shows that it is refused
            continue
        for path in paths[page.route]:
            tab, seen = Tab(who, path), {}
            for event in page.on_load:
                handler: Any = getattr(event, "handler", event)
                state = seen[handler.state_full_name] = await tab.state(owners[handler.state_full_name])
                if not handler.is_background:
                    await _call(tab, handler, state)
                opened += 1
            for state in seen.values():
                for name in (*state.base_vars, *state.computed_vars):
                    if hit := _hits(getattr(state, name)):
                        found[f"{page.route} {name}"] = hit
    return found, opened


async def _call(tab: Tab, handler: Any, state: rx.State) -> None:  # noqa: ANN401 - as Tab.call
    outcome = await tab.call(handler, state)
    if hasattr(outcome, "__aiter__"):
        async for _ in outcome:
            pass


def _states(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _states(one)


def test_no_screen_shows_a_masked_role_who_bought(blind: Person) -> None:
    paths = _paths(_ids(blind.scope))

    found, opened = asyncio.run(_shown(blind, paths))

    assert (found, opened > 60) == ({}, True)


def test_no_file_hit_toast_or_calendar_names_a_buyer_to_a_masked_role(blind: Person) -> None:
    scope = _scope(blind)
    with db.transaction(scope) as session:
        key = addresses.make_address(session, scope)

    files = {what: list(one.sheet(scope, one.wanted()).rows) for what, one in exports.LISTS.items()}
    told = spoken(_news(), "tr", "1", scope.masks)
    hits = asyncio.run(_looked_for(blind, "T-1"))

    found = {what: hit for what, rows in files.items() if (hit := _hits(rows))}
    assert found == {}
    assert sum(len(rows) for rows in files.values()) > 15
    assert _hits(told) == []
    assert (_hits(hits), _hits(calendar_files.read(key).decode())) == ([], [])


def _news() -> list[Line]:
    """A ticket's and a task's, as they come to open tabs."""
    burst = Burst()
    burst.add({"text": "tickets.new", "v_number": "T-1", "v_subject": f"{NAME} soruyor"})
    burst.add(
        {"text": "tasks.reminder", "v_title": f"{NAME} aranacak", "v_when": "10:00", "v_of_person": "1"}
    )
    return burst.take()[0]


async def _looked_for(who: Person, words: str) -> list[Any]:
    tab = Tab(who, routes.HOME)
    state = await tab.state(PaletteState)
    await tab.call(PaletteState.look, state, words)
    return list(state.hits)
