"""What a connector is: one protocol per capability, so that none has methods it cannot fulfil."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.aftersales import ClaimRecord, QuestionRecord, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
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
class ReadsAttributes(Protocol):
    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        """What a category asks for, with the values it offers; Rejected where the category is no leaf."""
        ...


@runtime_checkable
class WritesListings(Protocol):
    listing_batch_size: int

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """New listings, or the content of those there are; answers name a new one by its SKU.

        Stock and price of a listing that is there already are not touched.
        """
        ...


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
        """Tell the channel that lines cannot be supplied.

        `reason` is `out_of_stock`, `defective`, `wrong_price`, `integration_error`, `bulk_purchase` or
        `force_majeure`; a channel that knows no reasons is told in words. Rejected for any other.
        """
        ...


@runtime_checkable
class ReceivesWebhooks(Protocol):
    def register_webhook(self, address: str, secret: str) -> WebhookRegistration: ...

    def remove_webhook(self, external_id: str) -> None: ...

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        """Raises AuthFailed when the signature or log-in does not fit."""
        ...

    def read_packages(self, delivery: WebhookDelivery) -> list[PackageRecord | ParkedRecord]: ...


@runtime_checkable
class AnswersChallenges(Protocol):
    """For those that ask an address for proof before they deliver to it."""

    def answer_challenge(self, code: str, address: str, secret: str) -> dict[str, str]:
        """`address` exactly as it was registered; the answer is sent as JSON."""
        ...


@runtime_checkable
class ReadsClaims(Protocol):
    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[ClaimRecord | ParkedRecord]]:
        """Claims changed in the half-open window; where the channel filters by creation only, created in it."""
        ...


@runtime_checkable
class AnswersClaims(Protocol):
    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None: ...

    def reject_claim(
        self, claim_external_id: str, line_external_ids: Sequence[str], reason_external_id: str, note: str
    ) -> None:
        """`reason_external_id` is one of `fetch_claim_reasons`; Rejected where the claim is past deciding."""
        ...

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        """Id and words of the reasons a rejection may give."""
        ...


@runtime_checkable
class ReadsQuestions(Protocol):
    def fetch_questions(
        self, since: datetime, until: datetime
    ) -> Iterator[list[QuestionRecord | ParkedRecord]]:
        """Questions asked in the half-open window."""
        ...


@runtime_checkable
class AnswersQuestions(Protocol):
    def answer_question(self, question_external_id: str, text: str) -> None: ...


@runtime_checkable
class ReadsSettlements(Protocol):
    def fetch_settlements(
        self, since: datetime, until: datetime
    ) -> Iterator[list[SettlementRecord | ParkedRecord]]:
        """Lines of the channel's account booked in the half-open window."""
        ...
