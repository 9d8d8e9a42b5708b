"""When, whether, to whom and in which words, on plain values."""

from datetime import UTC, datetime

import pytest

from prapazar.domain.messaging import rules
from prapazar.domain.messaging.enums import ConsentState, MessageStatus, Mode, Purpose, Way
from prapazar.domain.messaging.rules import Choice

NIGHT = Choice(quiet_from=22 * 60, quiet_to=8 * 60)
BERLIN_NIGHT = Choice(quiet_from=22 * 60, quiet_to=8 * 60, time_zone="Europe/Berlin")
HALF_PAST_TWO = Choice(quiet_from=22 * 60, quiet_to=150, digest_at=150, time_zone="Europe/Berlin")
_BERLIN_SPRING = datetime(2026, 3, 29, 0, 10, tzinfo=UTC)
"""01:10, before the hour that is left out."""
_BERLIN_FIRST, _BERLIN_SECOND = (datetime(2026, 10, 25, hour, 10, tzinfo=UTC) for hour in (0, 1))
"""02:10 in summer time, and an hour later once more."""


@pytest.mark.parametrize(
    ("choice", "mode", "level", "at", "due"),
    [
        (
            Choice(),
            Mode.NOW,
            "info",
            datetime(2026, 3, 1, 12, tzinfo=UTC),
            datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC),
        ),
        (NIGHT, Mode.NOW, "info", datetime(2026, 3, 1, 20, tzinfo=UTC), datetime(2026, 3, 2, 5, tzinfo=UTC)),
        (NIGHT, Mode.NOW, "info", datetime(2026, 3, 2, 2, tzinfo=UTC), datetime(2026, 3, 2, 5, tzinfo=UTC)),
        (NIGHT, Mode.NOW, "error", datetime(2026, 3, 2, 2, tzinfo=UTC), datetime(2026, 3, 2, 5, tzinfo=UTC)),
        (
            Choice(quiet_from=22 * 60, quiet_to=8 * 60, errors_break_quiet=True),
            Mode.NOW,
            "error",
            datetime(2026, 3, 2, 2, tzinfo=UTC),
            datetime(2026, 3, 2, 2, 0, 30, tzinfo=UTC),
        ),
        (
            Choice(quiet_from=22 * 60, quiet_to=8 * 60, time_zone="America/New_York"),
            Mode.NOW,
            "info",
            datetime(2026, 3, 2, 2, tzinfo=UTC),
            datetime(2026, 3, 2, 2, 0, 30, tzinfo=UTC),
        ),
        (
            Choice(),
            Mode.DIGEST,
            "info",
            datetime(2026, 3, 1, 5, tzinfo=UTC),
            datetime(2026, 3, 1, 6, tzinfo=UTC),
        ),
        (
            Choice(),
            Mode.DIGEST,
            "info",
            datetime(2026, 3, 1, 6, tzinfo=UTC),
            datetime(2026, 3, 2, 6, tzinfo=UTC),
        ),
        # The night in which the clocks of Berlin go forward: nine is an hour earlier in UTC.
        (
            Choice(time_zone="Europe/Berlin"),
            Mode.DIGEST,
            "info",
            datetime(2026, 3, 28, 20, tzinfo=UTC),
            datetime(2026, 3, 29, 7, tzinfo=UTC),
        ),
        # Over midnight: half a minute before it, and the last moment of the quiet.
        (
            NIGHT,
            Mode.NOW,
            "info",
            datetime(2026, 2, 28, 20, 59, 45, tzinfo=UTC),
            datetime(2026, 3, 1, 5, tzinfo=UTC),
        ),
        (
            NIGHT,
            Mode.NOW,
            "info",
            datetime(2026, 3, 1, 4, 59, 29, tzinfo=UTC),
            datetime(2026, 3, 1, 5, tzinfo=UTC),
        ),
        (
            NIGHT,
            Mode.NOW,
            "info",
            datetime(2026, 3, 1, 4, 59, 30, tzinfo=UTC),
            datetime(2026, 3, 1, 5, tzinfo=UTC),
        ),
        # Berlin leaves out 02:00 to 03:00: half past two comes an hour later, quiet that ends then ends at 03:30.
        (HALF_PAST_TWO, Mode.DIGEST, "info", _BERLIN_SPRING, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (HALF_PAST_TWO, Mode.NOW, "info", _BERLIN_SPRING, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # And has it twice in autumn: the digest goes with the first, quiet ends with the next one.
        (HALF_PAST_TWO, Mode.DIGEST, "info", _BERLIN_FIRST, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (HALF_PAST_TWO, Mode.DIGEST, "info", _BERLIN_SECOND, datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
        (HALF_PAST_TWO, Mode.NOW, "info", _BERLIN_FIRST, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (HALF_PAST_TWO, Mode.NOW, "info", _BERLIN_SECOND, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # The night is an hour longer or shorter, its end stays where the clock shows it.
        (BERLIN_NIGHT, Mode.NOW, "info", _BERLIN_SPRING, datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (BERLIN_NIGHT, Mode.NOW, "info", _BERLIN_FIRST, datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
    ids=[
        *("soon", "evening", "night", "error-waits", "error-goes", "far-away", "today", "tomorrow", "summer"),
        *(
            "before-midnight",
            "last-moment",
            "over",
            "gap-digest",
            "gap-quiet",
            "first-digest",
            "second-digest",
        ),
        *("first-quiet", "second-quiet", "short-night", "long-night"),
    ],
)
def test_due_at_keeps_the_persons_hours(
    choice: Choice, mode: Mode, level: str, at: datetime, due: datetime
) -> None:
    assert rules.due_at(choice, mode, level, at) == due


def test_quiet_hours_of_no_length_are_none() -> None:
    assert [rules.is_quiet(480, 480, one) for one in (0, 480, 1439)] == [False, False, False]


@pytest.mark.parametrize(
    ("purpose", "consent", "code"),
    [
        (Purpose.TRANSACTIONAL, None, ""),
        (Purpose.TRANSACTIONAL, ConsentState.REFUSED, ""),
        (Purpose.TRANSACTIONAL, ConsentState.BLOCKED, "messages.address_blocked"),
        (Purpose.COMMERCIAL, None, "messages.no_consent"),
        (Purpose.COMMERCIAL, ConsentState.GRANTED, ""),
        (Purpose.COMMERCIAL, ConsentState.REFUSED, "messages.opted_out"),
        (Purpose.COMMERCIAL, ConsentState.BLOCKED, "messages.address_blocked"),
        (Purpose.NOTICE, ConsentState.BLOCKED, ""),
    ],
)
def test_advertising_needs_a_yes_and_news_only_no_no(
    purpose: Purpose, consent: ConsentState | None, code: str
) -> None:
    assert rules.why_not(purpose, consent) == code


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0532 111 22 33", "+905321112233"),
        ("5321112233", "+905321112233"),
        ("+90 (532) 111-22-33", "+905321112233"),
        ("00905321112233", "+905321112233"),
        ("905321112233", "+905321112233"),
        ("+4915112345678", "+4915112345678"),
        ("0212 555 00 00", ""),
        ("+902125550000", ""),
        ("", ""),
        ("yok", ""),
    ],
)
def test_phones_are_kept_in_one_form(written: str, kept: str) -> None:
    assert rules.address(Way.SMS, written) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Ayse@Example.COM ", "ayse@example.com"),
        ("ayse@", ""),
        ("a@b.co\nBcc: x@y.zz", ""),
        ("a b@c.de", ""),
    ],
)
def test_mail_addresses_are_kept_in_one_form(written: str, kept: str) -> None:
    assert rules.address(Way.EMAIL, written) == kept


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("ş" * 80, 1),
        ("ş" * 81, 2),
        ("Ü" * 160, 1),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("", 1),
    ],
)
def test_parts_are_counted_as_networks_do(text: str, parts: int) -> None:
    assert rules.parts(text) == parts


def test_places_are_filled_by_name_and_known_in_order() -> None:
    body = "{first_name}, {number} yolda: {tracking_number} ({number})"

    filled = rules.filled(body, {"first_name": "Ayşe", "number": "S-1", "tracking_number": ""})

    assert filled == "Ayşe, S-1 yolda: {tracking_number} (S-1)"
    assert rules.places(body) == ["first_name", "number", "tracking_number", "number"]


@pytest.mark.parametrize(
    ("before", "told", "is_news"),
    [
        (MessageStatus.SENT, MessageStatus.DELIVERED, True),
        (MessageStatus.DELIVERED, MessageStatus.SENT, False),
        (MessageStatus.READ, MessageStatus.DELIVERED, False),
        (MessageStatus.DELIVERED, MessageStatus.FAILED, False),
        (MessageStatus.FAILED, MessageStatus.DELIVERED, True),
        (MessageStatus.UNCLEAR, MessageStatus.SENT, True),
        (MessageStatus.BLOCKED, MessageStatus.DELIVERED, False),
        (MessageStatus.SENT, MessageStatus.SENT, False),
    ],
)
def test_no_report_takes_a_message_back(
    before: MessageStatus,
    told: MessageStatus,
    is_news: bool,
) -> None:
    assert rules.is_news(before, told) == is_news


def test_faults_name_the_field() -> None:
    texts = {
        "tr": {"subject": "", "body": "{number}"},
        "en": {"subject": "Hi {nobody}", "body": "{number}"},
    }

    assert rules.faults(Way.EMAIL, texts, ["number"]) == {
        "tr.subject": "messages.subject_needed",
        "en.subject": "messages.place_unknown",
    }
    assert rules.faults(Way.SMS, {}, ["number"]) == {"tr.body": "messages.body_needed"}
