"""Second factors: set up, asked for, guessed at, lost."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from prapazar.domain.access import actions, queries, totp
from prapazar.domain.access.actions import second_factor
from prapazar.domain.access.errors import AccessInvalid, CodeNeeded, CodeRefused, LoginRefused, TokenInvalid
from prapazar.foundation import db
from prapazar.foundation.scope import system_scope
from tests.factories import people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")
_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
_LATER = timedelta(seconds=totp.STEP_SECONDS)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    moment = [_NOON]
    monkeypatch.setattr(second_factor, "now", lambda: moment[0])

    def forward(step: timedelta) -> datetime:
        moment[0] += step
        return moment[0]

    return forward


class Phone:
    def __init__(self, typed: str) -> None:
        self._secret = base64.b32decode(typed.replace(" ", ""))

    def code(self, moment: datetime) -> str:
        return totp.code_at(self._secret, totp.step_at(moment))


def _enrolled(who: Member, clock: Callable[[timedelta], datetime]) -> tuple[Phone, list[str]]:
    with db.system_transaction() as session:
        phone = Phone(actions.begin_factor(session, who.user_id, people.PASSWORD).typed)
        row = queries.session_by_key(session, who.key)
        assert row is not None
        codes = actions.confirm_factor(session, who.user_id, phone.code(clock(timedelta())), kept=row.id)
    return phone, codes


def _pass(who: Member, code: str) -> bool:
    """As flows do it: a counted failure is kept."""
    with db.system_transaction() as session:
        try:
            second_factor.pass_code(session, who.user_id, code)
        except CodeRefused:
            return False
        return True


def _log_in(who: Member, code: str = "") -> str:
    with db.system_transaction() as session:
        return actions.log_in(session, who.email, people.PASSWORD, code=code)


def test_a_log_in_asks_for_the_code(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    phone, _ = _enrolled(who, clock)

    with pytest.raises(CodeNeeded) as asked:
        _log_in(who)
    with pytest.raises(CodeRefused):
        _log_in(who, "000000")
    key = _log_in(who, phone.code(clock(_LATER)))

    with db.system_transaction() as session:
        row = queries.session_by_key(session, key)
    assert row is not None
    assert (asked.value.whose(), row.user_id, row.has_factor) == (who.user_id, who.user_id, True)


def test_a_set_up_that_was_never_proven_asks_nothing(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    with db.system_transaction() as session:
        actions.begin_factor(session, who.user_id, people.PASSWORD)

    assert _log_in(who)


def test_a_code_opens_once_and_none_from_before_it(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    phone, _ = _enrolled(who, clock)
    before = phone.code(clock(_LATER))
    code = phone.code(clock(_LATER))

    assert [_pass(who, one) for one in (code, code, before)] == [True, False, False]


def test_guessing_locks_and_a_right_code_does_not_open_meanwhile(
    clock: Callable[[timedelta], datetime],
) -> None:
    who = people.member(people.merchant())
    phone, codes = _enrolled(who, clock)
    wrong = [_pass(who, "000000") for _ in range(second_factor.FREE_TRIES)]
    now = clock(_LATER - timedelta(seconds=1))  # half a minute less one second

    locked = [_pass(who, phone.code(now)), _pass(who, codes[0])]
    after = _pass(who, phone.code(clock(timedelta(seconds=2))))

    assert (wrong, locked, after) == ([False] * 5, [False, False], True)


def test_the_fifth_wrong_code_tells_the_owner(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    _enrolled(who, clock)

    told = []
    for _ in range(second_factor.FREE_TRIES):
        with db.system_transaction() as session:
            try:
                second_factor.pass_code(session, who.user_id, "000000", ip="203.0.113.7")
            except CodeRefused as refused:
                told.append((refused.lock.ip, refused.lock.by_codes) if refused.lock else None)

    assert told == [None, None, None, None, ("203.0.113.7", True)]


def test_each_recovery_code_opens_once(clock: Callable[[timedelta], datetime]) -> None:
    who, other = people.member(people.merchant()), people.member(people.merchant("Ege"))
    _, codes = _enrolled(who, clock)
    _enrolled(other, clock)

    assert [_pass(who, codes[0].upper()), _pass(who, codes[0]), _pass(other, codes[1])] == [
        True,
        False,
        False,
    ]
    with db.system_transaction() as session:
        renewed = actions.renew_recovery_codes(session, who.user_id, people.PASSWORD)
    assert [_pass(who, codes[1]), _pass(who, renewed[1])] == [False, True]


def test_recovery_codes_and_secret_are_not_readable_in_the_database(
    clock: Callable[[timedelta], datetime],
) -> None:
    who = people.member(people.merchant())
    _, codes = _enrolled(who, clock)

    with db.system_transaction() as session:
        kept = session.execute(text("SELECT code_hash FROM recovery_code")).scalars().all()
        sealed = session.execute(text("SELECT secret FROM second_factor")).scalar_one()
    assert (len(kept), {len(one) for one in kept}) == (10, {32})
    assert not any(code.replace("-", "").encode() in bytes(one) for code in codes for one in kept)
    assert len(sealed) > 20


def test_switching_on_ends_the_other_sessions(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    elsewhere = _log_in(who)

    _enrolled(who, clock)

    with db.system_transaction() as session:
        assert queries.session_by_key(session, elsewhere) is None
        assert queries.session_by_key(session, who.key) is not None


def test_beginning_and_switching_off_take_the_password(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    with pytest.raises(LoginRefused), db.system_transaction() as session:
        actions.begin_factor(session, who.user_id, "wrong")
    phone, _ = _enrolled(who, clock)
    with pytest.raises(AccessInvalid), db.system_transaction() as session:
        actions.begin_factor(session, who.user_id, people.PASSWORD)  # on already
    with pytest.raises(LoginRefused), db.system_transaction() as session:
        actions.remove_factor(session, who.user_id, "wrong", phone.code(clock(_LATER)))
    with pytest.raises(CodeRefused), db.system_transaction() as session:
        actions.remove_factor(session, who.user_id, people.PASSWORD, "000000")

    assert _log_in(who, phone.code(clock(_LATER)))
    with db.system_transaction() as session:
        actions.remove_factor(session, who.user_id, people.PASSWORD, phone.code(clock(_LATER)))
    assert _log_in(who)


def test_a_role_that_needs_it_permits_nothing_before_and_keeps_it_on(
    clock: Callable[[timedelta], datetime],
) -> None:
    merchant_id = people.merchant()
    who = people.member(merchant_id, is_super_admin=True)
    before = who.scope.permissions
    with db.transaction(system_scope(merchant_id)) as session:
        role_id = people.role_id(merchant_id, "admin")
        actions.require_factor(session, system_scope(merchant_id), role_id, is_needed=True)
    between = who.scope.permissions
    phone, _ = _enrolled(who, clock)

    assert [before, between, who.scope.permissions] == [{"*"}, set(), {"*"}]
    with pytest.raises(AccessInvalid) as refused, db.system_transaction() as session:
        actions.remove_factor(session, who.user_id, people.PASSWORD, phone.code(clock(_LATER)))
    assert refused.value.code == "access.factor_needed"


def test_a_ticket_waits_for_the_right_code_and_opens_once(clock: Callable[[timedelta], datetime]) -> None:
    who = people.member(people.merchant())
    phone, _ = _enrolled(who, clock)
    with db.system_transaction() as session:
        ticket = actions.ticket(session, who.user_id)
    with pytest.raises(CodeRefused), db.system_transaction() as session:
        actions.log_in_by_code(session, ticket, "000000")

    with db.system_transaction() as session:
        key = actions.log_in_by_code(session, ticket, phone.code(clock(_LATER)))

    assert key
    for bad in (ticket, "", "unknown"):
        with pytest.raises(TokenInvalid), db.system_transaction() as session:
            actions.log_in_by_code(session, bad, phone.code(clock(_LATER)))
