"""Çiçeksepeti's endpoints, one method each, in Çiçeksepeti's words."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.ciceksepeti.schemas import (
    ChangedProduct,
    ItemStatus,
    NewProduct,
    OfferItem,
    OrderSearch,
    QuestionAnswer,
    read,
)

LISTING_PAGE = 60
ORDER_PAGE = 100


class CiceksepetiClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def products(self, page: int, *, size: int = LISTING_PAGE) -> Any:  # noqa: ANN401 - the provider's answer
        """Pages are counted from 1; the same query is answered once in ten minutes."""
        params = {"PageSize": size, "Page": page}
        return self._sent(Call("products", "GET", "/Products", "products", params=params, read=read))

    def product(self, stock_code: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"PageSize": 1, "Page": 1, "StockCode": stock_code}
        return self._sent(Call("product", "GET", "/Products", "products", params=params, read=read))

    def create_products(self, products: Sequence[NewProduct]) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"products": products}
        return self._sent(Call("create_products", "POST", "/Products", "create", body=body, read=read))

    def update_products(self, products: Sequence[ChangedProduct]) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"products": products}
        return self._sent(Call("update_products", "PUT", "/Products", "update", body=body, read=read))

    def categories(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._sent(Call("categories", "GET", "/Categories", timeout=120.0, read=read))

    def attributes(self, category: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._sent(Call("attributes", "GET", f"/Categories/{category}/attributes", read=read))

    def price_and_stock(self, items: Sequence[OfferItem]) -> Any:  # noqa: ANN401 - the provider's answer
        """The same body is taken once in half an hour."""
        path, body = "/Products/price-and-stock", {"items": items}
        return self._sent(Call("price_and_stock", "PUT", path, "price_stock", body=body, read=read))

    def batch_status(self, batch_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/Products/batch-status/{batch_id}"
        return self._sent(Call("batch_status", "GET", path, "batches", read=read))

    def orders(self, search: OrderSearch) -> Any:  # noqa: ANN401 - the provider's answer
        """Pages are counted from 0; the same body is answered once a minute."""
        path, body = "/Order/GetOrders", {"pageSize": ORDER_PAGE, **search}
        return self._sent(Call("orders", "POST", path, "orders", body=body, only_asks=True, read=read))

    def ready_for_cargo(self, item_ids: Sequence[int]) -> Any:  # noqa: ANN401 - the provider's answer
        """One parcel under Çiçeksepeti's contract."""
        path = "/Order/readyforcargowithcsintegration"
        body = {"orderItemsGroup": [{"orderItemIds": item_ids}]}
        return self._sent(Call("ready_for_cargo", "PUT", path, "cargo", body=body, read=read))

    def status_update(self, items: Sequence[ItemStatus]) -> Any:  # noqa: ANN401 - the provider's answer
        """A step of the seller's own shipping."""
        path, body = "/Order/statusupdatewithsupplierintegration", {"orderItems": items}
        return self._sent(Call("status_update", "PUT", path, "cargo", body=body, read=read))

    def questions(self, page: int, start: str, end: str) -> Any:  # noqa: ANN401 - the provider's answer
        """Pages are counted from 1; at most 32 days."""
        params = {"Page": page, "CreateStartDate": start, "CreateEndDate": end}
        return self._sent(Call("questions", "GET", "/sellerquestions", "questions", params=params, read=read))

    def answer_question(self, method: str, number: str, answer: QuestionAnswer) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/sellerquestions/{number}"
        return self._sent(Call("answer_question", method, path, "questions", body=answer, read=read))

    def _sent(self, call: Call) -> Any:  # noqa: ANN401 - whatever the provider sent
        return self._caller.send(call).content
