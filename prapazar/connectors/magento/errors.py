"""What Magento's error answers mean, in our five errors; its messages come with places to be filled in."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from prapazar.connector_kit import parsing
from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "magento.not_found"
_NO_ROUTE = "Request does not match any route"
_NOT_ALLOWED = "isn't authorized to access"
_OAUTH_WORDS = ("signature method", "oauth_", "timestamp")
"""Of refused signatures that come with a 400."""
_BAD_REQUEST, _NOT_FOUND_STATUS = 400, 404


def from_answer(answer: Answer) -> ConnectorError:
    message = said(answer.content)
    detail = redact_text(f"{answer.status} {message}".strip())[:500]
    if answer.status in {401, 403}:
        return AuthFailed(detail, code="magento.not_allowed" if _NOT_ALLOWED in message else None)
    if answer.status == _BAD_REQUEST and _is_oauth(answer.content, message):
        return AuthFailed(detail)
    if answer.status == _NOT_FOUND_STATUS:
        is_elsewhere = not message or _NO_ROUTE in message
        field = "shop_url" if is_elsewhere else None
        return Rejected(detail, code="magento.no_such_address" if is_elsewhere else NOT_FOUND, field=field)
    return error_by_status(answer, detail, rejected_code="magento.rejected")


def said(content: object) -> str:
    """The message with its parameters in their places, and those of the single errors behind it."""
    if not isinstance(content, Mapping):
        return ""
    told = [
        filled(content),
        *(filled(one) for one in content.get("errors") or [] if isinstance(one, Mapping)),
    ]
    return "; ".join(one for one in told if one)


def filled(content: Mapping[str, object]) -> str:
    """Parameters come by name, or as a list for `%1`, `%2`; price problems name theirs and list them too."""
    message = str(content.get("message") or content.get("oauth_problem") or "")
    given = content.get("parameters")
    if isinstance(given, list):
        words = {str(place): str(value) for place, value in enumerate(given, 1)}
        rest = [value for place, value in words.items() if f"%{place}" not in message]
    elif isinstance(given, Mapping):
        words, rest = {str(name): str(value) for name, value in given.items()}, []
    else:
        return message
    for name in sorted(words, key=len, reverse=True):
        message = message.replace(f"%{name}", words[name])
    return f"{message} ({', '.join(rest)})" if rest else message


def read(content: bytes) -> object:
    """JSON, but OAuth's own problems may come as a form."""
    if content.startswith(b"oauth_problem="):
        return {name: values[-1] for name, values in parse_qs(content.decode()).items()}
    return parsing.load_json(content)


def _is_oauth(content: object, message: str) -> bool:
    named = isinstance(content, Mapping) and "oauth_problem" in content
    return named or any(word in message.lower() for word in _OAUTH_WORDS)
