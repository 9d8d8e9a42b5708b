"""OpenCart fulfilling the contract: the bridge reads and fills the shelves, the core API moves orders."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil

import httpx

from prapazar.connector_kit.aftersales import ClaimRecord, ClaimStatus
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import required, text, whole
from prapazar.connector_kit.pictures import Pictures
from prapazar.connector_kit.records import (
    AccountRecord,
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
from prapazar.connectors.opencart import aftersales, auth, content, errors, mapper, webhooks
from prapazar.connectors.opencart.client import OpencartClient
from prapazar.connectors.opencart.listings import LARGEST_PICTURE, ListingWriter

_SIGNED = "4.1"


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._version = text(setup.settings.get("version")) or _SIGNED
        self._username = text(setup.settings.get("username"))
        self._key = setup.credentials["api_key"]
        self._chosen = mapper.chosen_statuses(setup.settings)
        self._statuses = mapper.by_number(self._chosen)
        self._returns = aftersales.chosen(setup.settings)
        bridge = setup.caller(
            user_agent="PraPazar",
            auth=auth.BridgeSignature(self._username, self._key),
            read_error=errors.from_bridge,
        )
        core = setup.caller(
            user_agent="PraPazar",
            auth=auth.CoreSignature(self._username, self._key) if self._is_signed else httpx.Auth(),
            read_error=errors.from_core,
            read_failure=errors.from_good_answer,
        )
        self.client = OpencartClient(bridge, core)
        self._pictures = Pictures(setup, largest=LARGEST_PICTURE)

    @property
    def _is_signed(self) -> bool:
        return self._version == _SIGNED

    def close(self) -> None:
        self.client.close()
        self._pictures.close()

    def test_credentials(self) -> AccountRecord:
        """Both ways are tried: the bridge tells whose shop it is, the core API whether it would move an order."""
        shop = self.client.shop()
        if self._is_signed:
            self.client.check_signature()
        else:
            self.client.login(self._username, self._key)
        detail = f"OpenCart {text(required(shop, 'version'))}, {text(required(shop, 'currency'))}"
        count = whole(required(shop, "products"), "products")
        return AccountRecord(name=text(required(shop, "name")), detail=detail, listing_count=count)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        for raws in paged(lambda number, _: self.client.products(number), _product_id, first=1):
            yield [one for raw in raws for one in content.listings(raw)]

    def fetch_categories(self) -> list[CategoryRecord]:
        return content.categories(self.client.categories())

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        if category_external_id not in {one.external_id for one in self.fetch_categories()}:
            raise Rejected(f"category {category_external_id}", code=errors.NOT_FOUND)
        return content.words(self.client.words("options"), self.client.words("attributes"))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        writer = ListingWriter(self.client, self._pictures, self._currency(), drafts)
        return PushResult(items=tuple(writer.write()))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        def read(number: int, _: str | None) -> Page:
            return self.client.orders(number, modified_since=_second(since), modified_until=_next(until))

        for raws in paged(read, _order_id, first=1):
            yield mapper.packages(raws, self._statuses)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        return mapper.packages(self.client.order(external_id), self._statuses)

    def count_packages(self, since: datetime, until: datetime) -> int:
        return self.client.orders(1, limit=1, added_since=_second(since), added_until=_next(until)).total

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        answered = self.client.set_stock([mapper.stock_item(one) for one in offers])
        return PushResult(items=tuple(mapper.item_results([one.external_id for one in offers], answered)))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        """What cannot be told is answered at once."""
        currency = self._currency()
        faults = [(offer, content.price_fault(offer, currency)) for offer in offers]
        refused = tuple(fault for _, fault in faults if isinstance(fault, ItemResult))
        good = [offer for offer, fault in faults if fault is None]
        if not good:
            return PushResult(items=refused)
        answered = self.client.set_price([content.price_item(one) for one in good])
        return PushResult(items=(*refused, *mapper.item_results([o.external_id for o in good], answered)))

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],  # noqa: ARG002 - an order moves as a whole
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - the shop has no place for it
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        """May be repeated: an order that is shipped already is left as it is."""
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"the shop is not told {status}", code="connector.step_unknown", field="status")
        if self._package(package_external_id).status in {status, PackageStatus.DELIVERED}:
            return
        note = mapper.shipped_note(carrier, tracking_number)
        self._move(package_external_id, self._first(PackageStatus.SHIPPED), note, is_told=True)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """Cancels the order when nothing of it can be supplied, else leaves a note for the shop's staff."""
        package = self._package(package_external_id)
        note = mapper.unsupplied_note(package, line_quantities, reason)
        if package.status is PackageStatus.CANCELLED:
            return
        is_whole = mapper.is_whole_order(package, line_quantities)
        status = self._first(PackageStatus.CANCELLED) if is_whole else package.provider_status
        self._move(package_external_id, status, note, is_told=False)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        def read(number: int, _: str | None) -> Page:
            return self.client.returns(number, modified_since=_second(since), modified_until=_next(until))

        for raws in paged(read, _return_id, first=1):
            yield aftersales.claims(raws, self._returns)

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:  # noqa: ARG002 - a return is of one product
        self._decide(claim_external_id, ClaimStatus.ACCEPTED, "")

    def reject_claim(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - a return is of one product
        reason_external_id: str,  # noqa: ARG002 - the shop knows no reasons but the note
        note: str,
    ) -> None:
        self._decide(claim_external_id, ClaimStatus.REJECTED, note)

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        """The shop has no list of them; the buyer reads the note beside the status."""
        return [("note", "Notta yazar")]

    def register_webhook(self, address: str, secret: str) -> WebhookRegistration:
        return WebhookRegistration(self.client.add_hook(address, secret))

    def remove_webhook(self, external_id: str) -> None:
        self.client.remove_hook(external_id)

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        return webhooks.event(delivery, secret)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        return mapper.packages(webhooks.raw_orders(delivery), self._statuses)

    def _currency(self) -> str:
        return text(required(self.client.shop(), "currency"))

    def _decide(self, number: str, status: ClaimStatus, note: str) -> None:
        """Only what still waits: the merchant may have moved it in the shop meanwhile."""
        found = aftersales.claims(self.client.one_return(number), self._returns)
        if not found:
            raise Rejected(f"return {number}", code=errors.NOT_FOUND)
        if not isinstance(found[0], ClaimRecord) or found[0].status is not ClaimStatus.WAITING:
            raise Rejected(f"return {number}", code="opencart.claim_decided")
        if not self._returns[status]:
            raise Rejected("return_rejected", code="opencart.status_needed", field="return_rejected")
        if self.client.move_return(number, self._returns[status][0], note) != "ok":
            raise Rejected(f"return {number}", code=errors.NOT_FOUND)

    def _move(self, order_id: str, status: str, note: str, *, is_told: bool) -> None:
        fields = {
            "order_id": order_id,
            "order_status_id": status,
            "comment": note,
            "notify": "1" if is_told else "0",
            "override": "0",
        }
        if self._is_signed:
            self.client.history_add(fields)
        else:
            session = self.client.login(self._username, self._key)
            self.client.add_history(self._version, session, fields)

    def _first(self, status: PackageStatus) -> str:
        numbers = self._chosen[status]
        if not numbers:
            raise Rejected(f"no number for {status}", code="opencart.status_needed", field="status")
        return numbers[0]

    def _package(self, external_id: str) -> PackageRecord:
        found = self.fetch_package(external_id)
        if not found:
            raise Rejected(f"order {external_id}", code=errors.NOT_FOUND)
        if not isinstance(found[0], PackageRecord):
            raise UnexpectedAnswer(found[0].detail, raw=found[0].raw, code=found[0].code)
        return found[0]


def _product_id(row: dict[str, object]) -> str:
    return text(required(row, "product_id"))


def _return_id(row: dict[str, object]) -> str:
    return text(required(row, "return_id"))


def _order_id(row: dict[str, object]) -> str:
    return text(required(row, "order_id"))


def _second(moment: datetime) -> int:
    """The shop knows whole seconds only."""
    return int(moment.timestamp())


def _next(moment: datetime) -> int:
    return ceil(moment.timestamp())
