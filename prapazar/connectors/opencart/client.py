"""The shop's endpoints, one method each: the bridge's, and of the core API those that do something to a made order."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.paging import Page
from prapazar.connector_kit.parsing import dump_json, mapping, required, rows, text, whole
from prapazar.connectors.opencart.errors import NO_PERMISSION, REJECTED
from prapazar.connectors.opencart.schemas import PriceItem, Raw, StockItem

PAGE = 100
_DOOR = "/index.php"
_BRIDGE = "extension/prapazar/api/"
_GROUP = "api"
_BATCH_SECONDS = 90.0
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_NO_SUCH_CALL = "prapazar_check"
"""Signed like any other, and then not known: it changes nothing."""
_SEPARATORS = {"4.0.2": ".", "4.0.0": "|"}


class OpencartClient:
    def __init__(self, bridge: Caller, core: Caller) -> None:
        self._bridge = bridge
        self._core = core

    def close(self) -> None:
        self._bridge.close()
        self._core.close()

    def shop(self) -> dict[str, Any]:
        return self._asked("shop", {})

    def categories(self) -> list[dict[str, Any]]:
        return rows(required(self._asked("categories", {}), "data"), "data")

    def products(self, page: int) -> Page:
        return self._page("products", {"page": page, "limit": PAGE})

    def orders(self, page: int, *, limit: int = PAGE, **window: int) -> Page:
        """`modified_since` and `modified_until`, or the same of `added`, in seconds since 1970."""
        return self._page("orders", {"page": page, "limit": limit, **window})

    def order(self, order_id: str) -> list[dict[str, Any]]:
        return self._page("orders", {"order_id": order_id}).rows

    def set_stock(self, items: Sequence[StockItem]) -> list[dict[str, Any]]:
        return self._told("stock", items)

    def set_price(self, items: Sequence[PriceItem]) -> list[dict[str, Any]]:
        return self._told("price", items)

    def words(self, name: str) -> list[dict[str, Any]]:
        """`options` with their values, or `attributes`."""
        return rows(required(self._asked("attributes", {}), name), name)

    def pictures(self, marks: Sequence[str]) -> list[dict[str, Any]]:
        return rows(required(self._asked("pictures", {"marks": ",".join(marks)}), "data"), "data")

    def add_picture(self, mark: str, content: bytes) -> str:
        """Answers the file it stands in."""
        body = {"mark": mark, "content": b64encode(content).decode()}
        shown = {"mark": mark, "bytes": len(content)}
        return text(required(self._posted("picture", body, shown), "file"))

    def set_listings(self, items: Sequence[Raw]) -> list[dict[str, Any]]:
        return self._told("listings", items)

    def returns(self, page: int, **window: int) -> Page:
        """`modified_since` and `modified_until`, in seconds since 1970."""
        return self._page("returns", {"page": page, "limit": PAGE, **window})

    def one_return(self, number: str) -> list[dict[str, Any]]:
        return self._page("returns", {"return_id": number}).rows

    def move_return(self, number: str, status: str, comment: str) -> str:
        body = {"return_id": number, "return_status_id": status, "comment": comment}
        return text(required(self._posted("returned", body), "result"))

    def add_hook(self, address: str, secret: str) -> str:
        body = {"address": address, "secret": secret}
        return text(required(self._posted("hook", body, {"address": address}), "hook_id"))

    def remove_hook(self, number: str) -> None:
        self._posted("unhook", {"hook_id": number})

    def check_signature(self) -> None:
        """4.1: raises AuthFailed where the core API does not let us in."""
        try:
            self._signed("check_signature", _NO_SUCH_CALL, {}, only_asks=True)
        except Rejected as error:
            if error.code != REJECTED:
                raise

    def history_add(self, fields: Mapping[str, str]) -> None:
        """4.1: a status for an order, with a note."""
        _success(self._signed("history_add", "history_add", fields))

    def login(self, username: str, key: str) -> str:
        """4.0: the session's id."""
        shown = {"username": username}
        try:
            answer = self._form(
                "login", "api/account/login", {"username": username, "key": key}, shown=shown, only_asks=True
            )
        except Rejected as error:
            if error.code != REJECTED:
                raise
            raise AuthFailed(error.detail, code=NO_PERMISSION) from None
        return text(required(mapping(answer, "login"), "api_token"))

    def add_history(self, version: str, session: str, fields: Mapping[str, str]) -> None:
        """4.0: the same as `history_add`, in a session."""
        route = f"api/sale/order{_SEPARATORS[version]}addHistory"
        _success(self._form("add_history", route, fields, headers={"Cookie": f"OCSESSID={session}"}))

    def _signed(
        self, operation: str, call: str, fields: Mapping[str, str], *, only_asks: bool = False
    ) -> Any:  # noqa: ANN401 - the provider's answer
        params = {
            "route": "api/order",
            "call": call,
            "store_id": "0",
            "language": "en-gb",
            "currency": "TRY",
        }
        body = Body(urlencode(fields).encode(), _FORM, dict(fields))
        sent = Call(operation, "POST", _DOOR, _GROUP, params=params, body=body, only_asks=only_asks)
        return self._core.send(sent).content

    def _form(
        self,
        operation: str,
        route: str,
        fields: Mapping[str, str],
        *,
        shown: object = None,
        headers: Mapping[str, str] | None = None,
        only_asks: bool = False,
    ) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"route": route, "language": "en-gb", "store_id": "0"}
        body = Body(urlencode(fields).encode(), _FORM, shown or dict(fields), headers or {})
        sent = Call(operation, "POST", _DOOR, _GROUP, params=params, body=body, only_asks=only_asks)
        return self._core.send(sent).content

    def _asked(self, name: str, params: Mapping[str, Any]) -> dict[str, Any]:
        sent = Call(name, "GET", _DOOR, _GROUP, params={"route": f"{_BRIDGE}{name}", **params})
        return mapping(self._bridge.send(sent).content, name)

    def _page(self, name: str, params: Mapping[str, Any]) -> Page:
        answer = self._asked(name, params)
        return Page(rows(required(answer, "data"), "data"), whole(required(answer, "total"), "total"))

    def _posted(self, name: str, content: Raw, shown: object = None) -> dict[str, Any]:
        """`shown` where the log may not keep all of it."""
        body = content if shown is None else Body(dump_json(content).encode(), _JSON, shown)
        sent = Call(name, "POST", _DOOR, _GROUP, params={"route": f"{_BRIDGE}{name}"}, body=body)
        return mapping(self._bridge.send(sent).content, name)

    def _told(
        self, name: str, items: Sequence[StockItem] | Sequence[PriceItem] | Sequence[Raw]
    ) -> list[dict[str, Any]]:
        """Results stand in the order of the items."""
        params, body = {"route": f"{_BRIDGE}{name}"}, {"items": list(items)}
        sent = Call(name, "POST", _DOOR, _GROUP, params=params, body=body, timeout=_BATCH_SECONDS)
        found = rows(required(mapping(self._bridge.send(sent).content, name), "data"), "data")
        if len(found) != len(items):
            raise UnexpectedAnswer(f"{len(found)} results of {len(items)} items", raw=found)
        return found


def _success(answer: object) -> None:
    required(mapping(answer, "history"), "success")
