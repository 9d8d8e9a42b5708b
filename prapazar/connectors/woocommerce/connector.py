"""WooCommerce fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import required, text
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
from prapazar.connectors.woocommerce import content, errors, mapper, webhooks
from prapazar.connectors.woocommerce.auth import auth_for
from prapazar.connectors.woocommerce.client import WooCommerceClient
from prapazar.connectors.woocommerce.listings import ListingWriter, shop_facts, terms
from prapazar.connectors.woocommerce.schemas import PriceUpdate, Raw, StockUpdate
from prapazar.foundation import clock

Update = TypeVar("Update", StockUpdate, PriceUpdate)
Group = dict[str | None, list[Update]]


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._shop = setup.base_url
        self._with_tax = setup.settings.get("prices_with_tax", "yes") == "yes"
        auth = auth_for(
            setup.base_url,
            setup.credentials["consumer_key"],
            setup.credentials["consumer_secret"],
            in_query=setup.settings.get("key_in_query") == "yes",
        )
        caller = setup.caller(user_agent="PraPazar", auth=auth, read_error=errors.from_answer)
        plain_links = setup.settings.get("permalinks") == "plain"
        self.client = WooCommerceClient(caller, plain_links=plain_links)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        page = self.client.products(1, per_page=1)
        return AccountRecord(name=self._shop, detail=self._currency(), listing_count=page.total)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        currency = self._currency()
        for raws in paged(lambda number, _: self.client.products(number), _id, first=1):
            yield content.products(raws, currency, with_tax=self._with_tax)
            for parent in filter(content.is_variable, raws):
                yield from self._variations(parent, currency)

    def fetch_categories(self) -> list[CategoryRecord]:
        pages = paged(lambda number, _: self.client.categories(number), _id, first=1)
        return content.categories(row for found in pages for row in found)

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        """Those of the shop: they are the same for every category it has."""
        self.client.category(category_external_id)
        pages = paged(lambda number, _: self.client.attributes(number), _id, first=1)
        return [content.attribute(row, terms(self.client, _id(row))) for found in pages for row in found]

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        facts = shop_facts(self.client, drafts, self._currency(), with_tax=self._with_tax)
        return PushResult(items=tuple(ListingWriter(self.client, facts).write(drafts)))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        def read(number: int, _: str | None) -> Page:
            return self.client.orders(
                number, modified_after=_just_before(since), modified_before=_second(until), orderby="modified"
            )

        for raws in paged(read, _id, first=1):
            yield self._packages(raws)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        try:
            return self._packages([self.client.order(external_id)])
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

    def count_packages(self, since: datetime, until: datetime) -> int:
        return self.client.orders(1, per_page=1, after=_just_before(since), before=_second(until)).total

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        groups: Group[StockUpdate] = {}
        for offer in offers:
            groups.setdefault(offer.external_parent_id, []).append(mapper.stock_update(offer))
        return PushResult(items=tuple(self._push(groups)))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        groups: Group[PriceUpdate] = {}
        refused: list[ItemResult] = []
        for offer in offers:
            try:
                update = mapper.price_update(offer, with_tax=self._with_tax)
            except Rejected as error:
                refused.append(ItemResult(offer.external_id, ItemState.REJECTED, error.code))
            else:
                groups.setdefault(offer.external_parent_id, []).append(update)
        return PushResult(items=(*refused, *self._push(groups)))

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],  # noqa: ARG002 - an order is completed as a whole
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - the shop has no place for it
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        """May be repeated: an order that is completed with this number already is left as it is."""
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"the shop is not told {status}", code="connector.step_unknown", field="status")
        order = self.client.order(package_external_id)
        if not mapper.is_shipped_with(order, tracking_number):
            change = mapper.shipped(order, carrier, tracking_number, clock.now())
            self.client.update_order(package_external_id, change)
        if tracking_number:
            self._note_once(
                package_external_id, mapper.shipped_note(carrier, tracking_number), customer_note=True
            )

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """Cancels the order when nothing of it can be supplied, else leaves a note for the shop's staff."""
        order = self._with_refunds(self.client.order(package_external_id))
        note = mapper.unsupplied_note(order, line_quantities, reason)
        self._note_once(package_external_id, note, customer_note=False)
        if mapper.is_whole_order(order, line_quantities) and order.get("status") != "cancelled":
            self.client.update_order(package_external_id, {"status": "cancelled"})

    def register_webhook(self, address: str, secret: str) -> WebhookRegistration:
        """One webhook for each topic; their ids are kept together. All are made, or none."""
        made: list[str] = []
        try:
            for topic in webhooks.TOPICS:
                webhook = self.client.create_webhook(topic, address, secret)
                made.append(_id(webhook))
        except ConnectorError:
            self.remove_webhook(",".join(made))
            raise
        return WebhookRegistration(",".join(made))

    def remove_webhook(self, external_id: str) -> None:
        """Webhooks that are gone already are removed."""
        for number in filter(None, external_id.split(",")):
            try:
                self.client.delete_webhook(number)
            except Rejected as error:
                if error.code != errors.NOT_FOUND:
                    raise

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        return webhooks.event(delivery, secret)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        return self._packages(webhooks.raw_orders(delivery))

    def _packages(self, raws: Sequence[Raw]) -> list[Parsed[PackageRecord]]:
        return mapper.packages([self._with_refunds(raw) for raw in raws])

    def _with_refunds(self, order: Raw) -> Raw:
        """An order names its refunds by amount alone; which units they took back is asked for."""
        if not mapper.has_partial_refunds(order):
            return order
        try:
            return {**order, "refunds": self.client.refunds(_id(order))}
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return order
            raise

    def _currency(self) -> str:
        return text(required(self.client.current_currency(), "code"))

    def _variations(self, parent: Row, currency: str) -> Iterator[list[Parsed[ListingRecord]]]:
        number = _id(parent)
        for raws in paged(lambda page, _: self.client.variations(number, page), _id, first=1):
            yield content.variations(parent, raws, currency, with_tax=self._with_tax)

    def _push(self, groups: Group[Update]) -> Iterator[ItemResult]:
        """Variations are updated under their parent, everything else together."""
        for parent, updates in groups.items():
            if parent is None:
                answered = self.client.update_products(updates)
            else:
                answered = self.client.update_variations(parent, updates)
            yield from mapper.item_results(updates, answered)

    def _note_once(self, order_id: str, note: str, *, customer_note: bool) -> None:
        if all(known.get("note") != note for known in self.client.order_notes(order_id)):
            self.client.create_order_note(order_id, note, customer_note=customer_note)


def _id(row: Raw) -> str:
    return text(required(row, "id"))


def _second(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _just_before(moment: datetime) -> str:
    """The shop's lower bound is exclusive and knows whole seconds only."""
    return _second(moment - timedelta(seconds=1))
