"""A campaign from its segment to the letter box and its result: each member once, whatever dies in between."""

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from prapazar.domain.campaigns import actions, queries, rules
from prapazar.domain.campaigns.enums import Arm
from prapazar.domain.campaigns.errors import CampaignRefused
from prapazar.domain.campaigns.queries import CampaignRow
from prapazar.domain.campaigns.rules import Group
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging.enums import ConsentState, Way
from prapazar.domain.planning.enums import Layer
from prapazar.domain.planning.rules import whole_days
from prapazar.flows import calendar, campaigns, messages, opting_out
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from tests.factories import campaigns as factory
from tests.factories.letters import Letterbox
from tests.factories.running import awaited

_SEND = "import sys; from uuid import UUID; from prapazar.flows import campaigns; campaigns.send(UUID(sys.argv[1]))"
_MEMBERS = 500


def _row(scope: Scope, campaign_id: UUID) -> CampaignRow:
    with db.transaction(scope) as session:
        return queries.campaign(session, scope, campaign_id)


def _result(scope: Scope, campaign_id: UUID) -> dict[Arm, Group]:
    with db.transaction(scope) as session:
        return queries.result(session, scope, _row(scope, campaign_id))


def _run(scope: Scope, campaign_id: UUID) -> None:
    """As the relay does, until nothing is left to do."""
    while campaigns.send(campaign_id):
        pass
    campaigns.send(campaign_id)
    for _ in range(2):
        messages.send_mail(scope.merchant_id)


def test_members_are_written_to_once_and_the_control_group_not(scope: Scope, letterbox: Letterbox) -> None:
    factory.customers(scope, 24)
    with db.transaction(scope) as session:
        messaging.record_consents(session, scope, Way.EMAIL, ["m1@x.com", "m2@x.com"], ConsentState.REFUSED)
        # The third and the fourth share an address.
        session.execute(text("UPDATE customer SET email = 'm3@x.com' WHERE email = 'm4@x.com'"))
    second = factory.template(scope, "B")
    made = factory.campaign(scope, control_share=25, template_b_id=second, b_share=50)

    for _ in range(2):
        _run(scope, made)

    row, found = _row(scope, made), _result(scope, made)
    told = sorted(to[0] for to, _ in letterbox.letters)
    assert sum(group.members for group in found.values()) == row.members == 24
    assert set(found) == {Arm.A, Arm.B, Arm.CONTROL}
    assert found[Arm.CONTROL].sent == 0
    assert len(told) == len(set(told)) == found[Arm.A].sent + found[Arm.B].sent
    assert {"m1@x.com", "m2@x.com", "m4@x.com"} & set(told) == set()
    assert (row.status, row.waiting) == ("sent", 0)
    assert {str(letter["Subject"]) for _, letter in letterbox.letters} == {"Kasım indirimi", "B indirimi"}
    body = letterbox.letters[0][1].get_content()
    assert "kuponunuz KASIM10" in body


def test_result_counts_what_members_bought_and_who_opted_out(scope: Scope, letterbox: Letterbox) -> None:
    factory.customers(scope, 3)
    made = factory.campaign(scope)
    _run(scope, made)
    with db.transaction(scope) as session:
        sent = session.execute(text("SELECT id FROM message ORDER BY recipient LIMIT 1")).scalar_one()
        session.execute(
            text(
                "INSERT INTO customer_purchase (id, order_id, merchant_id, customer_id, ordered_at, total,"
                " is_lira, is_counted)"
                " SELECT gen_random_uuid(), gen_random_uuid(), merchant_id, id, now(), 250, true, true FROM customer"
                " WHERE email = 'm2@x.com' UNION ALL SELECT gen_random_uuid(), gen_random_uuid(), merchant_id, id,"
                " now() - interval '1 day', 999, true, true FROM customer WHERE email = 'm3@x.com'"
            )
        )
    opting_out.opt_out(opting_out.address(scope.merchant_id, sent).rpartition("/")[2])

    found = _result(scope, made)

    assert found == {
        Arm.A: Group(members=3, sent=3, opted_out=1, buyers=1, orders=1, turnover=Decimal("250.00"))
    }


def test_worker_killed_in_the_middle_loses_and_doubles_nobody(scope: Scope, database: str) -> None:
    factory.customers(scope, _MEMBERS)
    made = factory.campaign(scope)
    engine = create_engine(database, isolation_level="AUTOCOMMIT")

    def left() -> int:
        with engine.connect() as owner:
            found: int = owner.execute(
                text("SELECT count(*) FROM campaign_member WHERE is_waiting")
            ).scalar_one()
            begun = owner.execute(text("SELECT count(*) FROM campaign_member")).scalar_one()
        return found if begun else _MEMBERS

    worker = subprocess.Popen([sys.executable, "-c", _SEND, str(made)])  # noqa: S603 - our own
    awaited(lambda: left() < _MEMBERS or worker.poll() is not None, wanted=True)
    worker.kill()
    worker.wait()
    after_death = left()
    with engine.connect() as owner:
        owner.execute(text("UPDATE outbox SET claimed_until = now() WHERE topic = 'campaigns.send'"))
    # The database may need a moment to see that the worker is gone, and until then its work is nobody else's.
    assert awaited(lambda: campaigns.send(made) + left(), 0) == 0
    engine.dispose()

    with db.transaction(scope) as session:
        whole = session.execute(
            text(
                "SELECT count(*), count(DISTINCT recipient), (SELECT count(*) FROM outbox"
                "  WHERE topic = 'messages.send_mail'), (SELECT count(DISTINCT message_id) FROM campaign_member"
                "  WHERE NOT is_waiting) FROM message"
            )
        ).one()
    assert after_death < _MEMBERS
    assert tuple(whole) == (_MEMBERS, _MEMBERS, _MEMBERS, _MEMBERS)


def test_campaign_waits_for_its_hours_and_its_approval(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    factory.customers(scope, 2)
    draft = factory.campaign(scope, approved=False, template_id=factory.template(scope, "Taslak"))
    made = factory.campaign(scope)
    monkeypatch.setattr(rules, "may_write_at", lambda at, *_: at + timedelta(hours=3))

    written = campaigns.send(draft) + campaigns.send(made)

    with db.transaction(scope) as session:
        waits = session.execute(
            text("SELECT partition FROM outbox WHERE topic = 'campaigns.send' AND available_at > now()")
        ).scalars()
        assert list(waits) == [made]
    assert (written, _row(scope, made).members, _row(scope, draft).status) == (0, 0, "draft")


def test_who_joins_the_segment_later_is_taken_in_where_it_was_wished(
    scope: Scope, letterbox: Letterbox
) -> None:
    factory.customers(scope, 2)
    made = factory.campaign(scope, takes_joiners=True)
    _run(scope, made)
    factory.customers(scope, 1, first=3)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE outbox SET available_at = now() WHERE topic = 'campaigns.send'"))

    _run(scope, made)

    assert sorted(to[0] for to, _ in letterbox.letters) == ["m1@x.com", "m2@x.com", "m3@x.com"]


def test_campaign_is_a_layer_of_the_calendar_and_is_dragged(scope: Scope) -> None:
    factory.customers(scope, 1)
    made = factory.campaign(
        scope, starts_on=factory.today() + timedelta(days=2), ends_on=factory.today() + timedelta(days=4)
    )
    span = whole_days(factory.today() + timedelta(days=5), factory.today() + timedelta(days=6))

    with db.transaction(scope) as session:
        done = calendar.move(session, scope, f"campaign:{made}", span)
        shown = [
            (one.key, one.span)
            for one in calendar.window(session, scope, now(), now() + timedelta(days=30), [Layer.CAMPAIGN])
        ]
        waits = session.execute(
            text(
                "SELECT count(*) FROM outbox WHERE topic = 'campaigns.send'"
                " AND available_at > now() + interval '3 days'"
            )
        ).scalar_one()
        calendar.undo(session, scope, done)

    row = _row(scope, made)
    assert (shown, waits) == ([(f"campaign:{made}", span)], 1)
    assert (row.starts_on, row.ends_on) == (
        factory.today() + timedelta(days=2),
        factory.today() + timedelta(days=4),
    )


def test_begun_campaign_is_neither_changed_nor_deleted(scope: Scope, letterbox: Letterbox) -> None:
    factory.customers(scope, 1)
    made = factory.campaign(scope)
    _run(scope, made)
    before = _row(scope, made)

    refused = []
    for step in (actions.delete, actions.approve, actions.ask, actions.stop):
        with pytest.raises(CampaignRefused) as error, db.transaction(scope) as session:
            step(session, scope, made)
        refused.append(error.value.code)

    assert refused == ["campaigns.begun", *["campaigns.not_now"] * 3]
    assert _row(scope, made) == before


def test_estimate_and_test_message_go_before_anybody_is_written_to(
    scope: Scope, letterbox: Letterbox
) -> None:
    factory.customers(scope, 10)
    made = factory.campaign(scope, approved=False, control_share=20)
    with db.transaction(scope) as session:
        row = queries.campaign(session, scope, made)
        found = campaigns.estimate(session, scope, row)
        campaigns.send_test(session, scope, row, Arm.A, "ben@x.com")

    messages.send_mail(scope.merchant_id)

    assert (found.reach.members, found.reach.welcome, found.messages, found.cost) == (
        10,
        10,
        8,
        Decimal("0.00"),
    )
    assert [to for to, _ in letterbox.letters] == [["ben@x.com"]]
