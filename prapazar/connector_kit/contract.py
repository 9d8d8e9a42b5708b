"""What a connector is: one protocol per capability, so that none has methods it cannot fulfil."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CategoryRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    PushResult,
    StockOffer,
    WebhookDelivery,
    WebhookEvent,
    WebhookRegistration,
)


@runtime_checkable
class TestsCredentials(Protocol):
    def test_credentials(self) -> AccountRecord:
        """Asks the provider; raises AuthFailed where it refuses."""
        ...


@runtime_checkable
class Connector(TestsCredentials, Protocol):
    """What every connector is; its other protocols say what else it can do."""

    def close(self) -> None: ...


@runtime_checkable
class ReadsListings(Protocol):
    def fetch_listings(self) -> Iterator[list[ListingRecord | ParkedRecord]]:
        """Every listing, page by page; raises UnexpectedAnswer when pages do not add up to the count."""
        ...


@runtime_checkable
class ReadsCategories(Protocol):
    def fetch_categories(self) -> list[CategoryRecord]: ...


@runtime_checkable
class ReadsOrders(Protocol):
    def fetch_packages(
        self, since: datetime, until: datetime
    ) -> Iterator[list[PackageRecord | ParkedRecord]]:
        """Packages modified in the half-open window, oldest change first, page by page."""
        ...

    def fetch_package(self, external_id: str) -> list[PackageRecord | ParkedRecord]: ...

    def count_packages(self, since: datetime, until: datetime) -> int:
        """How many the channel has by order date, for the daily count check."""
        ...


@runtime_checkable
class PushesStock(Protocol):
    stock_batch_size: int

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult: ...


@runtime_checkable
class PushesPrice(Protocol):
    price_batch_size: int

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult: ...


@runtime_checkable
class AnswersBatches(Protocol):
    def fetch_batch(self, batch_external_id: str) -> BatchAnswer: ...


@runtime_checkable
class ReportsStatus(Protocol):
    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        """Tell the channel that we accepted (`PICKING`), packed or shipped a package.

        Raises Rejected where the channel does not know that step.
        """
        ...

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """Tell the channel that lines cannot be supplied; `reason` is `out_of_stock` or `other`."""
        ...


@runtime_checkable
class ReceivesWebhooks(Protocol):
    def register_webhook(self, address: str, secret: str) -> WebhookRegistration: ...

    def remove_webhook(self, external_id: str) -> None: ...

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        """Raises AuthFailed when the signature or log-in does not fit."""
        ...

    def read_packages(self, delivery: WebhookDelivery) -> list[PackageRecord | ParkedRecord]: ...
