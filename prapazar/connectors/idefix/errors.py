"""What İdefix's error answers mean, in our five errors, and why it declines an item."""

from collections.abc import Mapping, Sequence

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "idefix.not_found"
REJECTED = "idefix.rejected"
DEFAULT_WAIT = 2.0
"""What its documents show."""
_BAD_TOKENS = ("VENDOR_TOKEN_NOT_EXIST", "VENDOR_TOKEN_NOT_FORMATED")
_NO_BATCH = ("BATCH_NOT_EXIST", "NO_BATCH_ID_EXIST")
_REASONS = {"PRODUCT_NOT_FOUND": NOT_FOUND, "CATALOG_PRICE_LOCKED": "idefix.price_locked"}
_NAMES = ("code", "message", "error", "errors", "detail")


def from_answer(answer: Answer) -> ConnectorError:
    said = _said(answer.content)
    detail = redact_text(f"{answer.status} {said}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=DEFAULT_WAIT))
    if any(token in said for token in _BAD_TOKENS):
        return AuthFailed(detail)
    is_gone = answer.status == 400 and any(word in said for word in _NO_BATCH)  # noqa: PLR2004 - its own name
    if answer.status == 404 or is_gone:  # noqa: PLR2004 - its own name
        return Rejected(detail, code=NOT_FOUND)
    return error_by_status(answer, detail, rejected_code=REJECTED)


def item_code(reasons: Sequence[str]) -> str:
    """Of the first reason that has a sentence of its own."""
    return next((_REASONS[one] for one in reasons if one in _REASONS), "idefix.item_refused")


def _said(content: object) -> str:
    """The documents show codes, but not under which name they stand."""
    if not isinstance(content, Mapping):
        return str(content or "")
    return " ".join(str(content[name]) for name in _NAMES if content.get(name))
