"""Etsy's endpoints, one method each, in Etsy's words: listings go as forms, inventory and shipments as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from prapazar.connector_kit.forms import Part, fields, form
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connectors.etsy import errors
from prapazar.connectors.etsy.schemas import Form, Inventory, Tracking

PAGE = 100
_GROUP = "api"
_ROOT = "/v3/application"
_NEW = {"legacy": "false"}
"""Processing times of receipts as readiness states; of listings they always are, and the word is gone there."""


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """As it was read; the traffic log sees only how large it is."""

    content: bytes

    def __str__(self) -> str:
        return f"{len(self.content)} bytes"


class EtsyClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def me(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("me", "/users/me")

    def shop(self, shop: int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("shop", f"/shops/{shop}")

    def listings(self, shop: int, state: str, offset: int) -> Any:  # noqa: ANN401 - the provider's answer
        asked = {"state": state, "includes": "Inventory,Images", "limit": PAGE, "offset": offset}
        sorting = {"sort_on": "created", "sort_order": "asc"}
        return self._ask("listings", f"/shops/{shop}/listings", **asked, **sorting)

    def inventory(self, listing: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("inventory", f"/listings/{listing}/inventory", includes="Listing")

    def write_inventory(self, listing: str, inventory: Inventory) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{_ROOT}/listings/{listing}/inventory"
        return self._send(Call("write_inventory", "PUT", path, _GROUP, body=inventory))

    def create_listing(self, shop: int, form: Form) -> Any:  # noqa: ANN401 - the provider's answer
        return self._write("create_listing", "POST", f"/shops/{shop}/listings", form)

    def update_listing(self, shop: int, listing: str, form: Form) -> Any:  # noqa: ANN401 - the provider's answer
        return self._write("update_listing", "PATCH", f"/shops/{shop}/listings/{listing}", form)

    def set_property(self, shop: int, listing: str, number: str, form: Form) -> None:
        self._write("set_property", "PUT", f"/shops/{shop}/listings/{listing}/properties/{number}", form)

    def upload_image(self, shop: int, listing: str, image: bytes, rank: int) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{_ROOT}/shops/{shop}/listings/{listing}/images"
        return self._send(Call("upload_image", "POST", path, _GROUP, body=_multipart(image, rank)))

    def delete_image(self, shop: int, listing: str, image: str) -> None:
        path = f"{_ROOT}/shops/{shop}/listings/{listing}/images/{image}"
        self._send(Call("delete_image", "DELETE", path, _GROUP))

    def images(self, listing: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("images", f"/listings/{listing}/images")

    def taxonomy(self) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{_ROOT}/seller-taxonomy/nodes"
        return self._send(Call("taxonomy", "GET", path, _GROUP, timeout=120.0))

    def properties(self, taxonomy: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("properties", f"/seller-taxonomy/nodes/{taxonomy}/properties")

    def shipping_profiles(self, shop: int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("shipping_profiles", f"/shops/{shop}/shipping-profiles")

    def return_policies(self, shop: int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("return_policies", f"/shops/{shop}/policies/return")

    def readiness_states(self, shop: int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("readiness_states", f"/shops/{shop}/readiness-state-definitions", limit=PAGE)

    def receipts(self, shop: int, field: str, least: int, most: int, offset: int, limit: int = PAGE) -> Any:  # noqa: ANN401 - the provider's answer
        """`field` is created or last_modified; both ends are included."""
        sort_on = "created" if field == "created" else "updated"
        asked = {f"min_{field}": least, f"max_{field}": most, "limit": limit, "offset": offset}
        path = f"/shops/{shop}/receipts"
        return self._ask("receipts", path, **asked, sort_on=sort_on, sort_order="asc", **_NEW)

    def receipt(self, shop: int, receipt: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("receipt", f"/shops/{shop}/receipts/{receipt}", **_NEW)

    def ship(self, shop: int, receipt: str, tracking: Tracking) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"{_ROOT}/shops/{shop}/receipts/{receipt}/tracking"
        return self._send(Call("ship", "POST", path, _GROUP, params=_NEW, body=tracking))

    def carriers(self, country: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("carriers", "/shipping-carriers", origin_country_iso=country)

    def ledger(self, shop: int, least: int, most: int, offset: int) -> Any:  # noqa: ANN401 - the provider's answer
        asked = {"min_created": least, "max_created": most, "limit": PAGE, "offset": offset}
        return self._ask("ledger", f"/shops/{shop}/payment-account/ledger-entries", **asked)

    def ledger_payments(self, shop: int, entries: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/shops/{shop}/payment-account/ledger-entries/payments"
        return self._ask("ledger_payments", path, ledger_entry_ids=",".join(entries))

    def _ask(self, operation: str, path: str, **params: object) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send(Call(operation, "GET", f"{_ROOT}{path}", _GROUP, params=params))

    def _write(self, operation: str, method: str, path: str, form: Form) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send(Call(operation, method, f"{_ROOT}{path}", _GROUP, body=_form(form)))

    def _send(self, call: Call) -> Any:  # noqa: ANN401 - the provider's answer
        """Each answer says what is left: where that is nothing, the next call of any process waits."""
        answer = self._caller.send(call)
        if wait := errors.pause(answer.headers):
            self._caller.wire.limiter.hold(f"{self._caller.account}:{_GROUP}", wait)
        return answer.content


def _form(form: Form) -> Body:
    pairs = [pair for name, value in form.items() for pair in _pairs(name, value)]
    return Body(urlencode(pairs).encode(), "application/x-www-form-urlencoded", dict(form))


def _pairs(name: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, list | tuple):
        return [(f"{name}[]", str(one)) for one in value]
    return [(name, format(value, "f") if hasattr(value, "as_tuple") else str(value))]


def _multipart(image: bytes, rank: int) -> Body:
    """In place of the one that has the rank."""
    file = Part("image", image, "image.jpg", "application/octet-stream")
    told = fields({"rank": str(rank), "overwrite": "true"})
    return form([*told, file], {"rank": rank, "bytes": len(image)})
