"""A channel that usually sells at such hours and does not is told once, and over when it sells."""

from uuid import UUID, uuid4

from sqlalchemy import text

from prapazar.domain.channels.health import actions
from prapazar.flows import health, silence
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.tabs import person

_INSERT = (
    "INSERT INTO purchase_order (id, merchant_id, connection_id, external_id, number, status, has_problem, currency,"
    " line_count, unit_count, buyer_name, city, district, note, ordered_at)"
    " SELECT gen_random_uuid(), :merchant, :connection, :name || n, :name || n, 'new', false, 'TRY', 0, 0, '', '',"
    " '', '', now() - make_interval(mins => 30 * n) FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n"
)


def _orders(scope: Scope, connection_id: UUID, first: int, last: int) -> None:
    """One for each half hour ago."""
    values = {"merchant": scope.merchant_id, "connection": connection_id, "name": uuid4().hex[:8]}
    with db.transaction(scope) as session:
        session.execute(text(_INSERT), {**values, "first": first, "last": last})


def _shop_with_past(scope: Scope) -> UUID:
    """Two orders in every hour of four weeks, the last of them three and a half hours ago."""
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
    _orders(scope, shop, 7, 1_340)
    return shop


def _told(scope: Scope) -> list[int]:
    with db.transaction(scope) as session:
        found = session.execute(text("SELECT count FROM notification WHERE kind = 'channels.silent'"))
        return [row[0] for row in found]


def test_silence_is_told_once_and_over_with_the_next_order(database: str, redis_server: str) -> None:
    scope = person().scope
    shop = _shop_with_past(scope)

    told = [silence.watch() for _ in range(2)]
    [during] = health.overview(scope).channels
    _orders(scope, shop, 0, 0)
    silence.watch()
    [after] = health.overview(scope).channels

    assert (told, _told(scope)) == ([1, 0], [1])
    assert during.row.silent_since is not None
    assert during.expected is not None
    assert 5 <= during.expected <= 8
    assert (after.row.silent_since, after.expected) == (None, None)


def test_rule_of_the_store_decides(database: str, redis_server: str) -> None:
    scope = person().scope
    shop = _shop_with_past(scope)

    health.set_silence(scope, shop, is_enabled=True, orders=50, minutes=60)
    patient = silence.watch()
    health.set_silence(scope, shop, is_enabled=False, orders=1, minutes=60)
    off = silence.watch()
    health.set_silence(scope, shop, is_enabled=True, orders=3, minutes=60)

    assert (patient, off, silence.watch()) == (0, 0, 1)


def test_silence_ends_when_nobody_asks_for_it(database: str, redis_server: str) -> None:
    scope = person().scope
    shop = _shop_with_past(scope)
    silence.watch()

    health.set_silence(scope, shop, is_enabled=False, orders=5, minutes=120)
    silence.watch()

    [one] = health.overview(scope).channels
    assert one.row.silent_since is None


def test_new_store_is_never_silent(database: str, redis_server: str) -> None:
    scope = person().scope
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
    _orders(scope, shop, 60, 60)

    assert silence.watch() == 0
    with db.transaction(scope) as session:
        assert actions.mark_silent(session, scope, shop, now(), orders=5, minutes=120)
        assert not actions.mark_silent(session, scope, shop, now(), orders=5, minutes=120)
