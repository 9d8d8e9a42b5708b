"""How the pretend N11 refuses: each family of addresses in its own way."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json

GONE_HTML = b"<html><body><h1>503 Service Unavailable</h1></body></html>"


class ApiError(Exception):
    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.status))
        self.reply = reply


def product_error(status: int, name: str, message: str) -> ApiError:
    """The services under /ms."""
    body: Json = {
        "@type": name,
        "name": name,
        "message": message,
        "description": message,
        "urlStack": "",
        "errors": [{"reason": message}],
    }
    return ApiError(json_reply(body, status))


def order_error(status: int, code: str, message: str) -> ApiError:
    """The services under /rest."""
    body: Json = {
        "code": status,
        "status": "failure",
        "errorCode": code,
        "errorMessage": message,
        "errorCategory": "Api",
    }
    return ApiError(json_reply(body, status))


def plain_refusal() -> ApiError:
    return ApiError(Reply(403, b"Authentication failed", "text/plain"))


def no_such_address() -> Reply:
    return Reply(503, GONE_HTML, "text/html")
