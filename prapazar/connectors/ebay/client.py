"""eBay's endpoints, one method each, in eBay's words; each goes out with the token and to the host it wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack
from urllib.parse import quote

from prapazar.connector_kit.http import Answer, Body, Call, Caller
from prapazar.connector_kit.parsing import dump_json
from prapazar.connectors.ebay.schemas import Cancellation, Change, Shipment

ITEM_PAGE = 200
ORDER_PAGE = 200
MOST_ORDER_IDS = 50
MESSAGE_PAGE = 50
CLAIM_PAGE = 100
TRANSACTION_PAGE = 100
PAYOUT_PAGE = 100
DISPUTE_PAGE = 100
_INVENTORY = "/sell/inventory/v1"
_FULFILLMENT = "/sell/fulfillment/v1"
_NOTIFICATION = "/commerce/notification/v1"
_TAXONOMY = "/commerce/taxonomy/v1"
_POST_ORDER = "/post-order/v2"
_MESSAGE = "/commerce/message/v1"


class Sent(TypedDict, total=False):
    """What goes with a call, as http.Call names it."""

    params: Mapping[str, Any]
    body: object
    timeout: float


@dataclass(frozen=True)
class Callers:
    """The same account by four doors."""

    user: Caller
    application: Caller
    post_order: Caller
    finances: Caller
    """At a host of its own."""

    def close(self) -> None:
        for one in (self.user, self.application, self.post_order, self.finances):
            one.close()


class EbayClient:
    def __init__(self, callers: Callers) -> None:
        self._by = callers

    def close(self) -> None:
        self._by.close()

    def items(self, page: int, limit: int = ITEM_PAGE) -> Any:  # noqa: ANN401 - the provider's answer
        """The offset of this list counts pages."""
        params = {"limit": limit, "offset": page}
        return self._inventory("items", "GET", "/inventory_item", params=params).content

    def item(self, sku: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._inventory("item", "GET", f"/inventory_item/{_part(sku)}").content

    def put_item(self, sku: str, item: object, language: str) -> None:
        path = f"/inventory_item/{_part(sku)}"
        self._inventory("put_item", "PUT", path, body=_spoken(item, language))

    def group(self, key: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._inventory("group", "GET", f"/inventory_item_group/{_part(key)}").content

    def put_group(self, key: str, group: object, language: str) -> None:
        path = f"/inventory_item_group/{_part(key)}"
        self._inventory("put_group", "PUT", path, body=_spoken(group, language))

    def offers(self, sku: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"sku": sku, "format": "FIXED_PRICE"}
        return self._inventory("offers", "GET", "/offer", params=params).content

    def create_offer(self, offer: object, language: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._inventory("create_offer", "POST", "/offer", body=_spoken(offer, language)).content

    def put_offer(self, offer_id: str, offer: object, language: str) -> None:
        self._inventory("put_offer", "PUT", f"/offer/{_part(offer_id)}", body=_spoken(offer, language))

    def publish(self, offer_id: str) -> None:
        self._inventory("publish", "POST", f"/offer/{_part(offer_id)}/publish")

    def publish_group(self, key: str, marketplace: str) -> None:
        body = {"inventoryItemGroupKey": key, "marketplaceId": marketplace}
        self._inventory("publish_group", "POST", "/offer/publish_by_inventory_item_group", body=body)

    def update_price_quantity(self, changes: Sequence[Change]) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"requests": list(changes)}
        return self._inventory("update", "POST", "/bulk_update_price_quantity", body=body).content

    def locations(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._inventory("locations", "GET", "/location", params={"limit": 100}).content

    def policies(self, kind: str, marketplace: str) -> Any:  # noqa: ANN401 - the provider's answer
        """`kind` is fulfillment, payment or return."""
        path, params = f"/sell/account/v1/{kind}_policy", {"marketplace_id": marketplace}
        return self._by.user.send(Call(f"{kind}_policies", "GET", path, "account", params=params)).content

    def orders(self, criteria: str, offset: int, limit: int = ORDER_PAGE) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"filter": criteria, "limit": limit, "offset": offset}
        return self._fulfillment("orders", "GET", "/order", params=params).content

    def orders_named(self, numbers: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"orderIds": ",".join(numbers)}
        return self._fulfillment("orders_named", "GET", "/order", params=params).content

    def order(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._fulfillment("order", "GET", f"/order/{_part(number)}").content

    def fulfillments(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._fulfillment(
            "fulfillments", "GET", f"/order/{_part(number)}/shipping_fulfillment"
        ).content

    def ship(self, number: str, shipment: Shipment) -> None:
        self._fulfillment("ship", "POST", f"/order/{_part(number)}/shipping_fulfillment", body=shipment)

    def cancel(self, cancellation: Cancellation) -> None:
        self._post_order("cancel", "POST", "/cancellation", body=cancellation)

    def decide_cancellation(self, number: str, decision: str, body: Mapping[str, object]) -> None:
        """`decision` is approve or reject."""
        self._post_order(f"cancel_{decision}", "POST", f"/cancellation/{_part(number)}/{decision}", body=body)

    def returns(self, since: str, until: str, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        return self._post_order("returns", "GET", "/return/search", params=_asked(since, until, page)).content

    def decide_return(self, number: str, decision: Mapping[str, object]) -> None:
        self._post_order("decide_return", "POST", f"/return/{_part(number)}/decide", body=decision)

    def inquiries(self, since: str, until: str, page: int) -> Any:  # noqa: ANN401 - the provider's answer
        asked = _asked(since, until, page, "inquiry_creation")
        return self._post_order("inquiries", "GET", "/inquiry/search", params=asked).content

    def inquiry(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._post_order("inquiry", "GET", f"/inquiry/{_part(number)}").content

    def answer_inquiry(self, number: str, answer: str, body: Mapping[str, object]) -> None:
        """`answer` is issue_refund or provide_shipment_info."""
        self._post_order(answer, "POST", f"/inquiry/{_part(number)}/{answer}", body=body)

    def disputes(self, since: str, until: str, offset: int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"open_date_from": since, "open_date_to": until, "limit": DISPUTE_PAGE, "offset": offset}
        return self._disputed("disputes", "GET", "_summary", params=params)

    def dispute(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._disputed("dispute", "GET", f"/{_part(number)}")

    def answer_dispute(self, number: str, answer: str, body: Mapping[str, object]) -> None:
        """`answer` is accept or contest."""
        self._disputed(f"{answer}_dispute", "POST", f"/{_part(number)}/{answer}", body=body)

    def transactions(self, criteria: str, offset: int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"filter": criteria, "limit": TRANSACTION_PAGE, "offset": offset}
        path = "/sell/finances/v1/transaction"
        return self._by.finances.send(Call("transactions", "GET", path, "finances", params=params)).content

    def payouts(self, criteria: str, offset: int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"filter": criteria, "limit": PAYOUT_PAGE, "offset": offset}
        path = "/sell/finances/v1/payout"
        return self._by.finances.send(Call("payouts", "GET", path, "finances", params=params)).content

    def conversations(self, since: str, until: str, offset: int) -> Any:  # noqa: ANN401 - the provider's answer
        params = {
            "conversation_type": "FROM_MEMBERS",
            "start_time": since,
            "end_time": until,
            "limit": MESSAGE_PAGE,
            "offset": offset,
        }
        return self._message("conversations", "GET", "/conversation", params=params).content

    def conversation(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"conversation_type": "FROM_MEMBERS", "limit": MESSAGE_PAGE}
        return self._message("conversation", "GET", f"/conversation/{_part(number)}", params=params).content

    def send_message(self, conversation: str, words: str) -> None:
        body = {"conversationId": conversation, "messageText": words}
        self._message("send_message", "POST", "/send_message", body=body)

    def tree_id(self, marketplace: str) -> Any:  # noqa: ANN401 - the provider's answer
        params = {"marketplace_id": marketplace}
        return self._taxonomy("tree_id", "/get_default_category_tree_id", params=params)

    def tree(self, tree: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._taxonomy("tree", f"/category_tree/{_part(tree)}", params={}, timeout=120.0)

    def aspects(self, tree: str, category: str) -> Any:  # noqa: ANN401 - the provider's answer
        path = f"/category_tree/{_part(tree)}/get_item_aspects_for_category"
        return self._taxonomy("aspects", path, params={"category_id": category})

    def public_key(self, key_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._notification("public_key", "GET", f"/public_key/{_part(key_id)}").content

    def configure(self, email: str) -> None:
        self._notification("config", "PUT", "/config", body={"alertEmail": email})

    def destinations(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._notification("destinations", "GET", "/destination?limit=100").content

    def add_destination(self, destination: Mapping[str, object]) -> str:
        return _new_id(self._notification("add_destination", "POST", "/destination", body=destination))

    def remove_destination(self, number: str) -> None:
        self._notification("remove_destination", "DELETE", f"/destination/{_part(number)}")

    def subscriptions(self) -> Any:  # noqa: ANN401 - the provider's answer
        return self._subscription("subscriptions", "GET", "?limit=100").content

    def subscribe(self, subscription: Mapping[str, object]) -> str:
        return _new_id(self._subscription("subscribe", "POST", "", body=subscription))

    def unsubscribe(self, number: str) -> None:
        self._subscription("unsubscribe", "DELETE", f"/{_part(number)}")

    def _inventory(self, operation: str, method: str, path: str, **sent: Unpack[Sent]) -> Answer:
        return self._send(self._by.user, operation, method, f"{_INVENTORY}{path}", "inventory", **sent)

    def _fulfillment(self, operation: str, method: str, path: str, **sent: Unpack[Sent]) -> Answer:
        return self._send(self._by.user, operation, method, f"{_FULFILLMENT}{path}", "fulfillment", **sent)

    def _post_order(self, operation: str, method: str, path: str, **sent: Unpack[Sent]) -> Answer:
        return self._send(
            self._by.post_order, operation, method, f"{_POST_ORDER}{path}", "post_order", **sent
        )

    def _disputed(self, operation: str, method: str, path: str, **sent: Unpack[Sent]) -> Any:  # noqa: ANN401 - the provider's answer
        """At the host of the finances."""
        whole = f"{_FULFILLMENT}/payment_dispute{path}"
        return self._send(self._by.finances, operation, method, whole, "disputes", **sent).content

    def _message(self, operation: str, method: str, path: str, **sent: Unpack[Sent]) -> Answer:
        return self._send(self._by.user, operation, method, f"{_MESSAGE}{path}", "message", **sent)

    def _taxonomy(self, operation: str, path: str, **sent: Unpack[Sent]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._send(
            self._by.application, operation, "GET", f"{_TAXONOMY}{path}", "taxonomy", **sent
        ).content

    def _notification(self, operation: str, method: str, path: str, **sent: Unpack[Sent]) -> Answer:
        return self._send(
            self._by.application, operation, method, f"{_NOTIFICATION}{path}", "notification", **sent
        )

    def _subscription(self, operation: str, method: str, path: str, **sent: Unpack[Sent]) -> Answer:
        """Of a seller's own events, so that it is the seller who has to ask."""
        whole = f"{_NOTIFICATION}/subscription{path}"
        return self._send(self._by.user, operation, method, whole, "notification", **sent)

    @staticmethod
    def _send(
        by: Caller,
        operation: str,
        method: str,
        path: str,
        group: str,
        **sent: Unpack[Sent],
    ) -> Answer:
        return by.send(Call(operation, method, path, group, **sent))


def _part(value: str) -> str:
    return quote(value, safe="")


def _spoken(body: object, language: str) -> Body:
    """Content is written in the marketplace's language, and has to say so."""
    headers = {"content-language": language}
    return Body(dump_json(body).encode(), "application/json", body, headers)


def _asked(since: str, until: str, page: int, name: str = "creation") -> dict[str, object]:
    """The offset of these lists counts pages from one."""
    return {
        f"{name}_date_range_from": since,
        f"{name}_date_range_to": until,
        "limit": CLAIM_PAGE,
        "offset": page,
    }


def _new_id(answer: Answer) -> str:
    """What was made is named at the end of its address; its body is empty."""
    return answer.headers.get("location", "").rstrip("/").rpartition("/")[2]
