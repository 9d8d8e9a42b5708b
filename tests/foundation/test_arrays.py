"""Arrays: what comes back from PostgreSQL is what was sent, whatever the column holds."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from prapazar.foundation import db
from prapazar.foundation.scope import Scope

_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
_COLUMNS = {
    "uuid": st.uuids(),
    "int": st.integers(-(2**31), 2**31 - 1),
    "numeric": st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    ),
    "text": _WORDS,
    "boolean": st.booleans(),
    "bytea": st.binary(),
    "timestamptz": st.datetimes(datetime(1, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
}


def _returned(scope: Scope, kind: str, column: list[Any]) -> list[Any]:
    with db.transaction(scope) as session:
        found = session.execute(text(f"SELECT CAST(:column AS {kind}[])"), {"column": column})
        returned: list[Any] = found.scalar_one()
    return returned


@pytest.mark.parametrize("kind", list(_COLUMNS))
def test_column_comes_back_as_it_was(scope: Scope, kind: str) -> None:
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    @given(st.lists(st.none() | _COLUMNS[kind]))
    def check(column: list[Any]) -> None:
        assert _returned(scope, kind, column) == column

    check()


@pytest.mark.parametrize(
    "words",
    [
        ["", "NULL", "null", None],
        ['a"b', "a\\b", "{a,b}", " a ", "a\nb", "'"],
        ["çay", "İstanbul", "☕", "\u2003"],
    ],
)
def test_words_that_mean_something_to_postgresql_are_only_words(scope: Scope, words: list[Any]) -> None:
    assert _returned(scope, "text", words) == words


def test_columns_of_ids_and_amounts_keep_every_digit(scope: Scope) -> None:
    ids = [UUID(int=0), UUID(int=2**128 - 1), None]
    amounts = [Decimal("0.10"), Decimal("-123456789012.34"), Decimal("1E+3"), None]

    assert _returned(scope, "uuid", ids) == ids
    assert _returned(scope, "numeric", amounts) == amounts
