"""What the webservice's numbered errors mean, in our five errors."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "prestashop.not_found"
REJECTED = "prestashop.rejected"
RIGHT_MISSING = "prestashop.right_missing"
NO_METHOD = "prestashop.no_method"
_UNKNOWN_METHOD = "23"
_RIGHTS = {"25", "26"}
"""The key may not use this method, or this resource."""
_WRONG_SHOP = "132"
_MISSING = 404


def from_answer(answer: Answer) -> ConnectorError:
    """A row nobody knows is often an empty 404."""
    faults = _said(answer.content)
    words = " ".join(f"{code} {message}" for code, message in faults)
    detail = redact_text(f"{answer.status} {words}".strip())[:500]
    codes = {code for code, _ in faults}
    if codes & _RIGHTS:
        return AuthFailed(detail, code=RIGHT_MISSING)
    if _WRONG_SHOP in codes:
        return Rejected(detail, code="prestashop.shop_unknown", field="shop_id")
    if _UNKNOWN_METHOD in codes:
        return Rejected(detail, code=NO_METHOD)
    if answer.status == _MISSING:
        is_page = answer.content is None and "html" in answer.headers.get("content-type", "")
        return Rejected(detail, code="prestashop.no_webservice" if is_page else NOT_FOUND)
    return error_by_status(answer, detail, rejected_code=REJECTED)


def _said(content: object) -> list[tuple[str, str]]:
    found = content.get("errors") if isinstance(content, Mapping) else None
    rows = found if isinstance(found, list) else []
    return [(str(one.get("code") or ""), str(one.get("message") or "")) for one in rows]
