"""Pazarama's endpoints, one method each, in Pazarama's words; every answer comes out of its envelope."""

from collections.abc import Mapping, Sequence
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.pazarama.schemas import (
    Decision,
    ItemStatus,
    NewProduct,
    OrderSearch,
    PriceItem,
    RefundSearch,
    StockItem,
)

LISTING_PAGE = 100
ORDER_PAGE = 100
BATCH_PAGE = 3000
RETURNS = "/order/getRefund"
CANCELS = "/order/api/cancel/items"
RETURNS_DECIDED = "/order/updateRefund"
CANCELS_DECIDED = "/order/api/cancel"


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

    def category_with_attributes(self, category_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"Id": category_id}
        return self._data(
            Call("category_attributes", "GET", "/category/getCategoryWithAttributes", "api", params=params)
        )

    def brands(self, name: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"Page": 1, "Size": LISTING_PAGE, "name": name}
        return self._data(Call("brands", "GET", "/brand/getBrands", "api", params=params))

    def create_products(self, products: Sequence[NewProduct]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._data(
            Call("create_products", "POST", "/product/create", "create", body={"products": products})
        )

    def batch_result(self, batch_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"BatchRequestId": batch_id}
        return self._data(Call("batch_result", "GET", "/product/getProductBatchResult", "api", params=params))

    def refunds(self, path: str, search: RefundSearch) -> Any:  # noqa: ANN401 - the provider's answer
        """Returns and cancellations are asked for alike."""
        return self._data(Call("refunds", "POST", path, "api", body=search, only_asks=True))

    def update_refund(self, decision: Decision) -> None:
        self._caller.send(Call("update_refund", "POST", RETURNS_DECIDED, "api", body=decision))

    def update_cancellation(self, decision: Decision) -> None:
        self._caller.send(Call("update_cancellation", "PUT", CANCELS_DECIDED, "api", body=decision))

    def questions(self, search: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the provider's answer
        path = "/QuestionAnswer/getApprovalAnswersByMerchantSearch"
        return self._data(Call("questions", "POST", path, "api", body=search, only_asks=True))

    def answer_question(self, question_id: str, text: str) -> None:
        body = {"questionId": question_id, "text": text}
        self._caller.send(Call("answer_question", "PUT", "/QuestionAnswer/sellerAnswer", "api", body=body))

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

    def invoice_link(self, order_id: str, link: str) -> None:
        """Of a whole order: no company and no tracking number."""
        body = {"invoiceLink": link, "orderid": order_id, "deliveryCompanyId": None, "trackingNumber": None}
        self._caller.send(Call("invoice_link", "POST", "/order/invoice-link", "api", body=body))

    def multiple_invoice_link(self, order_id: str, link: str, item_ids: Sequence[str]) -> None:
        body = {"orderId": order_id, "invoiceLink": link, "orderItemIds": list(item_ids)}
        self._caller.send(
            Call("multiple_invoice_link", "POST", "/order/multiple-invoice-link", "api", body=body)
        )

    def seller_delivery(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._data(Call("seller_delivery", "GET", "/sellerRegister/getSellerDelivery", "api"))

    def _push(self, operation: str, path: str, items: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._data(Call(operation, "POST", path, "stock_price", body={"items": items}))

    def _data(self, call: Call) -> Any:  # noqa: ANN401 - whatever the envelope holds
        content = self._caller.send(call).content
        if not isinstance(content, dict) or "data" not in content:
            raise UnexpectedAnswer("an envelope was promised", raw=content)
        return content["data"]
