"""What SMTP servers say, in our five errors; each tells the merchant what to look at."""

from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

BAD_RECIPIENT, GREYLISTED = "smtp.bad_recipient", "smtp.greylisted"
_WAIT, _LONG_WAIT = 120.0, 3_600.0
_GREY_WAIT = 300.0
"""RFC 6647 tells servers to let a second try pass after minutes."""
_QUOTA, _TOO_BIG = "5.4.5", 552
_BY_STATUS = {401: "smtp.login_refused", 422: "smtp.bad_sender", 503: "smtp.no_connection"}
_PASSING = range(400, 500)


def from_answer(answer: Answer) -> ConnectorError:
    said: Mapping[str, Any] = answer.content if isinstance(answer.content, Mapping) else {}
    detail, words = told(said), str(said.get("words") or "")
    code = f"smtp.{said['problem']}" if said.get("problem") else ""
    if answer.status == 429:  # noqa: PLR2004 - told to come later
        return RateLimited(detail, retry_after=_LONG_WAIT if words.startswith(_QUOTA) else _WAIT)
    if answer.status == 401:  # noqa: PLR2004 - nothing goes before somebody mends the form
        not_welcome = said.get("step") == "greeting"
        return AuthFailed(detail, code=code or ("smtp.not_welcome" if not_welcome else _BY_STATUS[401]))
    if answer.status == 422:  # noqa: PLR2004 - the envelope's sender is refused
        if said.get("code") == _TOO_BIG:
            return Rejected(detail, code="smtp.too_big")
        return AuthFailed(detail, code=_BY_STATUS[422])
    if answer.status == 503 and int(said.get("code") or 0) >= 0:  # noqa: PLR2004 - nothing was done
        return Unavailable(detail, code=code or _BY_STATUS[503])
    return Unavailable(detail, code="connector.broken_answer")


def of_letter(said: Mapping[str, Any]) -> ConnectorError:
    """The server refuses this recipient, or this letter, and none but it."""
    code = int(said.get("code") or 0)
    if code in _PASSING:
        return RateLimited(told(said), retry_after=_GREY_WAIT, code=GREYLISTED)
    if code == _TOO_BIG:
        return Rejected(told(said), code="smtp.too_big")
    is_address = said.get("step") == "rcpt"
    return Rejected(told(said), code=BAD_RECIPIENT if is_address else "smtp.refused")


def told(said: Mapping[str, Any]) -> str:
    """The server's own words, without people."""
    parts = [str(said.get(name) or "") for name in ("code", "words", "problem")]
    return redact_text(" ".join(one for one in parts if one))[:300]
