"""Decisions about notifications and messages on plain values: when, whether, to whom, in which words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from prapazar.domain.messaging.enums import (
    LANGUAGES,
    SUBJECTS,
    ConsentState,
    MessageStatus,
    Mode,
    Purpose,
    Way,
)

GATHER = timedelta(seconds=30)
"""What happens within it goes in one letter."""
TOO_LATE = timedelta(hours=24)
"""A message that could not leave for so long is no help any more."""
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = set("^{}\\[~]|€çğışĞİŞ")
"""Two characters' room each: the table's second page, and Turkish letters with the encoding TR."""
_PLACE = re.compile(r"\{(\w+)\}")
_PHONE = re.compile(r"\+[1-9]\d{7,14}")
_MAIL = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;]+\.[^@\s<>\",;]{2,}")
_MOBILE = re.compile(r"5\d{9}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose; the defaults hold for those who never did."""

    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    phone: str = ""
    time_zone: str = "Europe/Istanbul"
    """Of the person, by which the minutes below are meant; read where somebody is to be told."""
    quiet_from: int | None = None
    quiet_to: int | None = None
    errors_break_quiet: bool = False
    digest_at: int = 540


def subject_of(kind: str) -> str:
    """`orders` of `orders.new`."""
    first = kind.partition(".")[0]
    return first if first in SUBJECTS else "other"


def is_shown(choice: Choice, kind: str) -> bool:
    return choice.rules.get(subject_of(kind), {}).get("in_app", "on") != "off"


def mode(choice: Choice, kind: str, way: Way) -> Mode:
    return Mode(choice.rules.get(subject_of(kind), {}).get(way.value, Mode.OFF.value))


def due_at(choice: Choice, wanted: Mode, level: str, at: datetime) -> datetime:
    """When a person is told: after a moment in which more may come, after quiet hours, or with the digest."""
    zone = ZoneInfo(choice.time_zone)
    if wanted is Mode.DIGEST:
        return _next(choice.digest_at, at.astimezone(zone))
    soon = at + GATHER
    if choice.quiet_from is None or choice.quiet_to is None:
        return soon
    if level == "error" and choice.errors_break_quiet:
        return soon
    local = soon.astimezone(zone)
    if not is_quiet(choice.quiet_from, choice.quiet_to, local.hour * 60 + local.minute):
        return soon
    # Where the clock goes back, the hour comes twice: quiet ends with the next one, the digest goes with the first.
    return _next(choice.quiet_to, local, folds=(0, 1))


def is_quiet(start: int, end: int, minute: int) -> bool:
    """From `start` until before `end`; over midnight where the end comes first. The same twice: never."""
    if start <= end:
        return start <= minute < end
    return minute >= start or minute < end


def _next(minute: int, local: datetime, folds: Sequence[int] = (0,)) -> datetime:
    """The next time the clock of that place shows it, in UTC; a time left out in spring comes an hour later."""
    clock, at = time(minute // 60, minute % 60), local.astimezone(UTC)
    for days in range(3):
        for fold in folds:
            shown = datetime.combine(local.date() + timedelta(days=days), clock, tzinfo=local.tzinfo)
            # In UTC: two times of one zone are compared by the wall, where the hour that comes twice is one.
            found = shown.replace(fold=fold).astimezone(UTC)
            if found > at:
                return found
    raise AssertionError("a day has a tomorrow")


def why_not(purpose: Purpose, consent: ConsentState | None) -> str:
    """The code of what stands in the way; empty where it may go."""
    if purpose is Purpose.NOTICE:
        return ""
    if consent is ConsentState.BLOCKED:
        return "messages.address_blocked"
    if purpose is Purpose.COMMERCIAL and consent is not ConsentState.GRANTED:
        return "messages.opted_out" if consent is ConsentState.REFUSED else "messages.no_consent"
    return ""


def address(way: Way, written: str | None) -> str:
    """As it is kept and compared: mail in lower case, phones as +90...; empty where it is none."""
    found = (written or "").strip()
    if way is Way.EMAIL:
        found = found.lower()
        return found if _MAIL.fullmatch(found) else ""
    digits = re.sub(r"[^\d+]", "", found)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    national = digits.removeprefix("+").removeprefix("90").removeprefix("0")
    if _MOBILE.fullmatch(national) and (not digits.startswith("+") or digits.startswith("+90")):
        return f"+90{national}"
    return digits if _PHONE.fullmatch(digits) and not digits.startswith("+90") else ""


def filled(body: str, facts: Mapping[str, str]) -> str:
    """`{number}` and the like by what is known; what is not known stays seen."""
    return _PLACE.sub(lambda found: facts.get(found[1]) or found[0], body)


def places(body: str) -> list[str]:
    """In the order they stand, repeats too: WhatsApp fills its own by position."""
    return [found[1] for found in _PLACE.finditer(body)]


def chosen_language(texts: Mapping[str, object], wanted: str) -> str:
    """The one wanted, or any there is."""
    return wanted if wanted in texts else next((one for one in LANGUAGES if one in texts), "")


def parts(text: str) -> int:
    """SMS parts, as the networks count them; any letter of neither table makes it a long alphabet's."""
    letters = set(text)
    if letters <= _GSM | _DOUBLE:
        length, one, more = len(text) + sum(letter in _DOUBLE for letter in text), 160, 153
    else:
        length, one, more = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= one else -(-length // more)


_RANK = {
    MessageStatus.WAITING: 0,
    MessageStatus.SENDING: 1,
    MessageStatus.UNCLEAR: 1,
    MessageStatus.SENT: 2,
    MessageStatus.FAILED: 3,
    MessageStatus.DELIVERED: 4,
    MessageStatus.READ: 5,
}


def is_news(before: MessageStatus, told: MessageStatus) -> bool:
    """Reports come twice and out of order: none takes a message back. What arrived did, whatever was said before."""
    return before in _RANK and _RANK[told] > _RANK[before]


def faults(way: Way, texts: Mapping[str, Mapping[str, str]], known: Sequence[str]) -> dict[str, str]:
    """Field to code, of a template: `tr.body`, `en.subject`."""
    found: dict[str, str] = {}
    if not any(one.get("body", "").strip() for one in texts.values()):
        found[f"{LANGUAGES[0]}.body"] = "messages.body_needed"
    for language, said in texts.items():
        if not said.get("body", "").strip():
            continue
        if way is Way.EMAIL and not said.get("subject", "").strip():
            found[f"{language}.subject"] = "messages.subject_needed"
        for name in ("subject", "body"):
            if any(place not in known for place in places(said.get(name, ""))):
                found[f"{language}.{name}"] = "messages.place_unknown"
    return found
