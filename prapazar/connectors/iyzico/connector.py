"""iyzico fulfilling the contract: each method is build, call, map."""

from decimal import Decimal

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.payments import (
    PaymentPage,
    PaymentRecord,
    PaymentRequest,
    PaymentState,
    given_back,
)
from prapazar.connector_kit.records import AccountRecord, WebhookDelivery
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.iyzico import errors, mapper, webhooks
from prapazar.connectors.iyzico.auth import Signature
from prapazar.connectors.iyzico.client import IyzicoClient

_ANY_CARD = "552879"
"""The first digits of a test card: asking what card they are shows that the keys are right."""
_OUR_IP = "127.0.0.1"
"""iyzico wants an address with each refund; the merchant's own browser is nobody's business there."""


class Connector:
    callback_answer = "OK"
    callback_by_hand = False

    def __init__(self, setup: Setup) -> None:
        self._secret = setup.credentials["secret_key"]
        caller = setup.caller(
            user_agent="PraPazar",
            auth=Signature(setup.credentials["api_key"], self._secret, setup.base_url),
            read_error=errors.from_answer,
            read_failure=errors.from_failure,
        )
        self.client = IyzicoClient(caller)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Iyzico tells nobody's name."""
        mapper.card_known(self.client.bin_check(_ANY_CARD), _ANY_CARD)
        return AccountRecord(name="iyzico")

    def open_payment(self, request: PaymentRequest) -> PaymentPage:
        return mapper.page(self.client.initialize_form(mapper.form(request)), request, self._secret)

    def comes_with_buyer(self, delivery: WebhookDelivery) -> bool:
        return webhooks.is_form(delivery)

    def read_payment(self, delivery: WebhookDelivery) -> PaymentRecord:
        """The token proves nothing: iyzico is asked for what became of its form, and signs the answer."""
        token = webhooks.token(delivery, self._secret)
        try:
            return self._retrieved(token)
        except Rejected as error:
            raise AuthFailed(error.detail, code=webhooks.REFUSED) from error

    def fetch_payment(self, reference: str, external_id: str) -> PaymentRecord | None:
        if not external_id:
            return mapper.reported(self.client.payment_report(paymentConversationId=reference), reference)
        try:
            found = self._retrieved(external_id)
        except Rejected as error:
            if error.code == errors.FORM_REFUSED:
                return None
            raise
        if found.state is not PaymentState.PAID:
            return found if found.provider_status else None
        return mapper.with_refunds(found, self.client.payment_report(paymentId=found.receipt))

    def refund_payment(self, payment: PaymentRecord, amount: Decimal, reference: str) -> PaymentRecord:
        number = self._number(payment)
        report = self.client.payment_report(paymentId=number)
        stands = mapper.with_refunds(payment, report)
        if mapper.is_refunded_as(report, reference):
            return stands
        if amount > stands.amount - stands.refunded:
            raise Rejected(f"{amount} of {stands.amount}", code="iyzico.too_much", field="amount")
        self.client.refund(number, mapper.money(amount), reference, _OUR_IP)
        return given_back(stands, stands.refunded + amount)

    def cancel_payment(self, payment: PaymentRecord) -> PaymentRecord:
        try:
            self.client.cancel(self._number(payment), payment.reference, _OUR_IP)
        except Rejected as error:
            raise Rejected(error.detail, code="iyzico.not_cancelled") from error
        return given_back(payment, payment.amount, is_cancelled=True)

    def _retrieved(self, token: str) -> PaymentRecord:
        return mapper.payment(self.client.retrieve_form(token, token), token, self._secret)

    def _number(self, payment: PaymentRecord) -> str:
        """Iyzico's number of the payment; asked for where it was not kept."""
        found = payment.receipt or self._retrieved(payment.external_id).receipt
        if not found:
            raise Rejected("nothing was paid", code=errors.FORM_REFUSED)
        return found
