"""The one error body WordPress knows, and the mistakes it is used for."""

from collections.abc import Sequence

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json

CANNOT_VIEW = "woocommerce_rest_cannot_view"
AUTHENTICATION = "woocommerce_rest_authentication_error"


class ShopError(Exception):
    def __init__(self, status: int, code: str, message: str, data: object = None, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.data: object = {"status": status, **more} if data is None else data

    def body(self) -> Json:
        return {"code": self.code, "message": self.message, "data": self.data}

    def reply(self) -> Reply:
        return json_reply(self.body(), self.status)


def invalid_param(field: str, message: str, code: str) -> ShopError:
    return ShopError(
        400,
        "rest_invalid_param",
        f"Invalid parameter(s): {field}",
        params={field: message},
        details={field: {"code": code, "message": message, "data": None}},
    )


def not_in_enum(field: str, allowed: Sequence[str]) -> ShopError:
    return invalid_param(field, f"{field} is not one of {listed(allowed)}.", "rest_not_in_enum")


def missing_param(*fields: str) -> ShopError:
    return ShopError(
        400,
        "rest_missing_callback_param",
        f"Missing parameter(s): {', '.join(fields)}",
        params=list(fields),
    )


def no_route() -> ShopError:
    return ShopError(404, "rest_no_route", "No route was found matching the URL and request method.")


def invalid_id(kind: str) -> ShopError:
    return ShopError(404, f"woocommerce_rest_{kind}_invalid_id", "Invalid ID.")


def no_trash(thing: str) -> ShopError:
    return ShopError(501, "woocommerce_rest_trash_not_supported", f"{thing} do not support trashing.")


def listed(words: Sequence[str]) -> str:
    """`a, b, and c`, as WordPress lists."""
    if len(words) < 2:  # noqa: PLR2004  one word needs no "and"
        return "".join(words)
    if len(words) == 2:  # noqa: PLR2004  two words need no comma
        return f"{words[0]} and {words[1]}"
    return f"{', '.join(words[:-1])}, and {words[-1]}"
