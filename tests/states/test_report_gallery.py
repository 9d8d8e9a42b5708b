"""Files a worker writes, as the person who waits for them sees them."""

import asyncio
from uuid import UUID

import pytest

from prapazar.domain.access import queries, sessions
from prapazar.domain.reporting.reports import exports
from prapazar.foundation import db, routes
from prapazar.states.report_gallery import ExportsState
from tests.factories.tabs import Person, Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


@pytest.mark.parametrize(
    ("total", "done", "expected"),
    [
        (12_000, 3_000, ("12.000 satırın 3.000 tanesi yazıldı", 25)),
        (0, 3_000, ("3.000 satır yazıldı", -1)),
        (2_000, 3_000, ("3.000 satır yazıldı", -1)),
    ],
)
def test_progress_is_of_the_whole_where_the_whole_is_known(
    total: int, done: int, expected: tuple[str, int]
) -> None:
    who = person()
    row = sessions.load(who.key)
    assert row is not None
    scope = queries.scope_of(row)
    with db.transaction(scope) as session:
        begun = exports.begin(session, scope, "orders", {}, "csv", total)
        exports.take_up(session, scope, begun)
        exports.advance(session, scope, begun, done)

    assert asyncio.run(_seen(who, begun)) == expected


async def _seen(who: Person, begun: UUID) -> tuple[str, int]:
    tab = Tab(who, routes.export(begun))
    state = await tab.state(ExportsState)
    await tab.call(ExportsState.load, state)
    return state.run["label"], state.percent
