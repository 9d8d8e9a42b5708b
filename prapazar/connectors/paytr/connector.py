"""PayTR fulfilling the contract: each method is build, call, map."""

import re
import secrets
from decimal import Decimal

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, required, text
from prapazar.connector_kit.payments import PaymentPage, PaymentRecord, PaymentRequest, given_back
from prapazar.connector_kit.records import AccountRecord, WebhookDelivery
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.paytr import errors, mapper, webhooks
from prapazar.connectors.paytr.auth import Keys, NoHeader
from prapazar.connectors.paytr.client import PaytrClient


class Connector:
    callback_answer = "OK"
    callback_by_hand = True

    def __init__(self, setup: Setup) -> None:
        self._keys = Keys(
            setup.settings["merchant_id"],
            setup.credentials["merchant_key"],
            setup.credentials["merchant_salt"],
        )
        caller = setup.caller(
            user_agent="PraPazar",
            auth=NoHeader(),
            read_error=errors.from_answer,
            read_failure=errors.from_failure,
        )
        self._base_url = setup.base_url
        self.client = PaytrClient(caller, self._keys, is_test=setup.environment != "live")

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """PayTR tells nobody's name; its price list is for those whose keys are right."""
        asked = secrets.token_hex(8)
        answer = mapping(self.client.rates(asked), "taksit-oranlari")
        if text(required(answer, "request_id")) != asked:
            raise UnexpectedAnswer("another request", raw=answer, code="connector.odd_value")
        return AccountRecord(name="PayTR", detail=self._keys.merchant_id)

    def open_payment(self, request: PaymentRequest) -> PaymentPage:
        return mapper.page(self.client.get_token(mapper.token_form(request)), request, self._base_url)

    def comes_with_buyer(self, delivery: WebhookDelivery) -> bool:  # noqa: ARG002 - PayTR's server calls by itself
        return False

    def read_payment(self, delivery: WebhookDelivery) -> PaymentRecord:
        return mapper.notified(webhooks.read(delivery, self._keys))

    def fetch_payment(self, reference: str, external_id: str) -> PaymentRecord | None:  # noqa: ARG002 - known by our number
        try:
            return mapper.payment(self.client.status(reference), reference)
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return None
            raise

    def refund_payment(self, payment: PaymentRecord, amount: Decimal, reference: str) -> PaymentRecord:
        """PayTR keeps our reference, so that what came back unanswered is not given back twice."""
        named = re.sub(r"[^A-Za-z0-9]", "", reference)[:64]
        answer = self.client.status(payment.reference)
        stands = mapper.payment(answer, payment.reference)
        if mapper.is_refunded_as(answer, named):
            return stands
        if amount > stands.amount - stands.refunded:
            raise Rejected(f"{amount} of {stands.amount}", code="paytr.too_much", field="amount")
        self.client.give_back(payment.reference, mapper.money(amount), named)
        return given_back(stands, stands.refunded + amount)
