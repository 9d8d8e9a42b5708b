"""What makes an entry right, and lines as people paste them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from prapazar.domain.planning import rules
from prapazar.domain.planning.enums import EntryKind
from prapazar.domain.planning.errors import PlanInvalid
from prapazar.domain.planning.rules import EntryDraft, PlanLine, Span

NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_lines_are_read_as_they_are_pasted() -> None:
    pasted = "KAHVE-250; 1.199,90\n\nÇAY-1\t45\nKAHVE-250; 199.90\n"

    assert rules.lines_of(pasted, EntryKind.PRICE) == (
        PlanLine("KAHVE-250", Decimal("199.90")),
        PlanLine("ÇAY-1", Decimal(45)),
    )


@pytest.mark.parametrize(
    ("pasted", "kind"),
    [
        ("KAHVE-250", EntryKind.PRICE),
        ("; 12", EntryKind.PRICE),
        ("KAHVE-250; çok", EntryKind.PRICE),
        ("KAHVE-250; NaN", EntryKind.PRICE),
        ("KAHVE-250; 0", EntryKind.PRICE),
        ("KAHVE-250; 1,5", EntryKind.STOCK),
        ("KAHVE-250; -1", EntryKind.STOCK),
        ("KAHVE-250; 999999999", EntryKind.STOCK),
    ],
)
def test_line_that_cannot_be_carried_out_is_named(pasted: str, kind: EntryKind) -> None:
    with pytest.raises(PlanInvalid) as refused:
        rules.lines_of(f"ÇAY-1; 5\n{pasted}", kind)

    assert (refused.value.field, refused.value.values["line"]) == ("lines", "2")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"title": "  "}, "title", "calendar.no_title"),
        ({"span": Span(NOON, NOON - HOUR)}, "ends", "calendar.ends_before"),
        ({"span": Span(datetime(1899, 1, 1, tzinfo=UTC), NOON)}, "starts", "calendar.day_unreadable"),
        ({"rule": "FREQ=MINUTELY"}, "rule", "calendar.rule_unknown"),
        ({"rule": "FREQ=DAILY", "repeats_until": NOON - HOUR}, "repeats_until", "calendar.ends_before"),
        ({"kind": EntryKind.PRICE}, "lines", "calendar.no_lines"),
        ({"remind_minutes": -5}, "remind", "calendar.reminder_far"),
        (
            {"kind": EntryKind.PRICE, "rule": "FREQ=DAILY", "lines": (PlanLine("A", Decimal(1)),)},
            "rule",
            "calendar.plan_once",
        ),
    ],
    ids=str,
)
def test_entry_that_does_not_fit_is_refused(change: dict[str, object], field: str, code: str) -> None:
    values: dict[str, object] = {
        "kind": EntryKind.APPOINTMENT,
        "title": "Sayım",
        "span": Span(NOON, NOON + HOUR),
    }

    with pytest.raises(PlanInvalid) as refused:
        rules.checked_entry(EntryDraft(**(values | change)))  # type: ignore[arg-type]

    assert (refused.value.field, refused.value.code) == (field, code)


def test_whole_days_are_midnights_in_istanbul() -> None:
    span = rules.whole_days(date(2026, 11, 23), date(2026, 11, 24))

    assert span == Span(
        datetime(2026, 11, 22, 21, tzinfo=UTC), datetime(2026, 11, 24, 21, tzinfo=UTC), is_all_day=True
    )


@pytest.mark.parametrize(
    ("said", "value"), [("1.299,90", "1299.90"), ("₺ 45", "45"), ("12.5", "12.5"), ("iki", None), ("", None)]
)
def test_amount_is_read_with_comma_or_point(said: str, value: str | None) -> None:
    assert rules.amount(said) == (Decimal(value) if value else None)
