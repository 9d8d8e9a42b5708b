"""Amazon fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import httpx

from prapazar.connector_kit import sqs
from prapazar.connector_kit.aftersales import ClaimRecord, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    PushResult,
    QueueMessage,
    StockOffer,
    WebhookDelivery,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.sigv4 import AwsSignature
from prapazar.connectors.amazon import aftersales, auth, content, errors, mapper, webhooks
from prapazar.connectors.amazon.client import AmazonClient
from prapazar.connectors.amazon.listings import Listings
from prapazar.connectors.amazon.orders import REASONS, OlderOrders, Orders, window
from prapazar.connectors.amazon.schemas import AMAZONS_STOCK, MARKETPLACES, Patch

_USER_AGENT = "PraPazar/1.0 (Language=Python)"
_BETWEEN_LOOKS = 1.5
"""Seconds, at a feed that takes an order back, or a report."""


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._place = MARKETPLACES[str(setup.settings["marketplace"])]
        seller_id = self._seller_id = str(setup.settings["seller_id"])
        login = setup.caller(
            user_agent=_USER_AGENT,
            auth=httpx.Auth(),
            read_error=errors.from_login,
            base_url=setup.addresses["login"],
        )
        api = setup.caller(
            user_agent=_USER_AGENT,
            auth=setup.token_auth(
                partial(auth.fetch, login, setup.credentials), auth.write, refused_by=auth.EXPIRED
            ),
            read_error=errors.from_answer,
            base_url=setup.addresses[self._place.region],
        )
        store = setup.caller(  # signed addresses, which must not be told our token
            user_agent=_USER_AGENT, auth=httpx.Auth(), read_error=errors.from_store
        )
        restricted = setup.caller(
            user_agent=_USER_AGENT,
            auth=setup.token_auth(
                partial(auth.fetch_restricted, api),
                auth.write,
                refused_by=auth.EXPIRED,
                purpose="restricted",
            ),
            read_error=errors.from_answer,
            base_url=setup.addresses[self._place.region],
        )
        app = setup.caller(
            user_agent=_USER_AGENT,
            auth=setup.token_auth(
                partial(auth.fetch_grantless, login, setup.credentials),
                auth.write,
                refused_by=auth.EXPIRED,
                purpose="app",
            ),
            read_error=errors.from_answer,
            base_url=setup.addresses[self._place.region],
        )
        self._login = login
        self._queue = _queue(setup)
        self.has_queue = self._queue is not None
        self.client = AmazonClient(api, app, restricted, store, seller_id, self._place)
        self.notifications = webhooks.Notifications(self.client, setup, self._place)
        self.listings = Listings(self.client, seller_id, self._place)
        read: type[Orders] = OlderOrders if setup.settings.get("orders_api") == "v0" else Orders
        pause = partial(setup.wire.sleep, _BETWEEN_LOOKS)
        self.returns = aftersales.Returns(self.client, self._place.currency, pause)
        self.orders = read(self.client, seller_id, self._place, pause)

    def close(self) -> None:
        self.client.close()
        self._login.close()
        if self._queue is not None:
            self._queue.close()

    def test_credentials(self) -> AccountRecord:
        """The seller must sell in the chosen marketplace; the region alone does not say so."""
        for one in self.client.participations():
            marketplace = mapping(required(one, "marketplace"), "marketplace")
            if text(required(marketplace, "id")) == self._place.id:
                found = self.client.search_listings(None, None, size=1, parts="summaries")
                return AccountRecord(
                    name=text(optional(one, "storeName")) or self._place.id,
                    detail=text(optional(marketplace, "name")),
                    listing_count=whole(required(found, "numberOfResults"), "numberOfResults"),
                )
        raise Rejected(self._place.id, code="amazon.marketplace_missing", field="marketplace")

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        for page in self.listings.pages():
            items = [one for one in page if not content.is_parent(one)]
            if items:
                yield content.listings(items, self._place, self.listings.asked(items))

    def fetch_categories(self) -> list[CategoryRecord]:
        return content.categories(self.client.product_types())

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        return content.attributes(self.listings.schema(category_external_id))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        return self.listings.write(drafts)

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for page in self.orders.changed(since, until):
            found = mapper.orders(page)
            yield [one for one in found if not isinstance(one, PackageRecord) or one.modified_at < until]

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        found = self.orders.one(external_id)
        return [] if found is None else mapper.orders([found])

    def count_packages(self, since: datetime, until: datetime) -> int:
        """Nothing tells the count, so they are read."""
        found = (one for page in self.orders.placed(since, until) for one in mapper.orders(page))
        return sum(not isinstance(one, PackageRecord) or one.ordered_at < until for one in found)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        own = [one for one in offers if not one.external_id.startswith(AMAZONS_STOCK)]
        amazons = tuple(
            ItemResult(one.external_id, ItemState.REJECTED, "amazon.fba_stock")
            for one in offers
            if one.external_id.startswith(AMAZONS_STOCK)
        )
        pushed = self.listings.push({one.external_id: mapper.stock_patch(one) for one in own})
        return PushResult((*amazons, *pushed.items), pushed.batch_external_id)

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        patches: dict[str, Patch] = {one.external_id: mapper.price_patch(one, self._place) for one in offers}
        return self.listings.push(patches)

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        return self.listings.answer(batch_external_id)

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - there is no place for it
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"Amazon is not told {status}", code="connector.step_unknown", field="status")
        self.orders.ship(package_external_id, line_quantities, carrier, tracking_number)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        if reason not in REASONS:
            raise Rejected(reason, code="connector.reason_unknown", field="reason")
        self.orders.cancel(package_external_id, line_quantities, reason)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        return self.returns.asked_for(since, until)

    def fetch_message_kinds(self, package_external_id: str) -> list[str]:
        return self.orders.letters(package_external_id)

    def write_to_buyer(self, package_external_id: str, kind: str, text: str) -> None:
        self.orders.write(package_external_id, kind, text)

    def subscribe(self) -> str:
        return self.notifications.subscribe()

    def unsubscribe(self, external_id: str) -> None:
        self.notifications.unsubscribe(external_id)

    def fetch_messages(self) -> list[QueueMessage]:
        found = self._queue.receive() if self._queue is not None else []
        return [webhooks.message(one, self._seller_id, self._place) for one in found]

    def drop_messages(self, receipts: Sequence[str]) -> None:
        if self._queue is not None:
            self._queue.delete(receipts)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        """As the order stands now: messages come late, twice and in any order."""
        return self.fetch_package(webhooks.order_id(delivery))

    def fetch_settlements(self, since: datetime, until: datetime) -> Iterator[list[Parsed[SettlementRecord]]]:
        """Nothing says how many there are: pages are read until none follows."""
        dates, token = window("posted", since, until), None
        while True:
            page = self.client.transactions(dates, token)
            found = aftersales.settlements(rows(required(page, "transactions"), "transactions"))
            yield [one for one in found if not isinstance(one, SettlementRecord) or one.at < until]
            token = text(optional(page, "nextToken")) or None
            if token is None:
                return


def _queue(setup: Setup) -> sqs.Queue | None:
    """None until the seller has named a queue and the key to it. Its failures leave Amazon's own circuit alone."""
    name, credentials = str(setup.settings.get("queue") or ""), setup.credentials
    if not (name and credentials.get("queue_key_id") and credentials.get("queue_secret")):
        return None
    address = setup.addresses["queue"]
    signature = AwsSignature(
        credentials["queue_key_id"], credentials["queue_secret"], webhooks.queue_region(setup), "sqs"
    )
    apart = replace(setup.wire, circuit=f"{setup.wire.circuit or setup.account}:queue")
    caller = replace(setup, wire=apart).caller(
        user_agent=_USER_AGENT, auth=signature, read_error=sqs.error, base_url=address
    )
    return sqs.Queue(caller, f"{address}/{name}")
