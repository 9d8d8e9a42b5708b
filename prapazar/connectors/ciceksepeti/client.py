"""Çiçeksepeti's endpoints, one method each, in Çiçeksepeti's words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import dump_json
from prapazar.connectors.ciceksepeti.schemas import (
    ChangedProduct,
    ItemCarrier,
    ItemStatus,
    NewProduct,
    OfferItem,
    OrderSearch,
    QuestionAnswer,
    read,
)

LISTING_PAGE = 60
ORDER_PAGE = 100


def told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


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

    def change_carrier(self, items: Sequence[ItemCarrier]) -> None:
        """Of items nobody has begun to prepare."""
        self._sent(
            Call("change_carrier", "PUT", "/Order/CargoCompany", "cargo", body={"items": items}, read=read)
        )

    def status_update(self, items: Sequence[ItemStatus]) -> Any:  # noqa: ANN401 - the provider's answer
        """A step of the seller's own shipping."""
        path, body = "/Order/statusupdatewithsupplierintegration", {"orderItems": items}
        return self._sent(Call("status_update", "PUT", path, "cargo", body=body, read=read))

    def send_invoice_mail(self, items: Sequence[Mapping[str, object]], shown: object) -> None:
        """Each call is a letter to the buyer."""
        content = dump_json({"items": items}).encode()
        body = Body(content, "application/json", shown)
        self._sent(
            Call("send_invoice_mail", "POST", "/Branch/SendInvoiceMail", "cargo", body=body, read=read)
        )

    def canceled_orders(self, page: int, start: datetime, end: datetime) -> Any:  # noqa: ANN401 - the provider's answer
        """By the day they were cancelled or given back; pages are counted from 0; at most a month."""
        body = {
            "pageSize": ORDER_PAGE,
            "page": page,
            "cancellationStartDate": told(start),
            "cancellationEndDate": told(end),
        }
        path = "/Order/getcanceledorders"
        return self._sent(Call("claims", "POST", path, "returns", body=body, only_asks=True, read=read))

    def received(self, item_ids: Sequence[int]) -> Any:  # noqa: ANN401 - the provider's answer
        path, body = "/Order/refundprocessstartreceivedprocess", {"orderItemIds": item_ids}
        return self._sent(Call("received", "POST", path, "received", body=body, read=read))

    def evaluate(self, item_id: int, process: int) -> Any:  # noqa: ANN401 - the provider's answer
        path, body = "/Order/cancelevaluation", {"orderItemId": item_id, "process": process}
        return self._sent(Call("evaluate", "POST", path, "evaluation", body=body, read=read))

    def questions(self, page: int, start: str, end: str) -> Any:  # noqa: ANN401 - the provider's answer
        """Pages are counted from 1; at most 32 days."""
        params = {"Page": page, "CreateStartDate": start, "CreateEndDate": end}
        return self._sent(Call("questions", "GET", "/sellerquestions", "questions", params=params, read=read))

    def answer_question(self, method: str, number: str, answer: QuestionAnswer) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/sellerquestions/{number}"
        return self._sent(Call("answer_question", method, path, "questions", body=answer, read=read))

    def _sent(self, call: Call) -> Any:  # noqa: ANN401 - whatever the provider sent
        return self._caller.send(call).content
