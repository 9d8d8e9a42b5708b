"""Every report by each of its dimensions, in words and as files."""

from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.reporting.reports import kinds, summing
from prapazar.flows import report_tables, reports
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


def test_every_report_is_said_by_each_of_its_dimensions(scope: Scope) -> None:
    _sold(scope)

    said: dict[str, int] = {}
    with db.transaction(scope) as session:
        for kind in kinds.KINDS.values():
            for rows in kind.dimensions:
                asked = {"period": "last_30", "rows": rows, "compare": "before"}
                table = reports.table(session, scope, kind.key, asked)
                said[f"{kind.key} by {rows}"] = len(report_tables.lines_of(table, "tr", table.rows))

    assert said["sales by province"] == 1
    assert said["profit by channel"] == 1
    assert said["channels by channel"] == 1
    assert {
        name for name, count in said.items() if count == 0 and name.startswith(("sales", "profit"))
    } == set()


def test_report_with_rates_is_written_in_every_form(scope: Scope) -> None:
    _sold(scope)
    said = {"period": "last_30", "rows": "channel", "compare": "before"}

    made = {form: reports.file(scope, "sales", said, form)[:4] for form in ("csv", "xlsx", "pdf")}

    assert (made["xlsx"], made["pdf"]) == (b"PK\x03\x04", b"%PDF")
    assert made["csv"].startswith(b"\xef\xbb\xbf")
    with db.transaction(scope) as session:
        told = session.execute(
            text("SELECT count(*) FROM audit_entry WHERE action = 'exports.made'")
        ).scalar_one()
    assert told == 3


def _sold(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        catalog.variant(session, scope, "A")
        bought = [
            orders.package("1", orders.line("869A", 2), ordered_at=now()),
            orders.package("2", orders.line("869A", 1), ordered_at=now()),
        ]
        import_packages(session, scope, shop, bought)
        summing.sum_marked(session, scope)
        summing.sum_month(session, scope, now().astimezone(ISTANBUL).date().replace(day=1), None)
        summing.refresh(session, scope)
