"""A worker killed with -9 in the middle of bulk invoicing, at its numbers and at its calls: neither gap nor double."""

from uuid import uuid4

from sqlalchemy import text

from prapazar.domain.invoicing import actions, gaps
from prapazar.flows import channels
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from tests.factories import crashes, invoicing
from tests.factories.crashes import Site
from tests.factories.running import awaited
from tests.factories.stages import STAGES
from tests.factories.stages.service import DocumentStage
from tests.factories.stops import InCommit, Stop, Unanswered

MANY = 12
_STOPS = (
    InCommit("INSERT", "invoice_number", "NEW.sequence = 7"),
    Unanswered("POST", "*/Send/Xml"),
)
"""In the commit of a number, and with a document that the provider has and whose answer never came."""


def _killed(site: Site, stage: DocumentStage, stop: Stop) -> bool:
    """Whether the worker stood at the stop when it was killed."""
    site.stops.place(0, stop, stage)
    site.worker.start()
    site.look()
    reached: set[int] = awaited(site.stops.reached, {0}, seconds=120)
    site.worker.kill()
    site.stops.lift()
    site.time_passes()
    return reached == {0}


def test_bulk_invoicing_that_is_killed_leaves_neither_gap_nor_double(site: Site) -> None:
    site.scope = system_scope(crashes.new_merchant())
    stage = STAGES["nilvera"](site.server, f"kesinti{uuid4().hex[:6]}")
    assert isinstance(stage, DocumentStage)
    with db.transaction(site.scope) as session:
        provider = channels.connect(
            session,
            site.scope,
            connector=stage.slug,
            name=stage.account,
            environment=stage.environment,
            values={**stage.settings, **stage.credentials},
        )
        seller = {**invoicing.SELLER, "tax_id": stage.seller}
        invoicing.seller(session, site.scope, 0, providers=[provider], seller=seller, is_test=True)
        # A channel that takes no invoices itself.
        orders = invoicing.sold(session, site.scope, MANY, connector="google_feed")
        session.execute(text("DELETE FROM outbox"))
        actions.start_run(session, site.scope, orders)

    stood = [_killed(site, stage, stop) for stop in _STOPS]
    site.worker.start()
    site.settle()

    numbers = [row[0] for row in site.rows("SELECT number FROM invoice ORDER BY number")]
    ettns = [str(row[0]) for row in site.rows("SELECT uuid FROM invoice ORDER BY number")]
    kept = [stage.kept(ettn) for ettn in ettns]
    assert stood == [True] * len(stood)
    assert [int(number[-9:]) for number in numbers] == list(range(1, MANY + 1))
    assert [one and (one["number"], one["copies"]) for one in kept] == [(number, 1) for number in numbers]
    assert {row[0] for row in site.rows("SELECT status FROM invoice")} <= {"sent", "delivered"}
    assert tuple(site.rows("SELECT status, done, failed FROM invoice_run")[0]) == ("done", MANY, 0)
    with db.transaction(site.scope) as session:
        assert gaps.gaps(session, site.scope) == []
