"""Shopify's operations, one method each, in Shopify's words; each answer comes out of `data`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.http import Call, Caller
from prapazar.connector_kit.parsing import mapping, required, rows, text
from prapazar.connectors.shopify import errors, schemas
from prapazar.connectors.shopify.schemas import Quantity, Raw, VariantPrice

_GROUP = "api"
_MOST_PAGES = 20_000


def pages(read: Callable[[str | None], Raw]) -> Iterator[list[Raw]]:
    """Page after page until Shopify says that there is no next one."""
    after: str | None = None
    for _ in range(_MOST_PAGES):
        page = read(after)
        found = rows(required(page, "nodes"), "nodes")
        if found:
            yield found
        after = cursor(page)
        if after is None:
            return
    raise UnexpectedAnswer(f"no end after {_MOST_PAGES} pages", code="connector.pages_do_not_add_up")


def cursor(page: Raw) -> str | None:
    """Where the next page begins."""
    told = mapping(required(page, "pageInfo"), "pageInfo")
    return text(required(told, "endCursor")) if required(told, "hasNextPage") is True else None


class ShopifyClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def shop(self) -> Raw:
        return self._ask("shop", schemas.SHOP)

    def locations(self) -> list[Raw]:
        return rows(self._part(self._ask("locations", schemas.LOCATIONS), "locations", "nodes"), "nodes")

    def listings(self, location: str, after: str | None) -> Raw:
        data = self._ask("listings", schemas.LISTINGS, location=location, after=after)
        return mapping(required(data, "productVariants"), "productVariants")

    def owners(self, variants: Sequence[str]) -> list[Raw]:
        """The products of variants; unknown ones are left out."""
        found = required(self._ask("owners", schemas.OWNERS, ids=list(variants)), "nodes")
        return [one for one in found if one]

    def orders(self, search: str, after: str | None) -> Raw:
        data = self._ask("orders", schemas.ORDERS, filter=search, after=after)
        return mapping(required(data, "orders"), "orders")

    def order(self, order: str) -> Raw | None:
        return self._order("order", schemas.ORDER, id=order)

    def lines(self, order: str, after: str) -> Raw | None:
        return self._order("lines", schemas.LINES, id=order, after=after)

    def sent(self, order: str) -> Raw | None:
        return self._order("sent", schemas.SENT, id=order)

    def orders_count(self, search: str) -> Any:  # noqa: ANN401 - the provider's answer
        data = self._ask("orders_count", schemas.ORDERS_COUNT, filter=search)
        return self._part(data, "ordersCount", "count")

    def work(self, order: str, after: str | None) -> Raw | None:
        """Fulfillment orders of an order, and what was sent of it."""
        return self._order("work", schemas.WORK, id=order, after=after)

    def webhooks(self, topics: Sequence[str], uri: str) -> list[Raw]:
        data = self._ask("webhooks", schemas.WEBHOOKS, topics=list(topics), uri=uri)
        return rows(self._part(data, "webhookSubscriptions", "nodes"), "nodes")

    def set_quantities(self, quantities: Sequence[Quantity]) -> Raw:
        """A key of its own each time: the same quantity may have to be written again after a sale."""
        given = {"name": "available", "reason": "correction", "quantities": list(quantities)}
        return self._do("inventorySetQuantities", schemas.SET_QUANTITIES, input=given, key=str(uuid4()))

    def activate(self, quantity: Quantity) -> Raw:
        return self._do(
            "inventoryActivate",
            schemas.ACTIVATE,
            item=quantity["inventoryItemId"],
            location=quantity["locationId"],
            available=quantity["quantity"],
            key=str(uuid4()),
        )

    def update_prices(self, product: str, variants: Sequence[VariantPrice]) -> Raw:
        return self._do(
            "productVariantsBulkUpdate", schemas.UPDATE_PRICES, product=product, variants=list(variants)
        )

    def by_sku(self, sku: str) -> list[Raw]:
        """Variants whose SKU is this one; the search may find others alike."""
        quoted = sku.replace("\\", "\\\\").replace("'", "\\'")
        data = self._ask("by_sku", schemas.BY_SKU, filter=f"sku:'{quoted}'")
        return [
            one
            for one in rows(self._part(data, "productVariants", "nodes"), "nodes")
            if one.get("sku") == sku
        ]

    def variants(self, product: str) -> Raw | None:
        found = self._ask("variants", schemas.VARIANTS, id=product).get("product")
        return None if found is None else mapping(required(mapping(found, "product"), "variants"), "variants")

    def set_product(self, product: Mapping[str, Any], number: str | None) -> Raw:
        """A new product, or the one of this id."""
        identifier = None if number is None else {"id": number}
        return self._do("productSet", schemas.SET_PRODUCT, input=product, identifier=identifier)

    def fulfill(self, fulfillment: Mapping[str, Any]) -> None:
        self._done(self._do("fulfillmentCreate", schemas.FULFILL, fulfillment=fulfillment))

    def track(self, fulfillment: str, tracking: Mapping[str, Any]) -> None:
        self._done(
            self._do("fulfillmentTrackingInfoUpdate", schemas.TRACK, id=fulfillment, tracking=tracking)
        )

    def cancel(self, order: str, reason: str) -> None:
        self._done(self._do("orderCancel", schemas.CANCEL, id=order, reason=reason), "orderCancelUserErrors")

    def remove(self, refund: Mapping[str, Any], key: str) -> None:
        self._done(self._do("refundCreate", schemas.REMOVE, input=refund, key=key))

    def returned_orders(self, search: str, after: str | None) -> Raw:
        """Orders with the ids of their returns."""
        data = self._ask("claims", schemas.RETURN_IDS, filter=search, after=after)
        return mapping(required(data, "orders"), "orders")

    def more_returns(self, order: str, after: str) -> Raw:
        found = self._order("more_claims", schemas.MORE_RETURN_IDS, id=order, after=after)
        return mapping(required(found or {}, "returns"), "returns")

    def return_of(self, number: str) -> Raw | None:
        found = self._ask("claim", schemas.RETURN, id=number).get("return")
        return None if found is None else mapping(found, "return")

    def approve_return(self, given: Mapping[str, Any]) -> None:
        self._done(self._do("returnApproveRequest", schemas.APPROVE_RETURN, input=given))

    def decline_return(self, given: Mapping[str, Any]) -> None:
        self._done(self._do("returnDeclineRequest", schemas.DECLINE_RETURN, input=given))

    def transactions(self, search: str, after: str | None) -> Raw | None:
        return self._account_list("balanceTransactions", schemas.TRANSACTIONS, search, after)

    def payouts(self, search: str, after: str | None) -> Raw | None:
        return self._account_list("payouts", schemas.PAYOUTS, search, after)

    def categories(self, below: str | None, after: str | None) -> Raw:
        """The top of the tree, or all that is below a category."""
        data = self._ask("categories", schemas.CATEGORIES, below=below, after=after)
        return mapping(self._part(data, "taxonomy", "categories"), "categories")

    def attributes(self, category: str, after: str | None) -> Raw | None:
        found = self._ask("attributes", schemas.ATTRIBUTES, id=category, after=after).get("node")
        return None if found is None else mapping(found, "node")

    def values(self, attribute: str, after: str | None) -> Raw:
        data = self._ask("values", schemas.VALUES, id=attribute, after=after)
        return mapping(self._part(data, "node", "values"), "values")

    def subscribe(self, topic: str, webhook: Mapping[str, Any]) -> Raw:
        made = self._done(
            self._do("webhookSubscriptionCreate", schemas.SUBSCRIBE, topic=topic, webhook=webhook)
        )
        return mapping(required(made, "webhookSubscription"), "webhookSubscription")

    def unsubscribe(self, webhook: str) -> None:
        self._done(self._do("webhookSubscriptionDelete", schemas.UNSUBSCRIBE, id=webhook))

    def _account_list(self, name: str, query: str, search: str, after: str | None) -> Raw | None:
        """None for a shop that is not paid through Shopify."""
        data = self._ask(name, query, filter=search, after=after)
        if "shopifyPaymentsAccount" not in data:
            raise UnexpectedAnswer(
                "shopifyPaymentsAccount is missing", raw=data, code="connector.missing_field"
            )
        account = data["shopifyPaymentsAccount"]
        return None if account is None else mapping(required(mapping(account, name), name), name)

    def _ask(self, operation: str, query: str, **variables: object) -> Raw:
        return self._send(operation, query, variables, only_asks=True)

    def _do(self, field: str, query: str, **variables: object) -> Raw:
        """The payload of a mutation, whose `userErrors` say whether it was done."""
        data = self._send(field, query, variables, only_asks=False)
        return mapping(required(data, field), field)

    def _order(self, operation: str, query: str, **variables: object) -> Raw | None:
        data = self._ask(operation, query, **variables)
        if "order" not in data:
            raise UnexpectedAnswer("order is missing", raw=data, code="connector.missing_field")
        return None if data["order"] is None else mapping(data["order"], "order")

    def _done(self, payload: Raw, *more: str) -> Raw:
        for name in (*more, "userErrors"):
            failures = rows(required(payload, name), name)
            if failures:
                raise errors.of_user(failures)
        return payload

    def _part(self, data: Raw, name: str, inner: str) -> Any:  # noqa: ANN401 - the provider's answer
        return required(mapping(required(data, name), name), inner)

    def _send(self, operation: str, query: str, variables: Mapping[str, object], *, only_asks: bool) -> Raw:
        body = {"query": query, "variables": dict(variables)}
        answer = self._caller.send(
            Call(operation, "POST", "/graphql.json", _GROUP, body=body, only_asks=only_asks, timeout=60.0)
        )
        self._pace(answer.content)
        if not isinstance(answer.content, dict) or not isinstance(answer.content.get("data"), dict):
            raise UnexpectedAnswer(
                "an answer without data", raw=answer.content, code="connector.missing_field"
            )
        return dict(answer.content["data"])

    def _pace(self, content: object) -> None:
        """The next call waits here for its points, rather than there for a refusal."""
        cost = errors.points(content)
        if cost is not None and cost[1] < cost[0]:
            self._caller.wire.limiter.hold(f"{self._caller.account}:{_GROUP}", errors.wait(content))
