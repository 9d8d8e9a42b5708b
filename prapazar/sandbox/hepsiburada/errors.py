"""How each host refuses: bare strings, empty bodies, problem details, and failures inside a 200."""

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply


class Refusal(Exception):
    """An answer that is no success, as the host gives it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def bare(status: int, message: str) -> Refusal:
    """The Go services say a JSON string and nothing else."""
    return Refusal(Reply(status, jsontext.dump(message).encode()))


def not_found(message: str) -> Refusal:
    return bare(404, message)


def problem(name: str, message: str) -> Refusal:
    """ASP.NET's ProblemDetails, as finance answers."""
    body = {
        "type": "https://tools.ietf.org/html/rfc7231#section-6.5.1",
        "title": "One or more validation errors occurred.",
        "status": 400,
        "errors": {name: [message]},
    }
    return Refusal(json_reply(body, 400))


def hidden(code: int, message: str) -> Refusal:
    """The catalogue refuses inside a 200."""
    return Refusal(
        json_reply({"success": False, "code": code, "version": 1, "message": message, "data": None})
    )


def question(code: int, message: str, field: str | None = None, status: int = 400) -> Refusal:
    error = {"message": message, "internalMessage": message}
    if field:
        error["fieldName"] = field
    return Refusal(json_reply({"code": code, "errors": [error]}, status))


def unauthorized(host: str) -> Refusal:
    if host == "listing-external":
        return Refusal(Reply(401, b"Missing Credentials!", "text/plain; charset=utf-8"))
    return Refusal(empty_reply(401))


def throttled(host: str, wait_seconds: float) -> Refusal:
    """Orders say 429 and when to come back; the catalogue says 403 and nothing."""
    if host == "mpop":
        return Refusal(empty_reply(403))
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{wait_seconds:g}"}
    return Refusal(Reply(429, b"", None, headers))
