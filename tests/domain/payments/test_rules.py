"""Decisions about payments on plain values."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prapazar.domain.payments import rules
from prapazar.domain.payments.enums import (
    HOLDING,
    TAKEN,
    AttemptStatus,
    PaymentStatus,
    RefundStatus,
    SeenState,
    Way,
)
from prapazar.domain.payments.rules import Found, Outcome, Place, Sum

ASKED = Sum(Decimal(100), "TRY")
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
OPEN, FAILED, TAKEN_ = SeenState.OPEN, SeenState.FAILED, SeenState.TAKEN


@pytest.mark.parametrize(
    ("attempt", "payment", "seen", "taken", "outcome"),
    [
        ("open", "open", OPEN, "0 TRY", Outcome.NOTHING),
        ("waiting", "open", FAILED, "0 TRY", Outcome.FAILED),
        ("open", "open", FAILED, "0 TRY", Outcome.FAILED),
        ("failed", "open", FAILED, "0 TRY", Outcome.NOTHING),
        ("open", "open", TAKEN_, "100 TRY", Outcome.PAID),
        ("failed", "open", TAKEN_, "100 TRY", Outcome.PAID),
        ("expired", "expired", TAKEN_, "100 TRY", Outcome.PAID),
        ("open", "cancelled", TAKEN_, "100 TRY", Outcome.PAID),
        ("open", "open", TAKEN_, "112.5 TRY", Outcome.PAID),
        ("open", "open", TAKEN_, "99.99 TRY", Outcome.ODD),
        ("open", "open", TAKEN_, "100 EUR", Outcome.ODD),
        ("open", "paid", TAKEN_, "100 TRY", Outcome.SURPLUS),
        ("open", "refunded", TAKEN_, "100 TRY", Outcome.SURPLUS),
        ("paid", "paid", TAKEN_, "100 TRY", Outcome.NOTHING),
        ("paid", "paid", FAILED, "0 TRY", Outcome.NOTHING),
        ("surplus", "paid", TAKEN_, "100 TRY", Outcome.NOTHING),
        ("odd", "open", TAKEN_, "1 TRY", Outcome.NOTHING),
    ],
)
def test_outcome_of_a_word_of_the_provider(
    attempt: str, payment: str, seen: SeenState, taken: str, outcome: Outcome
) -> None:
    amount, currency = taken.split()
    said = Sum(Decimal(amount), currency)

    assert rules.outcome(AttemptStatus(attempt), PaymentStatus(payment), ASKED, seen, said) is outcome


@given(st.sampled_from(AttemptStatus), st.sampled_from(PaymentStatus), st.sampled_from(SeenState))
def test_money_that_was_taken_stays_taken(
    attempt: AttemptStatus, payment: PaymentStatus, seen: SeenState
) -> None:
    outcome = rules.outcome(attempt, payment, ASKED, seen, ASKED)

    assert outcome is Outcome.NOTHING or attempt not in TAKEN
    assert outcome is not Outcome.PAID or payment not in HOLDING


@pytest.mark.parametrize(
    ("status", "refunded", "waiting", "left"),
    [
        ("paid", 0, 0, 100),
        ("paid", 0, 30, 70),
        ("partly_refunded", 40, 30, 30),
        ("refunded", 100, 0, 0),
        ("open", 0, 0, 0),
    ],
)
def test_refundable_is_what_is_left_of_money_that_came(
    status: str, refunded: int, waiting: int, left: int
) -> None:
    found = rules.refundable(PaymentStatus(status), Decimal(100), Decimal(refunded), Decimal(waiting))

    assert found == Decimal(left)


@pytest.mark.parametrize(("refunded", "status"), [(0, "paid"), (1, "partly_refunded"), (100, "refunded")])
def test_after_refund_says_how_much_went_back(refunded: int, status: str) -> None:
    assert rules.after_refund(Decimal(100), Decimal(refunded)) == status


@pytest.mark.parametrize(
    ("before", "now", "was"), [(0, 0, False), (0, 60, True), (60, 60, False), (60, 120, True)]
)
def test_lost_answer_was_a_yes_where_the_provider_gave_back_that_much_more(
    before: int, now: int, was: bool
) -> None:
    assert rules.was_refunded(Decimal(before), Decimal(60), Decimal(now)) is was


@pytest.mark.parametrize(
    ("status", "expires_at", "payable"),
    [
        ("open", None, True),
        ("open", AT + timedelta(seconds=1), True),
        ("open", AT, False),
        ("paid", None, False),
        ("cancelled", AT + timedelta(days=1), False),
    ],
)
def test_link_is_payable_while_it_is_open(status: str, expires_at: datetime | None, payable: bool) -> None:
    assert rules.is_payable(PaymentStatus(status), expires_at, AT) is payable


_AMOUNTS = st.decimals(0, 1000, places=2)


@given(_AMOUNTS, st.lists(st.tuples(_AMOUNTS, _AMOUNTS, st.booleans()), max_size=5))
def test_spread_lays_each_lira_once_and_fills_what_has_room(
    kept: Decimal, drawn: list[tuple[Decimal, Decimal, bool]]
) -> None:
    places = [Place(key, room, stands) for key, (room, _, stands) in enumerate(drawn)]
    lying = {key: min(lies, room) for key, (room, lies, _) in enumerate(drawn)}

    laid = rules.spread(kept, places, lying)

    rooms = sum((place.room for place in places if place.is_standing), Decimal(0))
    assert sum(laid.values(), Decimal(0)) == min(kept, rooms)
    assert all(Decimal(0) <= laid[place.key] <= place.room for place in places)
    assert [laid[place.key] for place in places if not place.is_standing] == [
        Decimal(0) for place in places if not place.is_standing
    ]


def test_spread_leaves_what_lies_and_takes_back_from_the_newest() -> None:
    places = [Place("old", Decimal(60)), Place("new", Decimal(60))]

    assert rules.spread(Decimal(80), places, {"new": Decimal(50)}) == {"old": Decimal(30), "new": Decimal(50)}
    assert rules.spread(Decimal(40), places, {"old": Decimal(30), "new": Decimal(50)}) == {
        "old": Decimal(30),
        "new": Decimal(10),
    }


EVENING = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
"""23:30 in Istanbul."""


@pytest.mark.parametrize(
    ("can_cancel", "amount", "given_back", "hours", "way"),
    [
        pytest.param(True, "200", "0", 0, Way.CANCEL, id="whole and at once"),
        pytest.param(True, "200", "0", -23, Way.CANCEL, id="paid just after midnight"),
        pytest.param(True, "200", "0", -24, Way.REFUND, id="paid the day before"),
        pytest.param(True, "199.99", "0", 0, Way.REFUND, id="a part"),
        pytest.param(True, "200", "0.01", 0, Way.REFUND, id="the rest"),
        pytest.param(False, "200", "0", 0, Way.REFUND, id="a provider that cannot"),
    ],
)
def test_way_back_by_the_day_in_istanbul(
    can_cancel: bool, amount: str, given_back: str, hours: int, way: Way
) -> None:
    chosen = rules.way_back(
        can_cancel=can_cancel,
        whole=Decimal(200),
        amount=Decimal(amount),
        given_back=Decimal(given_back),
        paid_at=EVENING + timedelta(hours=hours),
        at=EVENING,
    )

    assert chosen is way


def test_midnight_in_istanbul_ends_the_day() -> None:
    chosen = rules.way_back(
        can_cancel=True,
        whole=Decimal(200),
        amount=Decimal(200),
        given_back=Decimal(0),
        paid_at=EVENING,
        at=EVENING + timedelta(minutes=30),
    )

    assert chosen is Way.REFUND


@pytest.mark.parametrize(
    ("known", "seen", "left", "under_way", "found"),
    [
        pytest.param("0", "0", "200", [], None, id="nothing went back"),
        pytest.param("50", "50", "150", [], None, id="what we know"),
        pytest.param("50", "20", "150", [], None, id="an answer of before"),
        pytest.param("0", "50", "200", [RefundStatus.ASKED], None, id="perhaps our own"),
        pytest.param("0", "50", "200", [RefundStatus.WAITING], None, id="ours is about to go"),
        pytest.param("50", "80", "150", [], Found(Decimal(30), Way.REFUND), id="more than we know"),
        pytest.param("0", "210", "200", [], Found(Decimal(200), Way.REFUND), id="with interest"),
        pytest.param("200", "210", "0", [], Found(Decimal(0), Way.REFUND), id="interest alone"),
    ],
)
def test_money_found_given_back(
    known: str, seen: str, left: str, under_way: list[RefundStatus], found: Found | None
) -> None:
    told = rules.found(Decimal(known), Decimal(seen), Decimal(left), is_cancelled=False, under_way=under_way)

    assert told == found
