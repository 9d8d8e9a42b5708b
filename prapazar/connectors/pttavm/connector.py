"""PTT AVM fulfilling the contract: each method is build, call, map."""

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import httpx

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.pttavm import auth, content, errors, mapper
from prapazar.connectors.pttavm.client import PttavmClient
from prapazar.connectors.pttavm.soap import PttavmSoapClient

LONGEST_WINDOW = timedelta(days=39)
"""40 days are allowed."""
LOOK_BACK = timedelta(days=30)
"""Orders are found by the moment they were placed; what changes later is found by looking so far back."""
_MARGIN = timedelta(days=1)
"""Whose clock the period is meant in is not told: a day more on both sides, and the rest is left out here."""
_MOST_PAGES = 10_000
SOAP_STOCK_BATCH = 20
"""SOAP wants a call for each product: few enough that a push ends before our own limit stops it."""


class Connector:
    takes_invoice_files = True

    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._warehouse = text(setup.settings.get("warehouse_id"))
        self._soap = _soap_client(setup) if text(setup.settings.get("interface")) == "soap" else None
        self.client = self._soap or _rest_client(setup)
        if self._soap:
            self.stock_batch_size = SOAP_STOCK_BATCH

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """By REST no answer carries the seller's name, or a count that is documented."""
        if self._soap:
            supplier = mapping(self._soap.supplier(), "supplier")
            return AccountRecord(name=text(required(supplier, "tedarikciAdi")))
        rows(required(mapping(self.client.cargo_profiles(), "profiles"), "cargoProfiles"), "cargoProfiles")
        return AccountRecord(name="PTT AVM")

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """To a page without anything new: neither its size nor what lies beyond the last is told."""
        seen: set[str] = set()
        for page in range(1, _MOST_PAGES):
            found = rows(self.client.search(page), "products")
            fresh = [row for row in found if (text(optional(row, "urunId", "barkod"))) not in seen]
            if not fresh:
                return
            seen.update(text(optional(row, "urunId", "barkod")) for row in fresh)
            yield content.listings(fresh)

    def fetch_categories(self) -> list[CategoryRecord]:
        return list(content.categories(self.client.category_tree()))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """Only new ones: what an upsert does to fields left out is not told. Answers name a product by its barcode."""
        wanted = content.codes(drafts)
        known = self._rates_there(wanted) if wanted else {}
        faults = [(draft, content.draft_fault(draft, known)) for draft in drafts]
        refused = tuple(fault for _, fault in faults if isinstance(fault, ItemResult))
        good = [content.new_product(draft) for draft, fault in faults if fault is None]
        if not good:
            return PushResult(items=refused)
        return PushResult(items=refused, batch_external_id=mapper.tracking_id(self.client.upsert(good)))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        for found in self._orders(since - LOOK_BACK, until):
            within = [one for one in found if isinstance(one, ParkedRecord) or one.ordered_at < until]
            if within:
                yield within

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        try:
            return mapper.packages(self.client.order(external_id))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

    def count_packages(self, since: datetime, until: datetime) -> int:
        """Nobody counts for us: they are read, and parked ones count too, also those without a moment."""
        placed = (mapper.placed_at(one) for page in self._orders(since, until) for one in page)
        return sum(moment is None or since <= moment < until for moment in placed)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        if self._soap:
            items = mapper.stock_items(offers)
            return PushResult(
                items=tuple(_stock_pushed(self._soap, one["barcode"], one["quantity"]) for one in items)
            )
        answer = self.client.stock_prices(mapper.stock_items(offers))
        return PushResult(batch_external_id=mapper.tracking_id(answer))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        """What cannot be told is answered at once; net and gross prices go together."""
        faults = [(offer, mapper.price_fault(offer)) for offer in offers]
        refused = tuple(fault for _, fault in faults if isinstance(fault, ItemResult))
        good = [offer for offer, fault in faults if fault is None]
        if not good:
            return PushResult(items=refused)
        rates = self._vat_rates(good)
        answer = self.client.stock_prices(
            [mapper.price_item(one, rates.get(one.external_id)) for one in good]
        )
        if self._soap:  # taken; there is no operation that would tell what became of it
            mapper.tracking_id(answer)
            taken = tuple(ItemResult(one.external_id, ItemState.ACCEPTED) for one in good)
            return PushResult(items=refused + taken)
        return PushResult(items=refused, batch_external_id=mapper.tracking_id(answer))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """One that nobody knows any more is final and says nothing about its items."""
        try:
            return mapper.batch_answer(self.client.tracking_result(batch_external_id))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return BatchAnswer(is_final=True, items=())
            raise

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],  # noqa: ARG002 - a barcode is for the whole order
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - PTT AVM takes invoices as files or links
        carrier: str | None = None,  # noqa: ARG002 - PTT carries all of them
        tracking_number: str | None = None,  # noqa: ARG002 - PTT gives the number
    ) -> None:
        """A packed order gets its barcode from PTT; the other steps PTT AVM finds out by itself."""
        if status is not PackageStatus.PACKED:
            raise Rejected(f"PTT AVM is not told {status}", code="connector.step_unknown", field="status")
        if self._package(package_external_id).tracking_number:
            return
        made = self.client.create_barcode(package_external_id, self._warehouse_id())
        number = text(required(mapping(made, "barcode"), "tracking_id"))
        mapper.check_label(self.client.barcode_status(number))

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        """There is no call for it: a person cancels in PTT AVM's panel."""
        detail = f"{package_external_id}: {sum(line_quantities.values())} units, {reason}"
        raise Rejected(detail, code="pttavm.cancel_in_panel")

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        content = None if invoice.link else base64.b64encode(invoice.pdf).decode()
        lines = [int(line) for line in invoice.line_external_ids]
        self.client.invoice(
            package_external_id, {"lineItemId": lines, "content": content, "url": invoice.link}
        )

    def _package(self, external_id: str) -> PackageRecord:
        found = self.fetch_package(external_id)
        if not found:
            raise Rejected(f"order {external_id}", code=errors.NOT_FOUND)
        if not isinstance(found[0], PackageRecord):
            raise UnexpectedAnswer(found[0].detail, raw=found[0].raw, code=found[0].code)
        return found[0]

    def _warehouse_id(self) -> int:
        """The one that is set, or the only one there is."""
        known = mapper.warehouses(self.client.warehouses())
        wanted = self._warehouse or (next(iter(known)) if len(known) == 1 else "")
        if wanted not in known:
            raise Rejected(", ".join(known), code="pttavm.warehouse_needed", field="warehouse_id")
        return known[wanted]

    def _vat_rates(self, offers: Sequence[PriceOffer]) -> dict[str, Decimal]:
        """Ours, or where we have none what the channel has; SOAP takes the gross price alone."""
        rates = {one.external_id: one.vat_rate for one in offers if one.vat_rate is not None}
        missing = [one.external_id for one in offers if one.vat_rate is None]
        if missing and self._soap is None:
            rates |= {code: Decimal(rate) for code, rate in self._rates_there(missing).items()}
        return rates

    def _rates_there(self, barcodes: Sequence[str]) -> dict[str, int]:
        """Of the products the channel has under these barcodes."""
        try:
            return content.vat_rates(self.client.by_barcodes(barcodes))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return {}
            raise

    def _orders(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        """Periods side by side; an order at their border comes once."""
        seen: set[str | None] = set()
        start, last = since - _MARGIN, until + _MARGIN
        while start < last:
            end = min(start + LONGEST_WINDOW, last)
            found = mapper.packages(self.client.orders(mapper.told_moment(start), mapper.told_moment(end)))
            yield [one for one in found if one.external_id is None or one.external_id not in seen]
            seen.update(one.external_id for one in found)
            start = end


def _rest_client(setup: Setup) -> PttavmClient:
    keys = (setup.credentials["api_key"], setup.credentials["access_token"])
    cargo = (text(setup.settings.get("cargo_user")), setup.credentials.get("cargo_password", ""))
    return PttavmClient(
        _caller(setup, "api", auth.Keys(*keys)), _caller(setup, "cargo", auth.CargoLogin(*keys, *cargo))
    )


def _soap_client(setup: Setup) -> PttavmSoapClient:
    """The two fields of the keys hold user name and password; parcels have a log-in of their own or none."""
    user = text(setup.settings.get("cargo_user"))
    login = httpx.BasicAuth(user, setup.credentials.get("cargo_password", ""))
    cargo = _caller(setup, "cargo", login) if user else None
    api = _caller(setup, "soap", httpx.Auth())
    return PttavmSoapClient(api, cargo, setup.credentials["api_key"], setup.credentials["access_token"])


def _caller(setup: Setup, part: str, login: httpx.Auth) -> Caller:
    return setup.caller(
        user_agent="PraPazar",
        auth=login,
        read_error=errors.from_answer,
        read_failure=errors.from_good_answer,
        base_url=setup.addresses[part],
    )


def _stock_pushed(client: PttavmSoapClient, barcode: str, quantity: int) -> ItemResult:
    try:
        client.stock(barcode, quantity)
    except Rejected as error:
        return content.refused(barcode, "pttavm.item_refused", error.detail)
    return ItemResult(barcode, ItemState.ACCEPTED)
