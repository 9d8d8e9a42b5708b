"""What only eBay does, seen in its simulator."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.aftersales import ClaimKind, ClaimStatus
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, PackageStatus, PriceOffer, StockOffer, WebhookDelivery
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage
from tests.factories.stages.ebay import EbayStage

_KEY, _SECRET = "8690000000017", "s3cret-of-the-hook"
_DE, _US = f"EBAY_DE:{_KEY}", f"EBAY_US:{_KEY}"
_USUAL = {
    "unpaid": False,
    "remits_tax": "0",
    "bulk_status": 207,
    "notified_order": "order",
    "challenge": True,
    "token_seconds": 7200,
    "refunds_at_once": True,
    "signs_finances": False,
}


@pytest.fixture
def ebay(stage: Stage) -> Iterator[EbayStage]:
    assert isinstance(stage, EbayStage)
    yield stage
    _rule(stage, **_USUAL)
    stage.loosen()


def _rule(ebay: Stage, **rules: object) -> None:
    ebay.server.pull("PATCH", "/ebay/rules", rules)


def _window() -> tuple[Any, Any]:
    return now() - timedelta(hours=1), now() + timedelta(minutes=1)


def _orders(ebay: EbayStage, connector: Any = None) -> list[Any]:  # noqa: ANN401 - any connector
    reading = connector or ebay.connector()
    return [one for page in reading.fetch_packages(*_window()) for one in page]


def _claims(ebay: EbayStage) -> list[Any]:
    return [one for page in ebay.unhurried().fetch_claims(*_window()) for one in page]


def _asked(ebay: EbayStage, path: str) -> list[Any]:
    requests = ebay.server.pull("GET", f"/requests?provider=ebay&account={ebay.account}")
    return [one for one in requests if one["path"].startswith(path)]


def _two_markets(ebay: EbayStage) -> Any:  # noqa: ANN401 - the connector under test
    """One SKU, sold in two marketplaces."""
    ebay.server.pull("PATCH", f"/ebay/accounts/{ebay.account}", {"marketplaces": ["EBAY_DE", "EBAY_US"]})
    ebay.settings = {**ebay.settings, "marketplaces": "EBAY_DE, EBAY_US"}
    ebay.seed([Article(_KEY, quantity=9)])
    american = {"sku": _KEY, "marketplaceId": "EBAY_US", "price": "149.90"}
    ebay.server.pull("POST", f"/ebay/{ebay.account}/products", [american])
    return ebay.connector()


def test_token_that_ended_is_renewed_with_the_same_refresh_token(ebay: EbayStage) -> None:
    connector = ebay.connector()
    connector.test_credentials()
    ebay.server.pull("POST", f"/ebay/{ebay.account}/tokens", {})

    connector.test_credentials()

    assert [one["status"] for one in _asked(ebay, "/identity/")] == [200, 200]


def test_token_of_an_application_is_asked_for_only_where_it_is_wanted(ebay: EbayStage) -> None:
    connector = ebay.connector()

    connector.test_credentials()
    connector.fetch_attributes(ebay.category())

    grants = [parse_qs(one["body"])["grant_type"] for one in _asked(ebay, "/identity/")]
    assert grants == [["refresh_token"], ["client_credentials"]]


def test_refresh_token_of_somebody_else_asks_for_consent_again(ebay: EbayStage) -> None:
    with pytest.raises(AuthFailed) as raised:
        ebay.connector(credentials={"refresh_token": "v^1.1#fremd"}).test_credentials()

    assert raised.value.code == "ebay.consent_ended"


def test_consent_leads_back_with_a_code_that_is_good_once(ebay: EbayStage) -> None:
    back = "https://prapazar.example.com/oauth/ebay"
    profile = ebay.server.pull("PATCH", f"/ebay/accounts/{ebay.account}", {"accept_url": back})
    scope = "https://api.ebay.com/oauth/api_scope/sell.inventory"
    asked = {
        "client_id": profile["client_id"],
        "redirect_uri": profile["ru_name"],
        "response_type": "code",
        "scope": scope,
        "state": "x-1",
    }
    page = f"{ebay.server.address}/ebay/auth/oauth2/authorize"
    shown = ebay.server.http.get(page, params=asked)
    agreed = ebay.server.http.post(page, params=asked, data={"decision": "agree"}, follow_redirects=False)
    refused = ebay.server.http.post(page, params=asked, data={"decision": "no"}, follow_redirects=False)
    answer = {name: one[0] for name, one in parse_qs(urlsplit(agreed.headers["location"]).query).items()}

    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": profile["ru_name"],
    }
    keys = (profile["client_id"], profile["client_secret"])
    token = f"{ebay.server.address}/ebay/identity/v1/oauth2/token"
    given, again = (ebay.server.http.post(token, data=form, auth=keys) for _ in range(2))

    assert (shown.status_code, scope in shown.text) == (200, True)
    assert agreed.headers["location"].startswith(f"{back}?")
    assert (answer["state"], answer["expires_in"]) == ("x-1", "299")
    assert "access_denied" in refused.headers["location"]
    assert (given.status_code, again.status_code) == (200, 400)
    refresh_token = given.json()["refresh_token"]
    connector = ebay.connector(credentials={"refresh_token": refresh_token})
    assert connector.test_credentials().listing_count == 0
    with pytest.raises(AuthFailed) as raised:
        _orders(ebay, connector)
    assert raised.value.code == "ebay.scope_missing"


def test_one_sku_is_a_listing_in_each_marketplace(ebay: EbayStage) -> None:
    connector = _two_markets(ebay)

    found = {one.external_id: one for page in connector.fetch_listings() for one in page}

    prices = {key: (one.price, one.currency, one.quantity) for key, one in found.items()}
    assert prices == {_DE: (Decimal("129.90"), "EUR", 9), _US: (Decimal("149.90"), "USD", 9)}


def test_share_of_one_marketplace_does_not_cut_the_other_short(ebay: EbayStage) -> None:
    connector = _two_markets(ebay)

    for offers in ([(_DE, 7), (_US, 4)], [(_DE, 2)], [(_US, 0)]):
        connector.push_stock([StockOffer(key, None, quantity) for key, quantity in offers])

    assert ebay.shelf(_KEY)["marketplaces"] == {"EBAY_DE": 2, "EBAY_US": 0}


def test_price_in_another_currency_than_the_marketplaces_is_refused_here(ebay: EbayStage) -> None:
    connector = _two_markets(ebay)
    offers = [PriceOffer(key, None, Decimal("99.90"), None, "USD") for key in (_DE, _US)]

    found = connector.push_price(offers).items

    assert {(one.external_id, one.state, one.code) for one in found} == {
        (_DE, ItemState.REJECTED, "ebay.currency"),
        (_US, ItemState.ACCEPTED, None),
    }


@pytest.mark.parametrize("status", [200, 207])
def test_bulk_answer_is_read_item_by_item_with_either_status(ebay: EbayStage, status: int) -> None:
    _rule(ebay, bulk_status=status)
    ebay.seed([Article(_KEY)])
    offers = [
        PriceOffer(_DE, None, Decimal("0.00"), None, "EUR"),
        PriceOffer("EBAY_US:fehlt", None, Decimal(1), None, "USD"),
    ]

    found = ebay.connector().push_price(offers).items

    assert {(one.external_id, one.code) for one in found} == {
        (_DE, "ebay.price"),
        ("EBAY_US:fehlt", "ebay.not_found"),
    }


def test_twenty_six_at_once_are_too_many(ebay: EbayStage) -> None:
    articles = [Article(f"86911111{number:05}") for number in range(26)]
    ebay.seed(articles)

    with pytest.raises(Rejected):
        ebay.unhurried().push_stock([StockOffer(f"EBAY_DE:{one.key}", None, 1) for one in articles])


def test_order_that_is_not_paid_is_not_to_be_sent(ebay: EbayStage) -> None:
    _rule(ebay, unpaid=True)
    ebay.seed([Article(_KEY)])
    order = ebay.order((_KEY, 1))

    [waiting] = _orders(ebay)
    with pytest.raises(Rejected):
        ebay.connector().report_status(waiting.external_id, PackageStatus.SHIPPED, {"1": 1})
    ebay.move(ebay.order_id(order), "PAID")

    [paid] = _orders(ebay)
    assert (waiting.status, paid.status) == (PackageStatus.AWAITING_PAYMENT, PackageStatus.NEW)


def test_tax_ebay_collects_is_none_of_the_sellers_money(ebay: EbayStage) -> None:
    _rule(ebay, remits_tax="12.34")
    ebay.seed([Article(_KEY)])
    ebay.order((_KEY, 2))

    [found] = _orders(ebay)

    assert found.total == Decimal("259.80")


def test_window_that_reaches_ahead_is_left_open(ebay: EbayStage) -> None:
    ebay.seed([Article(_KEY)])
    ebay.order((_KEY, 1))

    assert len(_orders(ebay)) == 1
    assert list(ebay.connector().fetch_packages(now() + timedelta(hours=1), now() + timedelta(hours=2))) == []


def test_window_older_than_two_years_is_cut(ebay: EbayStage) -> None:
    ebay.seed([Article(_KEY)])
    ebay.order((_KEY, 1))
    long_ago = now() - timedelta(days=2000)

    found = [
        one
        for page in ebay.connector().fetch_packages(long_ago, now() + timedelta(seconds=2))
        for one in page
    ]

    assert len(found) == 1
    assert ebay.connector().count_packages(long_ago, long_ago + timedelta(days=3)) == 0


def test_shipment_is_told_line_by_line_and_once(ebay: EbayStage) -> None:
    ebay.seed([Article(_KEY), Article("8690000000024")])
    number = ebay.package_id(ebay.order((_KEY, 2), ("8690000000024", 1)))
    connector = ebay.connector()
    first, second = connector.fetch_package(number)[0].lines

    seen = []
    for line, tracking in ((first, "TR 123-45"), (first, "TR 123-45"), (second, "TR999")):
        told = {line.external_id: line.quantity}
        connector.report_status(number, PackageStatus.SHIPPED, told, carrier="PTT", tracking_number=tracking)
        [package] = connector.fetch_package(number)
        seen.append((package.status, package.tracking_number))

    assert seen == [
        (PackageStatus.PICKING, "TR12345"),
        (PackageStatus.PICKING, "TR12345"),
        (PackageStatus.SHIPPED, "TR12345"),
    ]


def test_shipment_without_a_number_is_told_once(ebay: EbayStage) -> None:
    ebay.seed([Article(_KEY)])
    number = ebay.package_id(ebay.order((_KEY, 1)))
    connector = ebay.connector()
    lines = {line.external_id: line.quantity for line in connector.fetch_package(number)[0].lines}

    for _ in range(2):
        connector.report_status(number, PackageStatus.SHIPPED, lines)

    [package] = connector.fetch_package(number)
    assert (package.status, package.tracking_number) == (PackageStatus.SHIPPED, None)


def test_part_of_an_order_cannot_be_cancelled(ebay: EbayStage) -> None:
    ebay.seed([Article(_KEY)])
    number = ebay.package_id(ebay.order((_KEY, 2)))
    connector = ebay.connector()
    [line] = connector.fetch_package(number)[0].lines

    with pytest.raises(Rejected) as raised:
        connector.report_unsupplied(number, {line.external_id: 1}, "out_of_stock")
    for _ in range(2):
        connector.report_unsupplied(number, {line.external_id: 2}, "out_of_stock")

    assert raised.value.code == "ebay.whole_orders_only"
    assert connector.fetch_package(number)[0].status is PackageStatus.CANCELLED
    assert ebay.shelf(_KEY)["quantity"] == 50


@pytest.mark.parametrize(
    ("approves", "claim", "order"),
    [
        (True, ClaimStatus.ACCEPTED, PackageStatus.CANCELLED),
        (False, ClaimStatus.REJECTED, PackageStatus.NEW),
    ],
)
def test_cancellation_a_buyer_asks_for_is_a_claim(
    ebay: EbayStage, approves: bool, claim: ClaimStatus, order: PackageStatus
) -> None:
    ebay.seed([Article(_KEY)])
    number = ebay.order_id(ebay.order((_KEY, 2)))
    asked = ebay.server.pull("POST", f"/ebay/{ebay.account}/cancellations", {"order": number})
    [waiting] = _claims(ebay)
    lines = [line.external_id for line in waiting.lines]

    if approves:
        ebay.connector().approve_claim(waiting.external_id, lines)
    else:
        ebay.connector().reject_claim(waiting.external_id, lines, "DECLINE", "Schon unterwegs.")

    [decided], [package] = _claims(ebay), _orders(ebay)
    assert (waiting.kind, waiting.status) == (ClaimKind.CANCELLATION, ClaimStatus.WAITING)
    assert (waiting.external_id, waiting.order_external_id) == (f"cancel:{asked['cancelId']}", number)
    assert (decided.status, package.status) == (claim, order)


def test_return_that_is_approved_waits_for_the_goods(ebay: EbayStage) -> None:
    _rule(ebay, refunds_at_once=False)
    ebay.seed([Article(_KEY)])
    ebay.claim(ebay.order((_KEY, 1)), [(_KEY, 1)])
    [asked] = _claims(ebay)

    ebay.connector().approve_claim(asked.external_id, [])

    [found] = _claims(ebay)
    assert (found.status, found.provider_status) == (ClaimStatus.ACCEPTED, "READY_FOR_SHIPPING")


def test_account_that_wants_signed_requests_says_so(ebay: EbayStage) -> None:
    _rule(ebay, signs_finances=True)

    with pytest.raises(Rejected) as raised:
        list(ebay.connector().fetch_settlements(*_window()))

    assert raised.value.code == "ebay.signature_needed"


def test_account_of_a_seller_who_signs_is_read(ebay: EbayStage) -> None:
    _rule(ebay, signs_finances=True)
    old = ebay.server.pull("POST", f"/ebay/{ebay.account}/signing_key", {})
    key = ebay.server.pull("POST", f"/ebay/{ebay.account}/signing_key", {})
    ebay.seed([Article(_KEY)])
    ebay.settle(ebay.order((_KEY, 1)))

    found = [one for page in ebay.connector(credentials=key).fetch_settlements(*_window()) for one in page]

    assert [one.provider_kind for one in found] == ["SALE"]
    with pytest.raises(Rejected):
        list(ebay.connector(credentials=old).fetch_settlements(*_window()))


def test_used_up_quota_is_waited_for_until_midnight_pacific(ebay: EbayStage) -> None:
    _rule(ebay, inventory_calls=1, quota_ms=86_400_000)
    connector = ebay.connector(Wire(sleep=lambda _: None, max_wait=0))
    connector.test_credentials()

    with pytest.raises(RateLimited) as raised:
        connector.test_credentials()

    assert 0 < raised.value.retry_after <= 3600


@pytest.mark.parametrize("where", ["order", "flat"])
def test_notification_is_signed_by_a_key_that_is_fetched_once(ebay: EbayStage, where: str) -> None:
    _rule(ebay, notified_order=where)
    ebay.seed([Article(_KEY), Article("8690000000024")])
    connector = ebay.connector()
    with _endpoint(connector) as (address, taken):
        connector.register_webhook(address, _SECRET)
        order = ebay.order((_KEY, 1), ("8690000000024", 1))
        ebay.server.pull("POST", "/webhooks/deliver")

    events = [connector.verify(one, _SECRET) for one in taken]

    assert len({one.event_key for one in events}) == 2  # one for each line
    assert [connector.read_packages(one)[0].external_id for one in taken] == [ebay.package_id(order)] * 2
    assert len(_asked(ebay, "/commerce/notification/v1/public_key/")) == 1


def test_delivery_signed_by_a_key_ebay_does_not_know_is_refused(ebay: EbayStage) -> None:
    told = {"alg": "ecdsa", "kid": "0-0", "signature": "AAAA", "digest": "SHA1"}
    header = base64.b64encode(parsing.dump_json(told).encode()).decode()

    with pytest.raises(AuthFailed):
        ebay.connector().verify(WebhookDelivery({"x-ebay-signature": header}, b"{}"), _SECRET)


def test_address_that_does_not_answer_its_challenge_is_no_destination(ebay: EbayStage) -> None:
    _rule(ebay, challenge=True)
    connector = ebay.connector()
    with _endpoint(connector, secret="another") as (address, _), pytest.raises(Rejected):
        connector.register_webhook(address, _SECRET)


def test_webhook_registered_again_replaces_the_one_before(ebay: EbayStage) -> None:
    _rule(ebay, challenge=True)
    connector = ebay.connector()
    with _endpoint(connector) as (address, _):
        first, second = (connector.register_webhook(address, _SECRET).external_id for _ in range(2))

    listed = connector.client.destinations()["destinations"]
    assert first != second
    assert [one["destinationId"] for one in listed] == [second.partition(",")[0]]


def test_notifications_need_an_alert_address(ebay: EbayStage) -> None:
    ebay.settings = {**ebay.settings, "alert_email": ""}

    with pytest.raises(Rejected) as raised:
        ebay.connector().register_webhook("http://127.0.0.1:9/hook", _SECRET)

    assert raised.value.code == "ebay.alert_email_needed"


def test_account_of_a_buyer_that_is_deleted_is_only_acknowledged(ebay: EbayStage) -> None:
    connector = ebay.connector()
    with _endpoint(connector) as (address, taken):
        connector.register_webhook(address, _SECRET)
        ebay.server.pull("POST", f"/ebay/{ebay.account}/deletion", {"user": "alici_34"})
        ebay.server.pull("POST", "/webhooks/deliver")

    [event] = [connector.verify(one, _SECRET) for one in taken]
    assert (event.kind, connector.read_packages(taken[0])) == ("ping", [])


@contextmanager
def _endpoint(connector: Any, secret: str = _SECRET) -> Iterator[tuple[str, list[WebhookDelivery]]]:  # noqa: ANN401 - the connector under test
    """An address that answers challenges the way the connector says."""
    taken: list[WebhookDelivery] = []
    address = ""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            [code] = parse_qs(urlsplit(self.path).query)["challenge_code"]
            self._say(parsing.dump_json(connector.answer_challenge(code, address, secret)).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken.append(WebhookDelivery(headers, body))
            self._say(b"{}")

        def _say(self, body: bytes) -> None:
            self.send_response(httpx.codes.OK)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address, taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
