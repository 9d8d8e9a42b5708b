"""Questions as addresses say them: spans, what is compared, which sums answer."""

from datetime import date

import pytest

from prapazar.domain.reporting.reports import asking, cubes
from prapazar.domain.reporting.reports.errors import QuestionInvalid, ReportUnknown

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("today", (TODAY, TODAY)),
        ("yesterday", (date(2026, 11, 19), date(2026, 11, 19))),
        ("last_7", (date(2026, 11, 14), TODAY)),
        ("this_month", (date(2026, 11, 1), TODAY)),
        ("last_month", (date(2026, 10, 1), date(2026, 10, 31))),
        ("this_year", (date(2026, 1, 1), TODAY)),
    ],
)
def test_period_is_a_span_of_days(period: str, span: tuple[date, date]) -> None:
    asked = asking.read("sales", {"period": period}, TODAY)

    assert (asked.since, asked.until) == span


@pytest.mark.parametrize(
    ("said", "before"),
    [
        ({"period": "last_7", "compare": "before"}, (date(2026, 11, 7), date(2026, 11, 13))),
        ({"period": "last_month", "compare": "before"}, (date(2026, 9, 1), date(2026, 9, 30))),
        ({"period": "last_7", "compare": "year"}, (date(2025, 11, 14), date(2025, 11, 20))),
        (
            {"since": "2024-02-29", "until": "2024-03-01", "compare": "year"},
            (date(2023, 2, 28), date(2023, 3, 1)),
        ),
    ],
)
def test_span_is_compared_with_its_like(said: dict[str, str], before: tuple[date, date]) -> None:
    asked = asking.read("sales", said, TODAY).before()

    assert (asked.since, asked.until) == before


@pytest.mark.parametrize(
    ("said", "cube"),
    [
        ({"rows": "day"}, cubes.SALES),
        ({"rows": "province", "columns": "channel"}, cubes.SALES),
        ({"rows": "brand", "columns": "week"}, cubes.GOODS),
        ({"rows": "month", "category": "none"}, cubes.GOODS),
        ({"rows": "brand", "columns": "province"}, cubes.MIX),
    ],
)
def test_sums_that_know_all_answer(said: dict[str, str], cube: cubes.Cube) -> None:
    assert asking.cube(asking.read("sales", said, TODAY)) is cube


def test_sums_of_months_answer_for_whole_months() -> None:
    said = {"rows": "brand", "columns": "province", "since": "2026-10-14", "until": "2026-11-03"}

    asked = asking.read("sales", said, TODAY)

    assert (asked.since, asked.until) == (date(2026, 10, 1), date(2026, 11, 30))


def test_question_says_itself_again_without_what_goes_without_saying() -> None:
    said = {"period": "last_7", "rows": "channel", "measure": "units", "compare": "year", "province": "Muş"}

    assert asking.said(asking.read("sales", said | {"columns": ""}, TODAY)) == said


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"period": "ever"}, "period"),
        ({"rows": "age"}, "rows"),
        ({"rows": "day", "columns": "day"}, "columns"),
        ({"rows": "day", "columns": "brand", "province": "Muş"}, "columns"),
        ({"measure": "cost"}, "measure"),
        ({"compare": "x"}, "compare"),
        ({"since": "2026-13-01"}, "since"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "until"),
        ({"channel": "'; DROP"}, "channel"),
        ({"currency": "LIRA"}, "currency"),
    ],
)
def test_what_is_not_understood_is_named(said: dict[str, str], field: str) -> None:
    with pytest.raises(QuestionInvalid) as refused:
        asking.read("sales", said, TODAY)

    assert refused.value.field == field


def test_report_nobody_knows_is_refused() -> None:
    with pytest.raises(ReportUnknown):
        asking.read("weather", {}, TODAY)
