"""Files of shipped orders: with tracking, since the last file, and those without a number named."""

from uuid import UUID

from sqlalchemy import text

from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.orders import actions
from prapazar.domain.orders.enums import OrderStatus
from prapazar.flows import file_channels, file_runs, order_reports, shipment_files
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import open_sheet
from tests.factories.files import connected, counted, counts, errors, run, taken, uploaded


def made(scope: Scope, shop: UUID, *, only_new: bool) -> tuple[RunRow, list[list[str]]]:
    run_id = shipment_files.ask(scope, shop, only_new=only_new)
    file_runs.make(run_id)
    file = file_channels.made_file(scope, run_id)
    assert file is not None
    return run(scope, run_id), [cells for _, cells in open_sheet(file.path).rows()]


def ship(scope: Scope, number: str, tracking: str | None) -> None:
    with db.transaction(scope) as session:
        order_id = session.execute(
            text("SELECT id FROM purchase_order WHERE number = :number"), {"number": number}
        ).scalar_one()
        actions.move(session, scope, [order_id], OrderStatus.PICKING)
        actions.move(session, scope, [order_id], OrderStatus.PACKED)
        actions.move(
            session,
            scope,
            [order_id],
            OrderStatus.SHIPPED,
            carrier="Yurtiçi Kargo",
            tracking_number=tracking,
        )


def test_shipped_orders_leave_with_their_tracking(scope: Scope, redis_server: str) -> None:
    counted(scope, "CAY", 10)
    shop = connected(scope)
    taken(scope, shop, uploaded(scope, [f"S-{n};20.11.2026;Yeni;CAY;Çay;1;5;Ali;Ankara;;" for n in range(3)]))
    ship(scope, "S-0", "YK-1")
    ship(scope, "S-1", None)

    found, rows = made(scope, shop, only_new=True)

    assert counts(found) == ("done", 2, 1, 0, 0, 1)
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [("S-0", "Kargoda", "Yurtiçi Kargo", "YK-1")]
    assert errors(found) == [(0, "Takip No", "no_tracking", "S-1")]


def test_next_file_holds_what_was_shipped_since_the_last(scope: Scope, redis_server: str) -> None:
    counted(scope, "CAY", 10)
    shop = connected(scope)
    taken(scope, shop, uploaded(scope, [f"S-{n};20.11.2026;Yeni;CAY;Çay;1;5;Ali;Ankara;;" for n in range(2)]))
    ship(scope, "S-0", "YK-1")
    made(scope, shop, only_new=True)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE shipment_package SET shipped_at = shipped_at - interval '1 hour'"))
    ship(scope, "S-1", "YK-2")

    _, news = made(scope, shop, only_new=True)
    _, everything = made(scope, shop, only_new=False)

    assert [row[3] for row in news] == ["YK-2"]
    assert sorted(row[3] for row in everything) == ["YK-1", "YK-2"]


def test_no_step_is_said_to_be_told_to_a_channel_that_nobody_calls(scope: Scope, redis_server: str) -> None:
    counted(scope, "CAY", 10)
    shop = connected(scope)
    taken(scope, shop, uploaded(scope, ["S-0;20.11.2026;Yeni;CAY;Çay;1;5;Ali;Ankara;;"]))
    ship(scope, "S-0", "YK-1")

    order_reports.report_steps(shop)

    with db.transaction(scope) as session:
        kinds = session.execute(text("SELECT DISTINCT kind FROM order_event")).scalars().all()
        waiting = session.execute(
            text("SELECT count(*) FROM outbox WHERE topic = 'orders.report_status'")
        ).scalar_one()
    assert ("reported" in kinds, waiting) == (False, 0)
