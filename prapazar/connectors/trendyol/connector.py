"""Trendyol fulfilling the contract: each method is build, call, map."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from prapazar.connector_kit.aftersales import ClaimRecord, EvidenceFile, QuestionRecord, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord, ListingDraft
from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parcels import Label, LabelFormat
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    BuyBoxRecord,
    CarrierOffer,
    CategoryRecord,
    ItemResult,
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
from prapazar.connectors.trendyol import aftersales, content, errors, mapper, webhooks
from prapazar.connectors.trendyol.client import PACKAGE_PAGE, TrendyolClient
from prapazar.connectors.trendyol.listings import ListingWriter
from prapazar.connectors.trendyol.schemas import ClaimApproval
from prapazar.foundation import clock

LONGEST_WINDOW = timedelta(days=14)
SHORTEST_WINDOW = timedelta(seconds=1)
MOST_PACKAGES = 10_000
"""Of one window; what lies beyond is refused, so a fuller window is halved."""


class Connector:
    label_formats = (LabelFormat.ZPL,)
    takes_invoice_files = True

    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self.buybox_batch_size = setup.manifest.batches.buyboxes
        self._origin = str(setup.settings.get("origin") or setup.manifest.field("origin").default)
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
        for cards in paged(self._approved_page, lambda row: text(required(row, "contentId"))):
            yield content.approved(cards)
        for items in paged(self._unapproved_page, lambda row: text(required(row, "barcode"))):
            yield content.unapproved(items)

    def fetch_buyboxes(self, external_ids: Sequence[str]) -> list[Parsed[BuyBoxRecord]]:
        return mapper.buyboxes(self.client.buybox_information(external_ids))

    def fetch_categories(self) -> list[CategoryRecord]:
        return list(content.categories(self.client.product_categories()))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        """The category's answer names no values: they are asked for attribute by attribute."""
        answer = self.client.category_attributes(category_external_id)
        values = {
            attribute: self._attribute_values(category_external_id, attribute)
            for attribute in content.attribute_ids(answer)
        }
        return content.attributes(answer, values)

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """New ones, cards, variants and what waits for approval go different ways, each with its batch."""
        return ListingWriter(self.client, self._origin).write(drafts)

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
        answers = [self._batch(one) for one in batch_external_id.split(",")]
        refused = [card for answer in answers for card in content.refused_cards(answer)]
        return content.joined([*answers, *(self._of_card(card) for card in refused)])

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

    def split_package(self, package_external_id: str, parts: Sequence[Mapping[str, int]]) -> None:
        """Done a little later; each new package has a cargo number of its own."""
        self.client.split(package_external_id, mapper.split(parts))

    def fetch_siblings(self, package_external_id: str) -> list[Parsed[PackageRecord]]:
        found = self.fetch_package(package_external_id)
        number = next((one.order_external_id for one in found if isinstance(one, PackageRecord)), None)
        if number is None:
            return found
        answer = self.client.shipment_packages(orderNumber=number, page=0, size=PACKAGE_PAGE)
        return mapper.packages(_page(answer).rows)

    def fetch_carriers(
        self,
        package_external_id: str,  # noqa: ARG002 - the same for all packages
        line_external_ids: Sequence[str],  # noqa: ARG002 - the same for all packages
    ) -> list[CarrierOffer]:
        return list(mapper.CARRIERS)

    def change_carrier(
        self,
        package_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - a package goes as a whole
        carrier_external_id: str,
    ) -> None:
        """At most once in five minutes; the package gets a cargo number anew."""
        self.client.change_carrier(package_external_id, {"cargoProvider": carrier_external_id})

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        """A package has one invoice: another one is taken off before."""
        try:
            self._add_invoice(package_external_id, invoice)
        except Rejected as refused:
            if refused.code != errors.CONFLICT:
                raise
            answer = self.client.shipment_packages(
                shipmentPackageIds=package_external_id, page=0, size=PACKAGE_PAGE
            )
            package = next(iter(_page(answer).rows), {})
            if text(optional(package, "invoiceNumber")) == invoice.number:
                return
            self.client.delete_invoice_link(mapper.invoiced_package(package))
            self._add_invoice(package_external_id, invoice)

    def _add_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        link = mapper.invoice_link(package_external_id, invoice)
        if link["invoiceLink"]:
            self.client.add_invoice_link(link)
            return
        fields = {name: str(value) for name, value in link.items() if name != "invoiceLink"}
        self.client.add_invoice_file(fields, invoice.pdf)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """Trendyol filters by the day of the claim, not of its change."""
        span = _span(since, until)
        for found in paged(lambda number, _: self._claims(number, span), aftersales.claim_id):
            yield aftersales.claims(found)

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:
        approval: ClaimApproval = {"claimLineItemIdList": list(line_external_ids), "params": {}}
        self.client.approve_claim(claim_external_id, approval)

    def reject_claim(
        self, claim_external_id: str, line_external_ids: Sequence[str], reason_external_id: str, note: str
    ) -> None:
        """Trendyol decides about what we dispute."""
        self.client.issue_claim(claim_external_id, line_external_ids, reason_external_id, note)

    def reject_with_evidence(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],
        reason_external_id: str,
        note: str,
        files: Sequence[EvidenceFile],
    ) -> None:
        self.client.issue_claim(claim_external_id, line_external_ids, reason_external_id, note, files)

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        return aftersales.claim_reasons(self.client.claim_issue_reasons())

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        for start, end in _windows(since, until):
            for found in self._questions(_span(start, end)):
                yield aftersales.questions(found)

    def answer_question(self, question_external_id: str, text: str) -> None:
        self.client.answer_question(question_external_id, text)

    def fetch_settlements(self, since: datetime, until: datetime) -> Iterator[list[Parsed[SettlementRecord]]]:
        for start, end in _windows(since, until):
            span = _span(start, end)
            for kind, types in aftersales.SETTLEMENTS.items():
                for found in self._account_lines(self.client.settlements, types, span):
                    yield aftersales.settlements(kind, found)
            for kind, types in aftersales.OTHER_FINANCIALS.items():
                for found in self._account_lines(self.client.other_financials, types, span):
                    yield aftersales.other_financials(kind, found)

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

    def _attribute_values(self, category: str, attribute: str) -> list[AttributeValueRecord]:
        def read(number: int, _: str | None) -> Page:
            return _page(self.client.attribute_values(category, attribute, number))

        pages = paged(read, lambda row: text(optional(row, "attributeValueId", "id")))
        return [value for found in pages for value in content.attribute_values(found)]

    def _batch(self, batch_id: str) -> BatchAnswer:
        try:
            return mapper.batch_answer(self.client.batch_request(batch_id))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return BatchAnswer(is_final=True, items=())
            raise

    def _of_card(self, refused: ItemResult) -> BatchAnswer:
        """The refusal of a product card, for each barcode on it."""
        number = refused.external_id.removeprefix(mapper.CARD)
        held = content.card_ids(_page(self.client.approved_products(0, contentId=number)).rows)
        items = tuple(dataclasses.replace(refused, external_id=barcode) for barcode in held)
        return BatchAnswer(is_final=True, items=(refused, *items))

    def _claims(self, number: int, span: dict[str, int]) -> Page:
        """A seller without claims is told 404 at times."""
        try:
            return _page(self.client.claims(number, **span))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return Page([], 0)
            raise

    def _questions(self, span: dict[str, int]) -> Iterator[list[Row]]:
        def read(number: int, _: str | None) -> Page:
            return _page(self.client.questions(number, orderByField="CreatedDate", **span))

        return paged(read, _row_id)

    def _account_lines(
        self, ask: Callable[..., Any], types: str, span: dict[str, int]
    ) -> Iterator[list[Row]]:
        return paged(
            lambda number, _: _page(ask(number, transactionTypes=types, **span)),
            lambda row: (text(row.get("id")), text(row.get("transactionType"))),
        )

    def _approved_page(self, number: int, token: str | None) -> Page:
        return _page(self.client.approved_products(number, token))

    def fetch_label(self, reference: str, external_id: str, label_format: LabelFormat) -> Label:  # noqa: ARG002 - known by its tracking number
        """Of a parcel on Trendyol's contract, by its tracking number; after Picking alone."""
        if label_format not in self.label_formats:
            raise Rejected(label_format, code="connector.label_format", field="format")
        self.client.create_common_label(reference, label_format.value.upper())
        try:
            return mapper.label(self.client.common_label(reference))
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            raise Unavailable(error.detail, code="trendyol.label_pending") from error

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
            **_span(start, end),
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


def _span(start: datetime, end: datetime) -> dict[str, int]:
    """Both ends are inclusive there, ours is not."""
    return {"startDate": clock.to_millis(start), "endDate": clock.to_millis(end) - 1}


def _row_id(row: Row) -> str:
    return text(required(row, "id"))


def _page(answer: Row) -> Page:
    return Page(
        rows=rows(required(answer, "content"), "content"),
        total=whole(required(answer, "totalElements"), "totalElements"),
        next=optional(answer, "nextPageToken"),
    )
