"""Etsy fulfilling the contract: each method is build, call, map."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from math import ceil, floor
from typing import Any

from prapazar.connector_kit.aftersales import SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.http import Call
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
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
from prapazar.connectors.etsy import aftersales, auth, content, errors, mapper, webhooks
from prapazar.connectors.etsy.client import PAGE, EtsyClient, Picture
from prapazar.connectors.etsy.listings import Drafts, Shelves, Terms

MOST_OFFSET = 12_000
"""Further down no list is read: a longer one is asked for in halves."""
_NOTHING_BEFORE = 946_684_800
_HOME = "TR"


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._renews = setup.settings.get("sold_out") != "leave"
        self._signing_secret = setup.credentials.get("webhook_secret")
        self._login = setup.caller(user_agent="PraPazar", auth=auth.Nobody(), read_error=errors.from_login)
        caller = setup.caller(
            user_agent="PraPazar",
            auth=setup.token_auth(
                lambda: auth.fetch(self._login, setup.credentials),
                auth.Writer(auth.api_key(setup.credentials)),
                rotating=("refresh_token",),
            ),
            read_error=errors.from_answer,
        )
        self.client = EtsyClient(caller)
        self._settings = setup.settings
        alone = dataclasses.replace(
            setup, wire=dataclasses.replace(setup.wire, circuit=f"{setup.account}:pictures")
        )
        self._pictures = alone.caller(
            user_agent="PraPazar", auth=auth.Nobody(), read_error=errors.from_picture
        )
        self._shop_id: int | None = None
        self._currency = ""

    def close(self) -> None:
        self.client.close()
        self._login.close()
        self._pictures.close()

    def test_credentials(self) -> AccountRecord:
        shop = self._read_shop()
        count = whole(required(shop, "listing_active_count"), "listing_active_count")
        return AccountRecord(text(required(shop, "shop_name")), text(required(shop, "currency_code")), count)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """State by state; one that changes its state on the way may come twice."""
        shop = self._shop()
        for state in content.STATES:
            for raws in self._listed(shop, state):
                yield content.listings(raws)

    def fetch_categories(self) -> list[CategoryRecord]:
        answer = mapping(self.client.taxonomy(), "taxonomy")
        return content.categories(rows(required(answer, "results"), "results"))

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        answer = mapping(self.client.properties(category_external_id), "properties")
        return content.attributes(rows(required(answer, "results"), "results"))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        shop = self._shop()
        writer = Drafts(
            self.client,
            shop,
            self._shop_currency(),
            terms=self._terms,
            listed=lambda: (
                row for state in content.STATES for found in self._listed(shop, state) for row in found
            ),
            picture=self._picture,
        )
        return PushResult(items=tuple(writer.write(drafts)))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        least, most = _seconds(since, until)
        for raws in self._receipts("last_modified", least, most):
            yield mapper.packages(raws)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        try:
            return mapper.packages([mapping(self.client.receipt(self._shop(), external_id), "receipt")])
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise

    def count_packages(self, since: datetime, until: datetime) -> int:
        least, most = _seconds(since, until)
        return _page(self.client.receipts(self._shop(), "created", least, most, 0, 1)).total

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return PushResult(items=tuple(self._shelves().stock(offers)))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return PushResult(items=tuple(self._shelves().prices(offers, self._shop_currency())))

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],  # noqa: ARG002 - a receipt is sent as a whole
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - Etsy has no place for it
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        """May be repeated: a parcel with this number that is there already is not made again."""
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"Etsy is not told {status}", code="connector.step_unknown", field="status")
        found = self.fetch_package(package_external_id)
        if not found:
            raise Rejected(f"receipt {package_external_id}", code=errors.NOT_FOUND)
        if mapper.is_told(mapper.parked_or_read(found[0]), tracking_number):
            return
        told = mapper.tracking(self._carriers, carrier, tracking_number)
        self.client.ship(self._shop(), package_external_id, told)

    def report_unsupplied(
        self,
        package_external_id: str,
        line_quantities: dict[str, int],  # noqa: ARG002 - there is no call for it
        reason: str,  # noqa: ARG002 - there is no call for it
    ) -> None:
        """Sellers cancel and give money back on Etsy's own pages."""
        raise Rejected(package_external_id, code="etsy.cancel_in_panel")

    def register_webhook(self, address: str, secret: str) -> WebhookRegistration:  # noqa: ARG002 - a person has to
        """There is no call for it: the address is entered in the developer portal, which shows its secret."""
        raise Rejected("webhooks are made in the developer portal", code="etsy.webhook_in_portal")

    def remove_webhook(self, external_id: str) -> None:
        """In the portal too; deliveries to an address we closed are refused by us."""

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        """By the portal's secret where it was entered, else by ours."""
        return webhooks.event(delivery, self._signing_secret or secret)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        """A delivery only says which receipt to look at; those of other shops of the app are not ours."""
        shop, receipt = webhooks.receipt(delivery)
        return self.fetch_package(receipt) if shop == str(self._shop()) else []

    def fetch_settlements(self, since: datetime, until: datetime) -> Iterator[list[Parsed[SettlementRecord]]]:
        """Newest first; a line names its payment, and the payment its receipt."""
        shop, (least, most) = self._shop(), _seconds(since, until)
        for raws in _paged(lambda offset: self.client.ledger(shop, least, most, offset), "entry_id"):
            yield aftersales.settlements(raws, self._receipts_of(aftersales.paid(raws)))

    def _receipts_of(self, entries: Sequence[str]) -> dict[str, str]:
        if not entries:
            return {}
        answer = mapping(self.client.ledger_payments(self._shop(), entries), "payments")
        return aftersales.receipts_of(rows(required(answer, "results"), "results"))

    def _read_shop(self) -> dict[str, Any]:
        shop = mapping(self.client.shop(self._shop()), "shop")
        self._currency = text(required(shop, "currency_code"))
        return shop

    def _shop(self) -> int:
        if self._shop_id is None:
            me = mapping(self.client.me(), "me")
            self._shop_id = whole(required(me, "shop_id"), "shop_id")
        return self._shop_id

    def _shop_currency(self) -> str:
        if not self._currency:
            self._read_shop()
        return self._currency

    def _shelves(self) -> Shelves:
        return Shelves(self.client, self._shop(), renews=self._renews)

    def _terms(self) -> Terms:
        """Chosen in the form, or the only one there is."""
        shop = self._shop()
        return Terms(
            shipping_profile_id=self._only("shipping_profile_id", self.client.shipping_profiles(shop)),
            return_policy_id=self._only("return_policy_id", self.client.return_policies(shop)),
            readiness_state_id=self._only("readiness_state_id", self.client.readiness_states(shop)),
            who_made=self._settings.get("who_made") or "i_did",
            when_made=self._settings.get("when_made") or "made_to_order",
        )

    def _only(self, name: str, answer: object) -> int:
        found = rows(required(mapping(answer, name), "results"), "results")
        known = [whole(required(one, name), name) for one in found if not optional(one, "is_deleted")]
        wanted = self._settings.get(name)
        fitting = [one for one in known if not wanted or str(one) == str(wanted)]
        if len(fitting) != 1:
            raise Rejected(f"{name}: {known}", code="etsy.choose_one", field=name)
        return fitting[0]

    def _picture(self, address: str) -> bytes:
        """From where the merchant keeps it; Etsy takes pictures as files alone."""
        try:
            found = self._pictures.send(Call("picture", "GET", address, read=Picture)).content
        except ConnectorError as error:
            raise Rejected(
                f"{address}: {error.detail}", code="etsy.picture_missing", field="images"
            ) from error
        if not isinstance(found, Picture):
            raise Rejected(address, code="etsy.picture_missing", field="images")
        return found.content

    def _carriers(self) -> list[Row]:
        return rows(required(mapping(self.client.carriers(_HOME), "carriers"), "results"), "results")

    def _listed(self, shop: int, state: str) -> Iterator[list[Row]]:
        return _paged(lambda offset: self.client.listings(shop, state, offset), "listing_id")

    def _receipts(self, field: str, least: int, most: int) -> Iterator[list[Row]]:
        """A window with more receipts than can be paged through is cut in two."""
        if most < least:
            return
        shop = self._shop()
        first = self.client.receipts(shop, field, least, most, 0)
        if _page(first).total > MOST_OFFSET and most > least:
            middle = (least + most) // 2
            yield from self._receipts(field, least, middle)
            yield from self._receipts(field, middle + 1, most)
            return
        held = {0: first}

        def read(offset: int) -> object:
            return held.pop(offset, None) or self.client.receipts(shop, field, least, most, offset)

        yield from _paged(read, "receipt_id")


def _paged(read: Callable[[int], object], key: str) -> Iterator[list[Row]]:
    return paged(lambda number, _: _page(read(number * PAGE)), lambda row: text(required(row, key)))


def _page(raw: object) -> Page:
    answer = mapping(raw, "page")
    return Page(rows(required(answer, "results"), "results"), whole(required(answer, "count"), "count"))


def _seconds(since: datetime, until: datetime) -> tuple[int, int]:
    """The half-open window as Etsy's whole seconds, both ends included."""
    least = max(floor(since.timestamp()), _NOTHING_BEFORE)
    return least, ceil(until.timestamp()) - 1
