"""What Shopify's error answers mean, in our five errors; GraphQL refuses with a good status."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "shopify.not_found"
REJECTED = "shopify.rejected"
DEFAULT_WAIT = 2.0
_SHORTEST_WAIT = 0.1
_QUERY_CODES = {
    "undefinedField",
    "argumentNotAccepted",
    "missingRequiredArguments",
    "selectionMismatch",
    "undefinedType",
    "MAX_COST_EXCEEDED",
}
"""Our query no longer fits their schema."""
ITEM_CODES = {
    "INVALID_INVENTORY_ITEM": NOT_FOUND,
    "PRODUCT_DOES_NOT_EXIST": NOT_FOUND,
    "PRODUCT_VARIANT_DOES_NOT_EXIST": NOT_FOUND,
    "INVALID_LOCATION": "shopify.location_unknown",
    "NON_MUTABLE_INVENTORY_ITEM": "shopify.stock_kept_elsewhere",
}


def from_answer(answer: Answer) -> ConnectorError:
    detail = redact_text(f"{answer.status} {_first_words(answer.content)}".strip())[:500]
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        return RateLimited(detail, retry_after=retry_after(answer, default=wait(answer.content)))
    if answer.status in {402, 423}:
        return Rejected(detail, code="shopify.shop_closed")
    if answer.status == 404:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code="shopify.no_such_shop", field="shop")
    return error_by_status(answer, detail, rejected_code=REJECTED)


def from_login(answer: Answer) -> ConnectorError:
    """The documents do not say which status a wrong client gets: a 400 is one, too."""
    if answer.status == 400:  # noqa: PLR2004 - the status is its own name
        return AuthFailed(redact_text(f"{answer.status} {_first_words(answer.content)}")[:500])
    return from_answer(answer)


def from_good_answer(answer: Answer) -> ConnectorError | None:
    """None as well where only some fields were withheld: they come as null, and the rest is good."""
    if not isinstance(answer.content, Mapping) or not answer.content.get("errors"):
        return None
    code, message = _said(answer.content)
    detail = redact_text(f"{code} {message}".strip())[:500]
    if code == "ACCESS_DENIED":
        has_data = any((answer.content.get("data") or {}).values())
        return None if has_data else AuthFailed(detail, code="shopify.scope_missing")
    return _refusal(code, detail, answer.content)


def _refusal(code: str, detail: str, content: Mapping[str, Any]) -> ConnectorError:
    if code == "THROTTLED" or detail.strip() == "Throttled":
        return RateLimited(detail, retry_after=wait(content))
    if code == "SHOP_INACTIVE":
        return Rejected(detail, code="shopify.shop_closed")
    if code in {"INTERNAL_SERVER_ERROR", "TIMEOUT"}:
        return Unavailable(detail)
    if code in _QUERY_CODES:
        return UnexpectedAnswer(detail, raw=content, code="connector.endpoint_changed")
    return Rejected(detail, code=REJECTED)


def wait(content: object) -> float:
    """Seconds until the bucket holds what the refused call asked for."""
    cost = points(content)
    if cost is None:
        return DEFAULT_WAIT
    requested, available, restored = cost
    return max(_SHORTEST_WAIT, float((requested - available) / restored))


def points(content: Any) -> tuple[Decimal, Decimal, Decimal] | None:  # noqa: ANN401 - whatever it is, it is tried
    """What a call asked for, what is left, and how much flows back in a second; None where it is not said."""
    try:
        cost = content["extensions"]["cost"]
        status = cost["throttleStatus"]
        said = cost["requestedQueryCost"], status["currentlyAvailable"], status["restoreRate"]
        requested, available, restored = (Decimal(str(one)) for one in said)
    except (KeyError, TypeError, ArithmeticError):
        return None
    return (requested, available, restored) if restored > 0 else None


def of_user(failures: list[dict[str, Any]]) -> Rejected:
    """What a mutation says no to, where it is about the whole of it."""
    first = failures[0]
    field = ".".join(str(part) for part in first.get("field") or [])
    message = str(first.get("message") or "")
    words = message.lower()
    is_absent = "does not exist" in words or "not found" in words or first.get("code") == "NOT_FOUND"
    code = NOT_FOUND if is_absent else REJECTED
    return Rejected(
        redact_text(f"{first.get('code') or ''} {message}".strip())[:500], code=code, field=field or None
    )


def _said(content: Mapping[str, Any]) -> tuple[str, str]:
    failures = content["errors"]
    if not isinstance(failures, list) or not isinstance(failures[0], Mapping):
        return "", _first_words(content)
    extensions = failures[0].get("extensions")
    code = extensions.get("code") if isinstance(extensions, Mapping) else ""
    return str(code or ""), str(failures[0].get("message") or "")


def _first_words(content: object) -> str:
    if not isinstance(content, Mapping):
        return ""
    said = content.get("errors") or content.get("error_description") or content.get("error") or ""
    if isinstance(said, list) and said and isinstance(said[0], Mapping):
        said = said[0].get("message")
    return str(said)
