"""What the shop's error answers mean, in our five errors; the core API refuses with a good status."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "opencart.not_found"
REJECTED = "opencart.rejected"
BRIDGE_MISSING = "opencart.bridge_missing"
NO_PERMISSION = "opencart.no_permission"
_AUTH_CODES = {"ip": NO_PERMISSION, "clock": "opencart.clock"}


def from_bridge(answer: Answer) -> ConnectorError:
    """A shop without the bridge answers with its page for what is not found."""
    code, message = _said(answer.content)
    detail = redact_text(f"{answer.status} {code} {message}".strip())[:500]
    if answer.status in {401, 403}:
        return AuthFailed(detail, code=_AUTH_CODES.get(code))
    if answer.status == 404:  # noqa: PLR2004 - the status is its own name
        return Rejected(detail, code=BRIDGE_MISSING, field="shop_url")
    return error_by_status(answer, detail, rejected_code=REJECTED)


def from_core(answer: Answer) -> ConnectorError:
    """The same 403 stands for a wrong key, an address that is not allowed and a field left out."""
    _, message = _said(answer.content)
    detail = redact_text(f"{answer.status} {message}".strip())[:500]
    if answer.status == 403:  # noqa: PLR2004 - the status is its own name
        return AuthFailed(detail, code=NO_PERMISSION)
    return error_by_status(answer, detail, rejected_code=REJECTED)


def from_good_answer(answer: Answer) -> ConnectorError | None:
    content = answer.content
    if not isinstance(content, Mapping) or not content.get("error"):
        return None
    _, message = _said(content)
    return Rejected(redact_text(message)[:500], code=REJECTED)


def _said(content: object) -> tuple[str, str]:
    """A sentence, a sentence by field, or the bridge's code and sentence."""
    error = content.get("error") if isinstance(content, Mapping) else None
    if not isinstance(error, Mapping):
        return "", str(error or "")
    if "code" in error:
        return str(error["code"]), str(error.get("message") or "")
    return "", " ".join(str(one) for one in error.values())
