"""Trendyol fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CategoryRecord,
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
from prapazar.connectors.trendyol import errors, mapper, webhooks
from prapazar.connectors.trendyol.client import PACKAGE_PAGE, TrendyolClient
from prapazar.foundation import clock

LONGEST_WINDOW = timedelta(days=14)
SHORTEST_WINDOW = timedelta(seconds=1)
MOST_PACKAGES = 10_000
"""Of one window; what lies beyond is refused, so a fuller window is halved."""


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self._seller_id = str(setup.settings["seller_id"])
        auth = httpx.BasicAuth(setup.credentials["api_key"], setup.credentials["api_secret"])
        user_agent = f"{self._seller_id} - PraPazar"  # calls without it are refused
        caller = setup.caller(user_agent=user_agent, auth=auth, read_error=errors.from_answer)
        self.client = TrendyolClient(caller, self._seller_id)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        answer = self.client.approved_products(0, size=1)
        count = whole(required(answer, "totalElements"), "totalElements")
        return AccountRecord(name=self._seller_id, listing_count=count)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        for content in paged(self._approved_page, lambda row: text(required(row, "contentId"))):
            yield mapper.approved(content)
        for items in paged(self._unapproved_page, lambda row: text(required(row, "barcode"))):
            yield mapper.unapproved(items)

    def fetch_categories(self) -> list[CategoryRecord]:
        return list(mapper.categories(self.client.product_categories()))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for start, end in _windows(since, until):
            yield from self._packages_between(start, end)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        answer = self.client.shipment_packages(shipmentPackageIds=external_id, page=0, size=PACKAGE_PAGE)
        return mapper.packages(_page(answer).rows)

    def count_packages(self, since: datetime, until: datetime) -> int:
        return sum(
            _page(self._packages(start, end, page=0, order_by="CreatedDate", size=1)).total
            for start, end in _windows(since, until)
        )

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return self._push(mapper.stock_items(offers))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return self._push(mapper.price_items(offers))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """Batches are kept for four hours; one that is gone is final and says nothing about its items."""
        try:
            return mapper.batch_answer(self.client.batch_request(batch_external_id))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return BatchAnswer(is_final=True, items=())
            raise

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,
        carrier: str | None = None,  # noqa: ARG002 - Trendyol's contracted carriers tell it themselves
        tracking_number: str | None = None,  # noqa: ARG002 - Trendyol gives the number
    ) -> None:
        change = mapper.status_change(status, line_quantities, invoice_number)
        self.client.update_package(package_external_id, change)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        self.client.unsupplied(package_external_id, mapper.unsupplied(line_quantities, reason))

    def register_webhook(self, address: str, secret: str) -> WebhookRegistration:
        answer = self.client.create_webhook(webhooks.registration(address, secret))
        return WebhookRegistration(text(required(answer, "id")))

    def remove_webhook(self, external_id: str) -> None:
        """A webhook that is gone already is removed."""
        try:
            self.client.delete_webhook(external_id)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        return webhooks.event(delivery, secret)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        return mapper.packages(webhooks.raw_packages(delivery.body))

    def _push(self, items: Any) -> PushResult:  # noqa: ANN401 - list of InventoryItem
        answer = self.client.update_price_and_inventory(items)
        return PushResult(batch_external_id=text(required(answer, "batchRequestId")))

    def _approved_page(self, number: int, token: str | None) -> Page:
        return _page(self.client.approved_products(number, token))

    def _unapproved_page(self, number: int, _: str | None) -> Page:
        return _page(self.client.unapproved_products(number))

    def _packages_between(self, start: datetime, end: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        first = self._packages(start, end, page=0)
        if _page(first).total > MOST_PACKAGES:
            if end - start <= SHORTEST_WINDOW:
                raise UnexpectedAnswer(f"more than {MOST_PACKAGES} packages at {start}", raw=first)
            middle = start + (end - start) / 2
            yield from self._packages_between(start, middle)
            yield from self._packages_between(middle, end)
            return
        known: dict[int, Any] = {0: first}

        def read(number: int, _: str | None) -> Page:
            return _page(known.pop(number, None) or self._packages(start, end, page=number))

        for found in paged(read, lambda row: text(optional(row, "shipmentPackageId", "id"))):
            yield mapper.packages(found)

    def _packages(
        self,
        start: datetime,
        end: datetime,
        *,
        page: int,
        order_by: str = "PackageLastModifiedDate",
        size: int = PACKAGE_PAGE,
    ) -> Any:  # noqa: ANN401 - the provider's answer
        return self.client.shipment_packages(
            startDate=clock.to_millis(start),
            endDate=clock.to_millis(end) - 1,  # both ends are inclusive there, ours is not
            page=page,
            size=size,
            orderByField=order_by,
            orderByDirection="ASC",
        )


def _windows(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    while since < until:
        end = min(since + LONGEST_WINDOW, until)
        yield since, end
        since = end


def _page(answer: Row) -> Page:
    return Page(
        rows=rows(required(answer, "content"), "content"),
        total=whole(required(answer, "totalElements"), "totalElements"),
        next=optional(answer, "nextPageToken"),
    )
