"""Amazon's operations, one method each, in Amazon's words; each has a usage plan of its own."""

import gzip
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import load_json, mapping, optional, required, rows, text
from prapazar.connectors.amazon.schemas import ListingBody, Marketplace, PatchBody, Shipment

Row = dict[str, Any]
LISTING_PAGE = 20
ORDER_PAGE = 100
JSON_FEED = "JSON_LISTINGS_FEED"
JSON_TYPE = "application/json; charset=UTF-8"
_LISTING_PARTS = "summaries,attributes,offers,fulfillmentAvailability,relationships"
_ORDER_PARTS = "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES,TAX"
_ORDERS = "/orders/2026-01-01/orders"
_OLDER = "/orders/v0/orders"
_FEEDS = "/feeds/2021-06-30"
_DESTINATIONS = "/notifications/v1/destinations"
_SUBSCRIPTIONS = "/notifications/v1/subscriptions"
_REPORTS = "/reports/2021-06-30"
_MESSAGING = "/messaging/v1/orders"
_TYPES = "/definitions/2020-09-01/productTypes"


class AmazonClient:
    def __init__(
        self,
        api: Caller,
        app: Caller,
        restricted: Caller,
        store: Caller,
        seller_id: str,
        marketplace: Marketplace,
    ) -> None:
        self._api = api
        self._app = app
        self._restricted = restricted
        self._store = store
        self._seller_id = seller_id
        self._marketplace = marketplace
        self._listings = f"/listings/2021-08-01/items/{quote(seller_id, safe='')}"

    def close(self) -> None:
        self._api.close()
        self._app.close()
        self._restricted.close()
        self._store.close()

    def participations(self) -> list[Row]:
        path = "/sellers/v1/marketplaceParticipations"
        answer = self._ask("participations", path, "participations", {})
        return rows(required(answer, "payload"), "payload")

    def search_listings(
        self,
        token: str | None,
        created_after: str | None,
        *,
        size: int = LISTING_PAGE,
        parts: str = _LISTING_PARTS,
    ) -> Row:
        """Oldest first, so that a search goes on behind the end of the one before."""
        params = {
            **self._place(),
            "includedData": parts,
            "sortBy": "createdDate",
            "sortOrder": "ASC",
            "pageSize": size,
            **({"createdAfter": created_after} if created_after else {}),
            **({"pageToken": token} if token else {}),
        }
        return self._ask("search_listings", self._listings, "listings", params)

    def listing(self, sku: str, parts: str) -> Row:
        return self._ask("listing", self._item(sku), "listing", {**self._place(), "includedData": parts})

    def put_listing(self, sku: str, body: ListingBody) -> Row:
        return self._write("put_listing", "PUT", self._item(sku), "put_listing", body, self._spoken())

    def patch_listing(self, sku: str, body: PatchBody) -> Row:
        return self._write("patch_listing", "PATCH", self._item(sku), "patch_listing", body, self._spoken())

    def product_types(self) -> list[Row]:
        params = {**self._place(), "locale": self._marketplace.language}
        answer = self._ask("product_types", _TYPES, "product_types", params)
        return rows(required(answer, "productTypes"), "productTypes")

    def schema(self, product_type: str) -> Row:
        """The definition only says where its JSON schema lies."""
        path = f"{_TYPES}/{quote(product_type, safe='')}"
        params = {
            **self._place(),
            "sellerId": self._seller_id,
            "requirements": "LISTING",
            "locale": self._marketplace.language,
        }
        answer = self._ask("product_type", path, "product_type", params)
        link = mapping(required(mapping(required(answer, "schema"), "schema"), "link"), "link")
        return mapping(
            self._store.send(Call("schema", "GET", text(required(link, "resource")))).content, "schema"
        )

    def submit_feed(self, kind: str, content: bytes, content_type: str) -> str:
        """Nothing has happened until the feed is made of the uploaded document."""
        made = Call(
            "feed_document",
            "POST",
            f"{_FEEDS}/documents",
            "feed_documents",
            body={"contentType": content_type},
            only_asks=True,
        )
        document = mapping(self._api.send(made).content, "document")
        body = Body(content, content_type, f"{len(content)} bytes")
        address = text(required(document, "url"))
        self._store.send(Call("upload", "PUT", address, body=body, only_asks=True, timeout=120.0))
        feed = {
            "feedType": kind,
            "marketplaceIds": [self._marketplace.id],
            "inputFeedDocumentId": text(required(document, "feedDocumentId")),
        }
        group = "listing_feeds" if kind == JSON_FEED else "feeds"
        answer = self._write("create_feed", "POST", f"{_FEEDS}/feeds", group, feed, {})
        return text(required(answer, "feedId"))

    def feed(self, feed_id: str) -> Row:
        return self._ask("feed", f"{_FEEDS}/feeds/{quote(feed_id, safe='')}", "feed", {})

    def feed_document(self, document_id: str) -> bytes:
        """The report of a feed, unpacked."""
        path = f"{_FEEDS}/documents/{quote(document_id, safe='')}"
        return self._unpacked(self._ask("feed_document", path, "feed_reports", {}))

    def _unpacked(self, document: Row) -> bytes:
        address, packing = text(required(document, "url")), optional(document, "compressionAlgorithm")
        if packing not in (None, "GZIP"):
            raise UnexpectedAnswer(f"packed by {packing}", raw=document, code="connector.odd_value")
        read = gzip.decompress if packing else bytes
        content: bytes = self._store.send(Call("report", "GET", address, read=_whole(read))).content
        return content or b""

    def report(self, document_id: str) -> Row:
        return mapping(load_json(self.feed_document(document_id)), "report")

    def search_orders(self, window: Mapping[str, str], token: str | None) -> Row:
        """Only what the seller ships: orders Amazon fulfils from its own stock are none of ours."""
        params = {
            **window,
            **self._place(),
            "fulfilledBy": "MERCHANT",
            "includedData": _ORDER_PARTS,
            "maxResultsPerPage": ORDER_PAGE,
            **({"paginationToken": token} if token else {}),
        }
        return self._ask("search_orders", _ORDERS, "orders", params)

    def order(self, order_id: str) -> Row:
        path = f"{_ORDERS}/{quote(order_id, safe='')}"
        return mapping(
            required(self._ask("order", path, "order", {"includedData": _ORDER_PARTS}), "order"), "order"
        )

    def search_older_orders(self, window: Mapping[str, str], token: str | None) -> Row:
        params = {
            **window,
            "MarketplaceIds": self._marketplace.id,
            "FulfillmentChannels": "MFN",
            "MaxResultsPerPage": ORDER_PAGE,
            **({"NextToken": token} if token else {}),
        }
        call = Call("search_older_orders", "GET", _OLDER, "older_orders", params=params)
        return self._payload(self._restricted, call)

    def older_order(self, order_id: str) -> Row:
        call = Call("older_order", "GET", f"{_OLDER}/{quote(order_id, safe='')}", "older_order")
        return self._payload(self._restricted, call)

    def older_items(self, order_id: str, token: str | None) -> Row:
        path = f"{_OLDER}/{quote(order_id, safe='')}/orderItems"
        params = {"NextToken": token} if token else None
        return self._payload(self._api, Call("older_items", "GET", path, "older_items", params=params))

    def confirm_shipment(self, order_id: str, shipment: Shipment) -> None:
        path = f"{_OLDER}/{quote(order_id, safe='')}/shipmentConfirmation"
        self._api.send(Call("confirm_shipment", "POST", path, "shipments", body=shipment))

    def transactions(self, window: Mapping[str, str], token: str | None) -> Row:
        params = {
            **window,
            "marketplaceId": self._marketplace.id,
            **({"nextToken": token} if token else {}),
        }
        answer = self._ask("transactions", "/finances/2024-06-19/transactions", "transactions", params)
        return mapping(required(answer, "payload"), "payload")

    def reports(self, kind: str, created_since: str) -> list[Row]:
        params = {"reportTypes": kind, "createdSince": created_since, "pageSize": 100}
        answer = self._ask("reports", f"{_REPORTS}/reports", "reports", params)
        return rows(required(answer, "reports"), "reports")

    def create_report(self, kind: str, start: str, end: str) -> str:
        body = {
            "reportType": kind,
            "marketplaceIds": [self._marketplace.id],
            "dataStartTime": start,
            "dataEndTime": end,
        }
        answer = self._write("create_report", "POST", f"{_REPORTS}/reports", "create_report", body, {})
        return text(required(answer, "reportId"))

    def read_report(self, report_id: str) -> Row:
        return self._ask("read_report", f"{_REPORTS}/reports/{quote(report_id, safe='')}", "report", {})

    def report_document(self, document_id: str) -> bytes:
        """A report's own document, unpacked."""
        path = f"{_REPORTS}/documents/{quote(document_id, safe='')}"
        return self._unpacked(self._ask("report_document", path, "report_documents", {}))

    def message_actions(self, order_id: str) -> list[Row]:
        path = f"{_MESSAGING}/{quote(order_id, safe='')}"
        answer = self._ask("message_actions", path, "message_actions", self._place())
        links = mapping(required(answer, "_links"), "_links")
        return rows(required(links, "actions"), "actions")

    def create_message(self, order_id: str, kind: str, message: str) -> None:
        path = f"{_MESSAGING}/{quote(order_id, safe='')}/messages/{quote(kind, safe='')}"
        call = Call("create_message", "POST", path, "messages", params=self._place(), body={"text": message})
        self._api.send(call)

    def destinations(self) -> list[Row]:
        call = Call("destinations", "GET", _DESTINATIONS, "destinations")
        answer = mapping(self._app.send(call).content, call.operation)
        return rows(required(answer, "payload"), "payload")

    def create_destination(self, name: str, resource: Mapping[str, object]) -> Row:
        body = {"name": name, "resourceSpecification": resource}
        return self._payload(
            self._app,
            Call("create_destination", "POST", _DESTINATIONS, "create_destination", body=body),
        )

    def subscription(self, kind: str) -> Row:
        return self._payload(
            self._api, Call("subscription", "GET", f"{_SUBSCRIPTIONS}/{kind}", "subscription")
        )

    def create_subscription(self, kind: str, body: Mapping[str, object]) -> Row:
        path = f"{_SUBSCRIPTIONS}/{kind}"
        call = Call("create_subscription", "POST", path, "create_subscription", body=body)
        return self._payload(self._api, call)

    def delete_subscription(self, kind: str, subscription_id: str) -> None:
        path = f"{_SUBSCRIPTIONS}/{kind}/{quote(subscription_id, safe='')}"
        self._app.send(Call("delete_subscription", "DELETE", path, "delete_subscription"))

    def _item(self, sku: str) -> str:
        return f"{self._listings}/{quote(sku, safe='')}"

    def _place(self) -> dict[str, str]:
        return {"marketplaceIds": self._marketplace.id}

    def _spoken(self) -> dict[str, str]:
        return {**self._place(), "issueLocale": self._marketplace.language}

    def _payload(self, caller: Caller, call: Call) -> Row:
        """The envelope of the older interfaces."""
        answer = mapping(caller.send(call).content, call.operation)
        return mapping(required(answer, "payload"), "payload")

    def _ask(self, operation: str, path: str, group: str, params: Mapping[str, Any]) -> Row:
        return mapping(self._api.send(Call(operation, "GET", path, group, params=params)).content, operation)

    def _write(
        self, operation: str, method: str, path: str, group: str, body: object, params: Mapping[str, Any]
    ) -> Row:
        call = Call(operation, method, path, group, params=params, body=body)
        return mapping(self._api.send(call).content, operation)


def skus(items: Sequence[Row]) -> list[str]:
    return [text(required(item, "sku")) for item in items]


def _whole(read: Any) -> Any:  # noqa: ANN401 - gzip.decompress or bytes
    def checked(content: bytes) -> bytes:
        try:
            unpacked: bytes = read(content)
        except (OSError, EOFError) as error:
            raise ValueError("a packed report that ends early") from error
        return unpacked

    return checked
