"""The steps by which orders are read, shipped and taken back, where one call is not enough."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Row
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connectors.amazon import errors, mapper
from prapazar.connectors.amazon.client import AmazonClient
from prapazar.connectors.amazon.schemas import Marketplace, Shipment, current, moment
from prapazar.foundation import clock

SETTLED = timedelta(minutes=2)
"""The end of a window must be so long past; what is younger comes with the next poll."""
REASONS = {
    "out_of_stock": "NoInventory",
    "defective": "NoInventory",
    "bulk_purchase": "NoInventory",
    "force_majeure": "ShippingAddressUndeliverable",
    "wrong_price": "GeneralAdjustment",
    "integration_error": "GeneralAdjustment",
}
LETTERS = {
    "confirmCustomizationDetails": 800,
    "confirmDeliveryDetails": 2000,
    "confirmOrderDetails": 2000,
    "confirmServiceDetails": 2000,
    "digitalAccessKey": 400,
    "unexpectedProblem": 2000,
}
"""Messages that are a text, and how many letters it may have."""
_ACKNOWLEDGEMENTS = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
_XML_TYPE = "text/xml; charset=UTF-8"
_LOOKS = 3


class Orders:
    def __init__(
        self, client: AmazonClient, seller_id: str, place: Marketplace, pause: Callable[[], None]
    ) -> None:
        self._client = client
        self._seller_id = seller_id
        self._place = place
        self._pause = pause

    def changed(self, since: datetime, until: datetime) -> Iterator[list[Row]]:
        return self._pages(since, until, "lastUpdated")

    def placed(self, since: datetime, until: datetime) -> Iterator[list[Row]]:
        return self._pages(since, until, "created")

    def _pages(self, since: datetime, until: datetime, field: str) -> Iterator[list[Row]]:
        """Nothing says how many there are: pages are read until none follows."""
        dates = window(field, since, until)
        token: str | None = None
        while True:
            found, token = self._page(dates, token)
            own = [one for one in found if mapper.is_ours(one)]
            if own:
                yield own
            if token is None:
                return

    def _page(self, dates: dict[str, str], token: str | None) -> tuple[list[Row], str | None]:
        page = self._client.search_orders(dates, token)
        pagination = mapping(optional(page, "pagination") or {}, "pagination")
        return rows(required(page, "orders"), "orders"), text(optional(pagination, "nextToken")) or None

    def _whole(self, number: str) -> Row:
        return self._client.order(number)

    def one(self, number: str) -> Row | None:
        """None for an order that is not there, or is none of ours."""
        try:
            found = self._whole(number)
        except Rejected:
            return None
        return found if mapper.is_ours(found) else None

    def ship(
        self, number: str, quantities: Mapping[str, int], carrier: str | None, tracking: str | None
    ) -> None:
        order = self._own(number)
        if not tracking:
            raise Rejected("no tracking number", code="amazon.tracking_needed", field="tracking_number")
        if not carrier:
            raise Rejected("no carrier", code="amazon.carrier_needed", field="carrier")
        shipment: Shipment = {
            "marketplaceId": self._place.id,
            "packageDetail": {
                "packageReferenceId": mapper.next_reference(order, tracking),
                "carrierCode": "Other",
                "carrierName": carrier,
                "trackingNumber": tracking,
                "shipDate": moment(clock.now()),
                "orderItems": [
                    {"orderItemId": line, "quantity": quantity} for line, quantity in quantities.items()
                ],
            },
        }
        self._client.confirm_shipment(number, shipment)

    def cancel(self, number: str, quantities: Mapping[str, int], reason: str) -> None:
        """By a feed, the only way there is; it is worked off later, and the order's own status says whether."""
        order = self._own(number)
        for item in rows(required(order, "orderItems"), "orderItems"):
            line, ordered = (
                text(required(item, "orderItemId")),
                whole(required(item, "quantityOrdered"), "quantity"),
            )
            if quantities.get(line, ordered) < ordered:
                raise Rejected(line, code="amazon.whole_lines", field="quantity")
        content = acknowledgement(self._seller_id, number, list(quantities), REASONS[reason])
        feed_id = self._client.submit_feed(_ACKNOWLEDGEMENTS, content, _XML_TYPE)
        for look in range(_LOOKS):
            if look:
                self._pause()
            feed = self._client.feed(feed_id)
            state = mapper.feed_state(feed)
            if state == "done":
                return self._check(text(optional(feed, "resultFeedDocumentId")))
            if state == "failed":
                raise Rejected(feed_id, code="amazon.cancel_refused")
        return None

    def letters(self, number: str) -> list[str]:
        """Those that are a text; the others want documents."""
        with errors.beside_orders("amazon.message_refused"):
            actions = self._client.message_actions(number)
        return [name for one in actions if (name := text(optional(one, "name"))) in LETTERS]

    def write(self, number: str, kind: str, letter: str) -> None:
        """Asked first, as a kind that is not allowed is refused like a lost right: that must not end the connection."""
        if kind not in self.letters(number):
            raise Rejected(kind, code="amazon.message_refused", field="message_kind")
        if not 1 <= len(letter) <= LETTERS[kind]:
            raise Rejected(f"1 to {LETTERS[kind]} letters", code="amazon.message_length", field="letter")
        with errors.beside_orders("amazon.message_refused"):
            self._client.create_message(number, kind, letter)

    def _check(self, document_id: str) -> None:
        if document_id and (said := refusal(self._client.feed_document(document_id))):
            raise Rejected(said, code="amazon.cancel_refused")

    def _own(self, number: str) -> Row:
        try:
            order = self._whole(number)
        except Rejected as error:
            raise Rejected(error.detail, code=errors.NOT_FOUND) from error
        if not mapper.is_ours(order):
            raise Rejected(number, code="amazon.fba_order")
        return order


class OlderOrders(Orders):
    """The same by version 0, which Amazon ends on 27 March 2027: people are told to a restricted token alone."""

    def _page(self, dates: dict[str, str], token: str | None) -> tuple[list[Row], str | None]:
        named = {f"{name[0].upper()}{name[1:]}": at for name, at in dates.items()}
        page = self._client.search_older_orders(named, token)
        found = [self._with_items(one) for one in rows(required(page, "Orders"), "Orders")]
        return found, text(optional(page, "NextToken")) or None

    def _whole(self, number: str) -> Row:
        return self._with_items(self._client.older_order(number))

    def _with_items(self, order: Row) -> Row:
        items: list[Row] = []
        token: str | None = None
        while True:
            page = self._client.older_items(text(required(order, "AmazonOrderId")), token)
            items += rows(required(page, "OrderItems"), "OrderItems")
            token = text(optional(page, "NextToken")) or None
            if token is None:
                return current(order, items)


def window(field: str, since: datetime, until: datetime) -> dict[str, str]:
    """An end that is not long enough past is left out: Amazon then tells what it has."""
    end = {f"{field}Before": moment(until)} if until <= clock.now() - SETTLED else {}
    return {f"{field}After": moment(since), **end}


def acknowledgement(seller_id: str, number: str, lines: list[str], reason: str) -> bytes:
    root = Element("AmazonEnvelope")
    header = SubElement(root, "Header")
    SubElement(header, "DocumentVersion").text = "1.01"
    SubElement(header, "MerchantIdentifier").text = seller_id
    SubElement(root, "MessageType").text = "OrderAcknowledgement"
    message = SubElement(root, "Message")
    SubElement(message, "MessageID").text = "1"
    said = SubElement(message, "OrderAcknowledgement")
    SubElement(said, "AmazonOrderID").text = number
    SubElement(said, "StatusCode").text = "Failure"
    for line in lines:
        item = SubElement(said, "Item")
        SubElement(item, "AmazonOrderItemCode").text = line
        SubElement(item, "CancelReason").text = reason
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def refusal(report: bytes) -> str:
    """The sentences of a report's errors; empty where all went well."""
    try:
        root: Element = ElementTree.fromstring(report, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnexpectedAnswer("a report that is no XML", code="connector.odd_shape") from error
    failed = (one for one in root.iter("Result") if one.findtext("ResultCode") == "Error")
    return "; ".join(one.findtext("ResultDescription") or "refused" for one in failed)
