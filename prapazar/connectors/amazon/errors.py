"""What Amazon's error answers mean, in our five errors; its log-in and its document store speak differently."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prapazar.connector_kit.answers import error_by_status, retry_after
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "amazon.not_found"
DENIED = "amazon.access_denied"
CONFLICT = "amazon.conflict"
_REJECTED = "amazon.rejected"
_DEFAULT_WAIT = 10.0
_LOGINS = {"invalid_grant": "amazon.consent_gone", "invalid_client": "amazon.client_refused"}
_LONGEST = 500


def from_answer(answer: Answer) -> ConnectorError:
    code, detail = _said(answer)
    if answer.status == 429:  # noqa: PLR2004 - the status is its own name
        wait = retry_after(answer, default=answer.pace or _DEFAULT_WAIT)
        return RateLimited(detail, retry_after=wait, code="amazon.quota")
    if answer.status == 403:  # noqa: PLR2004 - the status is its own name
        return AuthFailed(detail, code=DENIED)
    rejected = NOT_FOUND if answer.status == 404 or code.upper() == "NOT_FOUND" else _REJECTED  # noqa: PLR2004 - likewise
    if answer.status == 409:  # noqa: PLR2004 - likewise
        rejected = CONFLICT
    return error_by_status(answer, detail, rejected_code=rejected)


def from_login(answer: Answer) -> ConnectorError:
    """A consent that ended after a year, or a secret nobody renewed, are both said here."""
    content = answer.content if isinstance(answer.content, Mapping) else {}
    code = _LOGINS.get(str(content.get("error")))
    detail = redact_text(f"{answer.status} {content.get('error_description') or content.get('error') or ''}")
    if code:
        return AuthFailed(detail.strip()[:_LONGEST], code=code)
    return error_by_status(answer, detail.strip()[:_LONGEST], rejected_code=_REJECTED)


def from_store(answer: Answer) -> ConnectorError:
    """Its addresses are good for minutes; a refusal is about the address and not about the merchant."""
    if answer.status == 403:  # noqa: PLR2004 - the status is its own name
        return Unavailable("the document's address is no longer good", code="amazon.document_gone")
    return error_by_status(answer, f"{answer.status}", rejected_code="amazon.document_gone")


@contextmanager
def beside_orders(code: str = DENIED) -> Iterator[None]:
    """Around what an app may lack the role for while it trades well: such a refusal must not end the connection."""
    try:
        yield
    except AuthFailed as error:
        if error.code != DENIED:
            raise
        raise Rejected(error.detail, code=code) from error


def is_missing(error: Rejected) -> bool:
    return error.code == NOT_FOUND


def _said(answer: Answer) -> tuple[str, str]:
    """Code and sentences of the first error."""
    content = answer.content if isinstance(answer.content, Mapping) else {}
    errors = content.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else {}
    code = str(first.get("code") or "")
    words = [str(answer.status), code, str(first.get("message") or ""), str(first.get("details") or "")]
    return code, redact_text(" ".join(word for word in words if word))[:_LONGEST]
