"""eBay fulfilling the contract: each method is build, call, map."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import httpx

from prapazar.connector_kit.aftersales import ClaimRecord, QuestionRecord, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed, parked
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
from prapazar.connector_kit.tokens import Token, TokenAuth
from prapazar.connectors.ebay import aftersales, auth, content, errors, mapper, webhooks
from prapazar.connectors.ebay.claims import Claims
from prapazar.connectors.ebay.client import MESSAGE_PAGE, TRANSACTION_PAGE, Callers, EbayClient
from prapazar.connectors.ebay.listings import Listings
from prapazar.connectors.ebay.orders import Orders
from prapazar.connectors.ebay.schemas import Raw
from prapazar.foundation.clock import now

_BOOKING_KEY = ("transactionId", "transactionType", "payoutId", "bookingEntry")


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._setup = setup
        self._seller = text(setup.settings.get("seller_name"))
        self._markets = mapper.markets(setup.settings.get("marketplaces"))
        self._login = setup.caller(
            user_agent="PraPazar",
            auth=auth.KeyLogin(str(setup.settings["client_id"]), setup.credentials["client_secret"]),
            read_error=errors.from_login,
        )
        self.client = EbayClient(self._callers())
        self._listings = Listings(self.client, self._markets, setup.settings)
        self._orders = Orders(self.client)
        self._claims = Claims(self.client, self._orders)

    def close(self) -> None:
        self.client.close()
        self._login.close()

    def test_credentials(self) -> AccountRecord:
        return AccountRecord("eBay", ", ".join(self._markets), self._listings.count())

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        return self._listings.fetch()

    def fetch_categories(self) -> list[CategoryRecord]:
        found: list[CategoryRecord] = []
        for marketplace in self._markets:
            tree = mapping(self.client.tree(self._tree(marketplace)), "tree")
            found += content.categories(tree, marketplace)
        return found

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        marketplace, number = self._category(category_external_id)
        answer = self.client.aspects(self._tree(marketplace), number)
        return content.attributes(mapping(answer or {}, "aspects"))

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        return self._listings.write(drafts)

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        return self._orders.fetch(since, until)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        return self._orders.one(external_id)

    def count_packages(self, since: datetime, until: datetime) -> int:
        return self._orders.count(since, until)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return self._listings.push_stock(offers)

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return self._listings.push_price(offers)

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - eBay has no place for it
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        if status is not PackageStatus.SHIPPED:
            raise Rejected(f"eBay is not told {status}", code="connector.step_unknown", field="status")
        self._orders.ship(package_external_id, line_quantities, carrier, tracking_number)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        self._orders.cancel(package_external_id, line_quantities, reason)

    def register_webhook(self, address: str, secret: str) -> WebhookRegistration:
        """A destination and a subscription for each topic; their ids are kept together.

        What an attempt before left is replaced; eBay asks the address for its challenge meanwhile.
        """
        email = text(self._setup.settings.get("alert_email"))
        if not email:
            raise Rejected("no alert address", code="ebay.alert_email_needed", field="alert_email")
        self.client.configure(email)
        self._remove_old(address)
        made = [self.client.add_destination(webhooks.destination(address, secret))]
        try:
            for topic in webhooks.TOPICS:
                made.append(self.client.subscribe(webhooks.subscription(topic, made[0])))
        except ConnectorError:
            self.remove_webhook(",".join(made))
            raise
        return WebhookRegistration(",".join(made))

    def remove_webhook(self, external_id: str) -> None:
        """Those that are gone already are removed."""
        destination, *subscriptions = external_id.split(",")
        for number in subscriptions:
            _gone(self.client.unsubscribe, number)
        _gone(self.client.remove_destination, destination)

    def answer_challenge(self, code: str, address: str, secret: str) -> dict[str, str]:
        """What a new destination has to say; `address` exactly as it was registered."""
        return webhooks.challenge_answer(code, secret, address)

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:  # noqa: ARG002 - eBay signs by a key of its own
        return webhooks.event(delivery, self._public_key)

    def read_packages(self, delivery: WebhookDelivery) -> list[Parsed[PackageRecord]]:
        """As the order stands now: deliveries come late, twice and in any order."""
        number = webhooks.order_id(delivery)
        return [] if number is None else self.fetch_package(number)

    def fetch_claims(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        return self._claims.between(since, until)

    def approve_claim(self, claim_external_id: str, line_external_ids: Sequence[str]) -> None:  # noqa: ARG002 - decided as a whole
        self._claims.approve(claim_external_id)

    def reject_claim(
        self,
        claim_external_id: str,
        line_external_ids: Sequence[str],  # noqa: ARG002 - decided as a whole
        reason_external_id: str,
        note: str,
    ) -> None:
        self._claims.reject(claim_external_id, reason_external_id, note)

    def fetch_claim_reasons(self) -> list[tuple[str, str]]:
        return list(aftersales.REFUSAL_REASONS)

    def fetch_questions(self, since: datetime, until: datetime) -> Iterator[list[Parsed[QuestionRecord]]]:
        first, last = mapper.told(since), mapper.told(until)

        def read(page: int, _: str | None) -> Page:
            found = mapping(self.client.conversations(first, last, page * MESSAGE_PAGE), "conversations")
            return Page(
                rows(required(found, "conversations"), "conversations"),
                whole(required(found, "total"), "total"),
            )

        for found in paged(read, lambda row: text(required(row, "conversationId"))):
            yield [parked(self._question, one, lambda r: text(r.get("conversationId"))) for one in found]

    def answer_question(self, question_external_id: str, text: str) -> None:
        """EBay takes any number of messages: a second answer to the same question is ours to refuse."""
        messages = self._messages(question_external_id)
        latest = max(messages, key=lambda one: str(one.get("createdDate")), default=None)
        if latest is not None and latest.get("senderUsername") != aftersales.other_side(
            sorted(messages, key=lambda one: str(one.get("createdDate"))), self._seller
        ):
            raise Rejected(question_external_id, code="ebay.already_answered")
        self.client.send_message(question_external_id, text)

    def fetch_settlements(self, since: datetime, until: datetime) -> Iterator[list[Parsed[SettlementRecord]]]:
        """Whatever moved money, and the payouts that moved it on."""
        last = min(until - timedelta(milliseconds=1), now())
        if last < since:
            return
        span = f"[{mapper.told(since)}..{mapper.told(last)}]"
        for found in self._booked(self.client.transactions, f"transactionDate:{span}", "transactions"):
            yield aftersales.transactions(found)
        for found in self._booked(self.client.payouts, f"payoutDate:{span}", "payouts"):
            yield aftersales.payouts(found)

    def _booked(self, ask: Callable[[str, int], object], criteria: str, name: str) -> Iterator[list[Row]]:
        """Nothing booked comes as an empty answer."""

        def read(page: int, _: str | None) -> Page:
            answer = ask(criteria, page * TRANSACTION_PAGE)
            if answer is None:
                return Page([], 0)
            found = mapping(answer, name)
            return Page(rows(required(found, name), name), whole(required(found, "total"), "total"))

        return paged(read, lambda row: tuple(text(row.get(one)) for one in _BOOKING_KEY))

    def _question(self, head: Raw) -> QuestionRecord:
        return aftersales.question(head, self._messages(text(required(head, "conversationId"))), self._seller)

    def _messages(self, conversation: str) -> list[Row]:
        found = mapping(self.client.conversation(conversation), "conversation")
        return rows(required(found, "messages"), "messages")

    def _callers(self) -> Callers:
        """User tokens for what is the seller's, the application's own for what is everybody's."""
        setup, login = self._setup, self._login
        refresh_token = setup.credentials["refresh_token"]

        def user() -> Token:
            return auth.user_token(login, refresh_token)

        application = TokenAuth(
            setup.wire.tokens, f"{setup.account}:application", lambda: auth.application_token(login)
        )

        def caller(by: httpx.Auth, part: str = "api") -> Caller:
            return setup.caller(
                user_agent="PraPazar", auth=by, read_error=errors.from_answer, base_url=setup.addresses[part]
            )

        return Callers(
            user=caller(setup.token_auth(user)),
            application=caller(application),
            post_order=caller(setup.token_auth(user, auth.iaf)),
            finances=caller(self._signing(setup.token_auth(user)), "apiz"),
        )

    def _signing(self, by: TokenAuth) -> httpx.Auth:
        """Sellers of the EU and the UK have a key; others need none."""
        jwe, key = (text(self._setup.credentials.get(name)) for name in ("signing_jwe", "signing_key"))
        return auth.Signed(by, jwe, key) if jwe and key else by

    def _public_key(self, key_id: str) -> str:
        """Kept for an hour, for all processes: asking anew for each delivery would use up the day's calls."""
        tokens, name = self._setup.wire.tokens, f"{self._setup.account}:public-key:{key_id}"

        def fetch() -> Token:
            try:
                answer = mapping(self.client.public_key(key_id), "public_key")
            except Rejected as error:
                raise AuthFailed("a key eBay does not know", code="connector.webhook_refused") from error
            return Token(text(required(answer, "key")), webhooks.KEY_KEPT_SECONDS)

        return tokens.get(name) or tokens.renew(name, None, fetch)

    def _remove_old(self, address: str) -> None:
        """A topic is subscribed to once, and an address is a destination once."""
        listed = mapping(self.client.destinations() or {}, "destinations")
        for one in rows(optional(listed, "destinations") or [], "destinations"):
            config = one.get("deliveryConfig")
            there = config.get("endpoint") if isinstance(config, dict) else config
            if there == address:
                number = text(required(one, "destinationId"))
                self.remove_webhook(",".join((number, *self._subscriptions_of(number))))

    def _subscriptions_of(self, destination: str) -> list[str]:
        listed = mapping(self.client.subscriptions() or {}, "subscriptions")
        found = rows(optional(listed, "subscriptions") or [], "subscriptions")
        return [
            text(required(one, "subscriptionId"))
            for one in found
            if text(one.get("destinationId")) == destination
        ]

    def _category(self, external_id: str) -> tuple[str, str]:
        found = mapper.place(external_id)
        if found is None:
            raise Rejected(external_id, code="ebay.category", field="category")
        return found

    def _tree(self, marketplace: str) -> str:
        answer = mapping(self.client.tree_id(marketplace), "category_tree")
        return text(required(answer, "categoryTreeId"))


def _gone(remove: Callable[[str], None], number: str) -> None:
    try:
        remove(number)
    except Rejected as error:
        if error.code != errors.NOT_FOUND:
            raise
