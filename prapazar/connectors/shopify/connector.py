"""Shopify fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

import httpx

from prapazar.connector_kit.aftersales import ClaimRecord, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
    WebhookDelivery,
    WebhookEvent,
    WebhookRegistration,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.tokens import TokenAuth
from prapazar.connectors.shopify import auth, claims, content, errors, mapper, settlements, taxonomy, webhooks
from prapazar.connectors.shopify.client import ShopifyClient, cursor, pages
from prapazar.connectors.shopify.listings import ListingWriter
from prapazar.connectors.shopify.schemas import Quantity, Raw

_ROUNDS = 5
"""A refused quantity keeps the others of its call from being written: they are sent again without it."""
_NOT_STOCKED = "ITEM_NOT_STOCKED_AT_LOCATION"


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._client_secret = setup.credentials["client_secret"]
        self._ships_unpaid = setup.settings.get("unpaid_orders") == "prepare"
        self._location = str(setup.settings.get("location_id") or "")
        self._login = _login(setup)
        lasting = setup.credentials.get("access_token")
        caller = setup.caller(
            user_agent="PraPazar",
            auth=auth.LastingToken(lasting) if lasting else self._passing(setup),
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
            base_url=setup.addresses["api"],
        )
        self.client = ShopifyClient(caller)
        self._currency_code = ""

    def close(self) -> None:
        self.client.close()
        self._login.close()

    def test_credentials(self) -> AccountRecord:
        data = self.client.shop()
        shop = mapping(required(data, "shop"), "shop")
        count = required(mapping(required(data, "productVariantsCount"), "productVariantsCount"), "count")
        currency = text(required(shop, "currencyCode"))
        return AccountRecord(text(required(shop, "name")), currency, whole(count, "count"))

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        currency, location = self._currency(), self._place()
        for raws in pages(lambda after: self.client.listings(location, after)):
            yield content.listings(raws, currency)

    def fetch_categories(self) -> list[CategoryRecord]:
        return taxonomy.categories(self.client)

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        return taxonomy.attributes(self.client, mapper.gid("TaxonomyCategory", category_external_id))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """A product for each group; what is there already keeps its variants, stock and prices."""
        writer = ListingWriter(self.client, self._currency(), self._place())
        return PushResult(items=tuple(writer.write(drafts)))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        search = mapper.window("updated_at", since, until)
        for raws in pages(lambda after: self.client.orders(search, after)):
            yield self._packages(raws)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        found = self.client.order(mapper.gid("Order", external_id))
        return [] if found is None else self._packages([found])

    def count_packages(self, since: datetime, until: datetime) -> int:
        return whole(self.client.orders_count(mapper.window("created_at", since, until)), "count")

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        location = self._place()
        found: list[ItemResult] = []
        waiting = [(offer, content.quantity(offer, location)) for offer in offers]
        for _ in range(_ROUNDS):
            waiting, answered = self._write_stock(waiting)
            found += answered
            if not waiting:
                break
        unwritten = (
            ItemResult(one.external_id, ItemState.REJECTED, "shopify.not_taken") for one, _ in waiting
        )
        return PushResult(items=(*found, *unwritten))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        currency = self._currency()
        found = [
            ItemResult(one.external_id, ItemState.REJECTED, "shopify.currency")
            for one in offers
            if one.currency != currency
        ]
        for product, group in self._by_product([one for one in offers if one.currency == currency]).items():
            if product is None:
                found += [ItemResult(one.external_id, ItemState.REJECTED, errors.NOT_FOUND) for one in group]
                continue
            sent = [content.variant_price(one) for one in group]
            found += content.price_results(
                group, sent, self.client.update_prices(mapper.gid("Product", product), sent)
            )
        return PushResult(items=tuple(found))

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - the shop has no place for it
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        """May be repeated: a parcel with this number that is there already is not made again."""
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"the shop is not told {status}", code="connector.step_unknown", field="status")
        order = mapper.gid("Order", package_external_id)
        tracking = mapper.tracking_given(carrier, tracking_number)
        work = self._work(order)
        if mapper.is_told(work, tracking_number):
            return
        parcels, sent = mapper.parcels(work, line_quantities), mapper.sent_parcels(work)
        if not parcels and not sent:
            raise Rejected(package_external_id, code="shopify.nothing_to_send")
        for one in parcels:
            told = {"lineItemsByFulfillmentOrder": one, "trackingInfo": tracking, "notifyCustomer": True}
            self.client.fulfill(told)
        if not parcels and tracking_number:
            self.client.track(text(required(sent[-1], "id")), tracking)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """Cancels the order when nothing of it can be supplied, else takes the units out; no money is moved."""
        order = mapper.gid("Order", package_external_id)
        found = self.client.order(order)
        if found is None:
            raise Rejected(package_external_id, code=errors.NOT_FOUND)
        if optional(found, "cancelledAt"):
            return
        lines = self._whole(found)["lineItems"]["nodes"]
        if not mapper.sent_parcels(found) and mapper.is_all(lines, line_quantities):
            self.client.cancel(order, "INVENTORY" if reason == "out_of_stock" else "OTHER")
            return
        refund = mapper.removal(order, line_quantities, reason)
        key = f"{order} {sorted(line_quantities.items())} {reason}"
        self.client.remove(refund, str(uuid5(NAMESPACE_URL, key)))

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """Of orders changed in the window, for a return has no moment of its last change."""
        return claims.of_orders(self.client, mapper.window("updated_at", since, until))

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:
        """The goods may come; no money is moved."""
        claims.approve(self.client, claim_external_id, line_external_ids)

    def reject_claim(
        self, claim_external_id: str, line_external_ids: Sequence[str], reason_external_id: str, note: str
    ) -> None:
        claims.decline(self.client, claim_external_id, line_external_ids, reason_external_id, note)

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        return list(claims.REASONS)

    def fetch_settlements(self, since: datetime, until: datetime) -> Iterator[list[Parsed[SettlementRecord]]]:
        """Nothing for a shop that is not paid through Shopify."""
        return settlements.between(self.client, since, until)

    def register_webhook(self, address: str, secret: str) -> WebhookRegistration:
        """One for each topic; their ids are kept together. What an attempt before left is replaced."""
        for old in self.client.webhooks(webhooks.TOPICS, address):
            self._unsubscribe(text(required(old, "id")))
        made: list[str] = []
        try:
            for topic in webhooks.TOPICS:
                wanted = {"uri": address, "format": "JSON", "name": webhooks.name(secret)}
                made.append(mapper.number(required(self.client.subscribe(topic, wanted), "id")))
        except ConnectorError:
            self.remove_webhook(",".join(made))
            raise
        return WebhookRegistration(",".join(made))

    def remove_webhook(self, external_id: str) -> None:
        """Webhooks that are gone already are removed."""
        for number in filter(None, external_id.split(",")):
            self._unsubscribe(mapper.gid("WebhookSubscription", number))

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        return webhooks.event(delivery, secret, self._client_secret)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        """As the order stands now: deliveries come late, twice and in any order."""
        number = webhooks.order_id(delivery)
        return [] if number is None else self.fetch_package(number)

    def _passing(self, setup: Setup) -> TokenAuth:
        """A token that runs out: renewed with what Shopify's page granted, or with the client alone."""
        if setup.credentials.get("refresh_token"):
            refresh = partial(auth.refresh, self._login, setup.credentials)
            return setup.token_auth(refresh, auth.write, rotating=("refresh_token",))
        client_id = setup.credentials["client_id"]
        return setup.token_auth(partial(auth.fetch, self._login, client_id, self._client_secret), auth.write)

    def _packages(self, raws: Sequence[Raw]) -> list[Parsed[PackageRecord]]:
        return mapper.packages([self._whole(raw) for raw in raws], ships_unpaid=self._ships_unpaid)

    def _whole(self, order: Raw) -> Raw:
        """With all its lines, and for one sent in part with what was sent; odd ones are left to the mapper."""
        try:
            order = self._with_lines(order)
            if mapper.has_units_taken_out(order):
                found = self.client.sent(mapper.gid("Order", text(required(order, "legacyResourceId"))))
                return {**order, "sentUnits": mapper.sent_units(found or {})}
        except (UnexpectedAnswer, AttributeError):
            return order
        return order

    def _with_lines(self, order: Raw) -> Raw:
        page = mapping(required(order, "lineItems"), "lineItems")
        lines = rows(required(page, "nodes"), "nodes")
        number = mapper.gid("Order", text(required(order, "legacyResourceId")))
        while (after := cursor(page)) is not None:
            more = self.client.lines(number, after)
            page = mapping(required(more or {}, "lineItems"), "lineItems")
            lines = [*lines, *rows(required(page, "nodes"), "nodes")]
        return {**order, "lineItems": {"nodes": lines}}

    def _work(self, order: str) -> Raw:
        """An order's fulfillment orders, all of them, and its parcels."""
        found = self.client.work(order, None)
        if found is None:
            raise Rejected(order, code=errors.NOT_FOUND)
        page = mapping(required(found, "fulfillmentOrders"), "fulfillmentOrders")
        works = rows(required(page, "nodes"), "nodes")
        while (after := cursor(page)) is not None:
            page = mapping(
                required(self.client.work(order, after) or {}, "fulfillmentOrders"), "fulfillmentOrders"
            )
            works = [*works, *rows(required(page, "nodes"), "nodes")]
        return {**found, "fulfillmentOrders": works}

    def _write_stock(
        self, waiting: list[tuple[StockOffer, Quantity]]
    ) -> tuple[list[tuple[StockOffer, Quantity]], list[ItemResult]]:
        """What has to be sent again, and what is answered."""
        payload = self.client.set_quantities([quantity for _, quantity in waiting])
        failures = content.failures_by_place(rows(required(payload, "userErrors"), "userErrors"))
        if not failures:
            return [], [ItemResult(offer.external_id, ItemState.ACCEPTED) for offer, _ in waiting]
        if None in failures:
            raise errors.of_user([failures[None]])
        again, found = [], []
        for place, (offer, quantity) in enumerate(waiting):
            failure = failures.get(place)
            if failure is None:
                again.append((offer, quantity))
            elif failure.get("code") == _NOT_STOCKED:
                found.append(self._stock_there(offer, quantity))
            else:
                found.append(content.refused(offer.external_id, failure))
        return again, found

    def _stock_there(self, offer: StockOffer, quantity: Quantity) -> ItemResult:
        """An article nobody had at this location yet."""
        failures = rows(required(self.client.activate(quantity), "userErrors"), "userErrors")
        if failures:
            return content.refused(offer.external_id, failures[0])
        return ItemResult(offer.external_id, ItemState.ACCEPTED)

    def _by_product(self, offers: Sequence[PriceOffer]) -> dict[str | None, list[PriceOffer]]:
        """Prices are set product by product; None holds those of unknown variants."""
        nameless = [mapper.variant_gid(one.external_id) for one in offers if one.external_parent_id is None]
        owners = {
            text(required(one, "legacyResourceId")): text(
                required(mapping(one["product"], "product"), "legacyResourceId")
            )
            for one in (self.client.owners(nameless) if nameless else [])
        }
        groups: dict[str | None, list[PriceOffer]] = {}
        for one in offers:
            product = one.external_parent_id or owners.get(one.external_id.partition("-")[0])
            groups.setdefault(product, []).append(one)
        return groups

    def _currency(self) -> str:
        if not self._currency_code:
            shop = mapping(required(self.client.shop(), "shop"), "shop")
            self._currency_code = text(required(shop, "currencyCode"))
        return self._currency_code

    def _place(self) -> str:
        """Where stock is kept: the merchant's choice, or the only place there is."""
        if not self._location:
            there = [one for one in self.client.locations() if one.get("isActive") is True]
            if len(there) != 1:
                names = ", ".join(text(one.get("name")) for one in there)
                raise Rejected(names, code="shopify.location_needed", field="location_id")
            self._location = text(required(there[0], "legacyResourceId"))
        return mapper.gid("Location", self._location)

    def _unsubscribe(self, webhook: str) -> None:
        try:
            self.client.unsubscribe(webhook)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise


def _login(setup: Setup) -> Caller:
    return setup.caller(
        user_agent="PraPazar",
        auth=httpx.Auth(),
        read_error=errors.from_login,
        base_url=setup.addresses["login"],
    )
