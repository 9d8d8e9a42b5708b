"""What people chose to hear: by which way, when, and each thing once."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from prapazar.domain.messaging import actions, queries
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.messaging.rules import Choice
from prapazar.domain.messaging.wording import of_cause
from prapazar.flows import messages, notices
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope
from tests.factories import messages as factory
from tests.factories import people
from tests.factories.letters import Letterbox
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database", "redis_server")


@pytest.fixture
def ayse() -> Member:
    return people.member(people.merchant(), email="ayse@example.com")


def _choose(who: Member, **changes: object) -> None:
    with db.transaction(who.scope) as session:
        actions.choose(session, who.scope, Choice(**changes))  # type: ignore[arg-type]  # fields of a choice


def _failed(scope: Scope, code: str, place: str, count: int = 1, level: str = "error") -> None:
    with db.transaction(scope) as session:
        actions.notify(
            session,
            scope,
            "channels.failed",
            permission="channels.read",
            level=level,
            group_key=f"channels.failed:{place}:{code}",
            values={"channel": place, "code": code},
            count=count,
        )


def test_four_thousand_failures_are_three_lines(ayse: Member) -> None:
    scope = system_scope(ayse.merchant_id)
    codes = ("connector.unavailable", "connector.auth_failed", "connector.rate_limited")
    with db.transaction(scope) as session:
        for number in range(4_000):
            place = f"Mağaza {number % 40}"
            actions.notify(
                session,
                scope,
                "channels.failed",
                permission="channels.read",
                level="error",
                group_key=f"channels.failed:{place}:{codes[number % 3]}",
                values={"channel": place, "code": codes[number % 3]},
            )

    with db.transaction(ayse.scope) as session:
        found = queries.causes(session, ayse.scope)
        assert sorted((one.cause, one.count, one.places, one.unread) for one in found) == [
            ("connector.auth_failed", 1333, 40, 40),
            ("connector.rate_limited", 1333, 40, 40),
            ("connector.unavailable", 1334, 40, 40),
        ]
        actions.mark_cause_read(session, ayse.scope, "channels.failed", "connector.auth_failed")
        assert queries.unread_count(session, ayse.scope) == 80


def test_cause_in_several_stores_names_how_many_and_which(ayse: Member) -> None:
    scope = system_scope(ayse.merchant_id)
    for place in ("Trendyol", "N11", "Hepsiburada"):
        _failed(scope, "connector.unavailable", place)
    _failed(scope, "connector.auth_failed", "N11", 2)
    with db.transaction(scope) as session:
        for place, rate in (("Trendyol", "0.59"), ("N11", "0.07")):
            actions.notify(
                session,
                scope,
                "channels.breach_late",
                permission="channels.read",
                level="error",
                group_key=f"channels.breach_late:{place}",
                values={"channel": place, "rate": rate},
            )

    with db.transaction(ayse.scope) as session:
        found = {(one.kind, one.cause): one for one in queries.causes(session, ayse.scope)}

    everywhere = found["channels.failed", "connector.unavailable"]
    one_store = found["channels.failed", "connector.auth_failed"]
    differing = found["channels.breach_late", ""]
    assert (everywhere.stores, of_cause(everywhere, "en")) == (
        ["Hepsiburada", "N11", "Trendyol"],
        "3 stores: a call to the channel failed",
    )
    assert (one_store.stores, of_cause(one_store, "tr")) == (["N11"], "N11: kanal çağrısı başarısız")
    assert (differing.stores, differing.values["channel"]) == (["N11", "Trendyol"], "N11")


def test_digest_comes_by_the_clock_of_the_persons_own_time_zone(ayse: Member) -> None:
    _choose(ayse, rules={"channels": {"email": "digest"}}, digest_at=9 * 60)
    scope = system_scope(ayse.merchant_id)

    hours = []
    for zone in ("Europe/Istanbul", "Pacific/Kiritimati"):
        with db.system_transaction() as session:
            session.execute(text("UPDATE app_user SET time_zone = :zone"), {"zone": zone})
            session.execute(text("DELETE FROM outbox"))
        _failed(scope, "connector.unavailable", zone)
        with db.transaction(scope) as session:
            due = session.execute(text("SELECT available_at FROM outbox WHERE topic = 'messages.tell'"))
            hours.append(f"{due.scalar_one().astimezone(ZoneInfo(zone)):%H:%M}")

    assert hours == ["09:00", "09:00"]


def test_what_gathers_goes_in_one_letter_and_never_again(ayse: Member, letterbox: Letterbox) -> None:
    _choose(ayse, rules={"channels": {"email": "now"}})
    scope = system_scope(ayse.merchant_id)
    for place in ("Trendyol", "N11"):
        _failed(scope, "connector.unavailable", place, 7)

    assert notices.tell(scope.merchant_id) == 0  # its moment has not come
    for _ in range(2):
        factory.due(scope)
        notices.tell(scope.merchant_id)
        messages.send_mail(scope.merchant_id)
    _failed(scope, "connector.unavailable", "N11")  # the same one counts on, and was told
    factory.due(scope)
    notices.tell(scope.merchant_id)
    messages.send_mail(scope.merchant_id)

    [(to, letter)] = letterbox.letters
    assert (to, letter["Subject"]) == (["ayse@example.com"], "2 yeni bildirim")
    assert letter.get_content().splitlines()[:2] == [
        "- N11: kanal çağrısı başarısız (7 kez)",
        "- Trendyol: kanal çağrısı başarısız (7 kez)",
    ]


def test_what_was_read_on_screen_is_not_told_again(ayse: Member) -> None:
    _choose(ayse, rules={"channels": {"email": "digest"}})
    scope = system_scope(ayse.merchant_id)
    _failed(scope, "connector.unavailable", "N11")
    with db.transaction(ayse.scope) as session:
        actions.mark_read(session, ayse.scope)
    factory.due(scope)

    notices.tell(scope.merchant_id)

    assert factory.log(scope) == []


def test_subject_turned_off_makes_no_line_and_no_bell(ayse: Member) -> None:
    other = people.member(ayse.merchant_id, "integrator")
    _choose(ayse, rules={"channels": {"in_app": "off"}})
    scope = system_scope(ayse.merchant_id)

    with db.transaction(scope) as session:
        told = actions.notify(session, scope, "channels.failed", permission="channels.read", level="error")
        [event] = session.info["live_events"]
        counts = queries.unread_counts(session, scope, [ayse.user_id, other.user_id])

    assert (told, event["muted"], counts) == (1, str(ayse.user_id), {other.user_id: 1})


def test_notification_for_one_person_reaches_nobody_else(ayse: Member) -> None:
    other = people.member(ayse.merchant_id, "integrator")
    scope = system_scope(ayse.merchant_id)

    with db.transaction(scope) as session:
        actions.notify(session, scope, "channels.failed", permission="*", people=[other.user_id])
        [event] = session.info["live_events"]
        counts = queries.unread_counts(session, scope, [ayse.user_id, other.user_id])

    assert (event["only"], counts) == (str(other.user_id), {other.user_id: 1})


def test_sms_without_an_account_says_so_in_the_log(ayse: Member) -> None:
    _choose(ayse, rules={"orders": {"sms": "now"}}, phone="0532 111 22 33")
    scope = system_scope(ayse.merchant_id)
    with db.transaction(scope) as session:
        actions.notify(session, scope, "orders.parked", permission="repairs.read", values={"channel": "N11"})
    factory.due(scope)

    notices.tell(scope.merchant_id)

    assert factory.log(scope) == [
        (
            "sms",
            "blocked",
            "+905321112233",
            "N11: okunamayan sipariş onarım bekliyor",
            "messages.no_account",
        )
    ]


def test_suspended_person_is_told_nothing(ayse: Member) -> None:
    _choose(ayse, rules={"channels": {"email": "now"}})
    scope = system_scope(ayse.merchant_id)
    _failed(scope, "connector.unavailable", "N11")
    with db.system_transaction() as session:
        session.execute(text("UPDATE membership SET is_suspended = true"))
    factory.due(scope)

    notices.tell(scope.merchant_id)

    assert factory.log(scope) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"rules": {"orders": {"sms": "now"}}}, ("messages.phone_needed", "phone")),
        ({"phone": "yok"}, ("messages.phone_wrong", "phone")),
        ({"quiet_from": 60}, ("messages.quiet_half", "quiet_to")),
        ({"rules": {"orders": {"email": "often"}}}, ("messages.not_a_choice", "rules")),
        ({"rules": {"weather": {"email": "now"}}}, ("messages.not_a_choice", "rules")),
        ({"digest_at": 1440}, ("messages.clock_wrong", "quiet_from")),
    ],
    ids=["no-phone", "odd-phone", "half-quiet", "no-mode", "no-subject", "no-clock"],
)
def test_odd_choices_are_refused_and_change_nothing(
    ayse: Member, changes: dict[str, object], refusal: tuple[str, str]
) -> None:
    with pytest.raises(MessageRefused) as refused:
        _choose(ayse, **changes)

    with db.transaction(ayse.scope) as session:
        kept = actions.choice(session, ayse.scope)
    assert ((refused.value.code, refused.value.field), kept) == (refusal, Choice())


def test_choices_are_each_persons_own(ayse: Member) -> None:
    other = people.member(ayse.merchant_id, "integrator")
    _choose(ayse, rules={"orders": {"email": "digest", "in_app": "on"}}, quiet_from=1320, quiet_to=480)

    with db.transaction(ayse.scope) as session:
        mine, theirs = (actions.choice(session, one.scope) for one in (ayse, other))

    assert mine == Choice(rules={"orders": {"email": "digest"}}, quiet_from=1320, quiet_to=480)
    assert theirs == Choice()
