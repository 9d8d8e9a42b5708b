"""PTT AVM's endpoints, one method each, in PTT AVM's words; parcels live on a host of their own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import dump_json
from prapazar.connectors.pttavm.errors import NOT_FOUND
from prapazar.connectors.pttavm.schemas import InvoicePaper, NewProduct, StockPriceItem

_NO_FILTERS = {
    "categoryId": "",
    "subCategoryId": "",
    "isActive": "",
    "isInStock": "",
    "merchantCategoryId": "",
}
"""They have to be named; empty ones let everything through."""

_NOT_THIS_WAY = {"connector.endpoint_changed", NOT_FOUND}
"""Some servers answer a method they do not know with a 404."""


class PttavmClient:
    def __init__(self, api: Caller, cargo: Caller) -> None:
        self._api = api
        self._cargo = cargo

    def close(self) -> None:
        self._api.close()
        self._cargo.close()

    def cargo_profiles(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._api.send(Call("cargo_profiles", "GET", "/shipping/cargo-profiles", "api")).content

    def category_tree(self) -> Any:  # noqa: ANN401 - the provider's answer
        """GET by most sources, POST by one that cites the documents."""
        call = Call("category_tree", "GET", "/categories/category-tree", "api", params={"parent_id": 0})
        other = replace(call, method="POST", params=None, body={"parent_id": 0}, only_asks=True)
        return self._either(call, other)

    def search(self, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {**_NO_FILTERS, "searchPage": page}
        return self._api.send(Call("search", "GET", "/products/search", "api", params=params)).content

    def by_barcodes(self, barcodes: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        path, body = "/products/get-by-barcodes", {"barcodes": list(barcodes)}
        return self._api.send(Call("by_barcodes", "POST", path, "api", body=body, only_asks=True)).content

    def stock_prices(self, items: Sequence[StockPriceItem]) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("stock_prices", "POST", "/products/stock-prices", "api", body={"items": items})
        return self._api.send(call).content

    def upsert(self, items: Sequence[NewProduct]) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("upsert", "POST", "/products/upsert", "api", body={"items": items})
        return self._api.send(call).content

    def tracking_result(self, tracking_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        """POST by the documents, GET in a client that works."""
        path = f"/products/tracking-result/{quote(tracking_id, safe='')}"
        call = Call("tracking_result", "POST", path, "api", only_asks=True)
        return self._either(call, replace(call, method="GET"))

    def orders(self, start: str, end: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"startDate": start, "endDate": end, "isActiveOrders": "false"}
        call = Call("orders", "GET", "/orders/search", "api", params=params, timeout=120.0)
        return self._api.send(call).content

    def order(self, order_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._api.send(Call("order", "GET", f"/orders/{quote(order_id, safe='')}", "api")).content

    def invoice(self, order_id: str, paper: InvoicePaper) -> None:
        body = Body(dump_json(paper).encode(), "application/json", {**paper, "content": None})
        path = f"/orders/{quote(order_id, safe='')}/invoice"
        self._api.send(Call("invoice", "POST", path, "api", body=body))

    def warehouses(self) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("warehouses", "POST", "/get-warehouse", "api", body={}, only_asks=True)
        return self._cargo.send(call).content

    def create_barcode(self, order_id: str, warehouse_id: int) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"orders": [{"order_id": order_id, "warehouse_id": warehouse_id}]}
        return self._cargo.send(Call("create_barcode", "POST", "/create-barcode", "api", body=body)).content

    def barcode_status(self, tracking_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"tracking_id": tracking_id}
        call = Call("barcode_status", "POST", "/barcode-status", "api", body=body, only_asks=True)
        return self._cargo.send(call).content

    def _either(self, call: Call, other: Call) -> Any:  # noqa: ANN401 - the provider's answer
        """The sources disagree on the method: the other one where the first is not known."""
        try:
            return self._api.send(call).content
        except (UnexpectedAnswer, Rejected) as error:
            if error.code not in _NOT_THIS_WAY:
                raise
        return self._api.send(other).content
