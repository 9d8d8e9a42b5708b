"""Pazarama's endpoints, one method each, in Pazarama's words; every answer comes out of its envelope."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.pazarama.schemas import ItemStatus, OrderSearch, PriceItem, StockItem

LISTING_PAGE = 100
ORDER_PAGE = 100
BATCH_PAGE = 3000


class PazaramaClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def products(self, kind: str, cursor: str | None, *, size: int = LISTING_PAGE) -> Any:  # noqa: ANN401 - the provider's answer
        """`kind` is approved or unapproved."""
        params = {"Size": size, **({"Cursor": cursor} if cursor else {})}
        return self._data(Call(f"products_{kind}", "GET", f"/product/products/{kind}", "api", params=params))

    def category_tree(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._data(Call("category_tree", "GET", "/category/getCategoryTree", "api", timeout=120.0))

    def update_stock(self, items: Sequence[StockItem]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._push("update_stock", "/product/updateStock-v2", items)

    def update_price(self, items: Sequence[PriceItem]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._push("update_price", "/product/updatePrice-v2", items)

    def projections(self, data_id: str, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/listing-state/batch-id/{data_id}/lake-projections"
        params = {"page": page, "pageSize": BATCH_PAGE}
        return self._data(Call("projections", "GET", path, "api", params=params))

    def orders(self, search: OrderSearch) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/order/getOrdersForApi"
        return self._data(Call("orders", "POST", path, "api", body=search, only_asks=True))

    def update_order_status(self, order_number: int, item: ItemStatus) -> None:
        body = {"orderNumber": order_number, "item": item}
        self._caller.send(Call("update_order_status", "PUT", "/order/updateOrderStatus", "api", body=body))

    def seller_delivery(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._data(Call("seller_delivery", "GET", "/sellerRegister/getSellerDelivery", "api"))

    def _push(self, operation: str, path: str, items: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._data(Call(operation, "POST", path, "stock_price", body={"items": items}))

    def _data(self, call: Call) -> Any:  # noqa: ANN401 - whatever the envelope holds
        content = self._caller.send(call).content
        if not isinstance(content, dict) or "data" not in content:
            raise UnexpectedAnswer("an envelope was promised", raw=content)
        return content["data"]
