"""What eBay's error answers mean, in our five errors: by its numbers where they say more than the status."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from prapazar.connector_kit.answers import LONGEST_WAIT, error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.clock import now
from prapazar.foundation.logging import redact_text

NOT_FOUND = "ebay.not_found"
_ABSENT = {25702, 25710, 25713, 32100, 62004, 62005, 355007}
_DENIED = 1100
_TOO_MANY = {2001}
_SIGNATURE_MISSING = range(215_000, 215_100)
BUSY = {25001, 25025}
"""Its own fault, or somebody else is changing the same item: the same again later."""
_CODES = {
    25003: "ebay.price",
    25004: "ebay.quantity",
    25005: "ebay.category",
    25007: "ebay.policy_needed",
    25008: "ebay.policy_needed",
    25009: "ebay.policy_needed",
    25012: "ebay.location_needed",
    25014: "ebay.pictures",
}
_PACIFIC = ZoneInfo("America/Los_Angeles")
"""Daily quotas begin anew at midnight there."""


def from_answer(answer: Answer) -> ConnectorError:
    number, message = said(answer.content)
    detail = redact_text(f"{answer.status} {number or ''} {message}".strip())[:500]
    if answer.status == 429 or number in _TOO_MANY:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=until_midnight(now())))
    if number == _DENIED:
        return AuthFailed(detail, code="ebay.scope_missing")
    if number in _SIGNATURE_MISSING:
        return Rejected(detail, code="ebay.signature_needed")
    if number in BUSY and answer.status >= 500:  # noqa: PLR2004 - the server's own faults
        return Unavailable(detail)
    if answer.status in {400, 404, 409}:
        is_absent = answer.status == 404 or number in _ABSENT  # noqa: PLR2004 - its own name
        return Rejected(detail, code=NOT_FOUND if is_absent else code_of(number))
    return error_by_status(answer, detail, rejected_code="ebay.rejected")


def from_login(answer: Answer) -> ConnectorError:
    """The log-in refuses with words: whatever is wrong with keys or consent, the merchant has to see to it."""
    content = answer.content if isinstance(answer.content, Mapping) else {}
    word = str(content.get("error") or "")
    if answer.status == 400 and word:  # noqa: PLR2004 - the status is its own name
        detail = redact_text(f"{word} {content.get('error_description') or ''}".strip())[:500]
        return AuthFailed(detail, code="ebay.consent_ended" if word == "invalid_grant" else None)
    return from_answer(answer)


def code_of(number: int) -> str:
    return _CODES.get(number, "ebay.rejected")


def said(content: object) -> tuple[int, str]:
    """Number and words of the first error; 0 where there is none."""
    failures = content.get("errors") if isinstance(content, Mapping) else None
    if not isinstance(failures, Sequence) or not failures or not isinstance(failures[0], Mapping):
        return 0, ""
    first = failures[0]
    number = first.get("errorId")
    words = str(first.get("longMessage") or first.get("message") or "")
    return number if isinstance(number, int) else 0, words


def until_midnight(moment: datetime) -> float:
    """Seconds until quotas begin anew, but never more than anybody should wait."""
    there = moment.astimezone(_PACIFIC)
    midnight = (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min((midnight - there).total_seconds(), LONGEST_WAIT)
