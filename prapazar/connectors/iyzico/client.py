"""iyzico's endpoints, one method each, in iyzico's words."""

from typing import Any

from prapazar.connector_kit.http import Call, Caller
from prapazar.connectors.iyzico.schemas import Form

_GROUP = "api"
_FORM = "/payment/iyzipos/checkoutform"


class IyzicoClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def bin_check(self, number: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._ask("bin_check", "/payment/bin/check", {"locale": "tr", "binNumber": number})

    def initialize_form(self, form: Form) -> Any:  # noqa: ANN401 - the provider's answer
        return self._write("initialize_form", f"{_FORM}/initialize/auth/ecom", form)

    def retrieve_form(self, token: str, conversation: str) -> Any:  # noqa: ANN401 - the provider's answer
        body = {"locale": "tr", "conversationId": conversation, "token": token}
        return self._ask("retrieve_form", f"{_FORM}/auth/ecom/detail", body)

    def payment_report(self, **asked: str) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call("payment_report", "GET", "/v2/reporting/payment/details", _GROUP, params=asked)
        return self._caller.send(call).content

    def refund(self, payment_id: str, price: str, conversation: str, ip: str) -> Any:  # noqa: ANN401 - the provider's answer
        body = {
            "locale": "tr",
            "conversationId": conversation,
            "paymentId": payment_id,
            "price": price,
            "ip": ip,
        }
        return self._write("refund", "/v2/payment/refund", body)

    def cancel(self, payment_id: str, conversation: str, ip: str) -> Any:  # noqa: ANN401 - the provider's answer
        body = {
            "locale": "tr",
            "conversationId": conversation,
            "paymentId": payment_id,
            "ip": ip,
            "reason": "buyer_request",
            "description": conversation,
        }
        return self._write("cancel", "/payment/cancel", body)

    def _ask(self, operation: str, path: str, body: object) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(Call(operation, "POST", path, _GROUP, body=body, only_asks=True)).content

    def _write(self, operation: str, path: str, body: object) -> Any:  # noqa: ANN401 - the provider's answer
        return self._caller.send(Call(operation, "POST", path, _GROUP, body=body)).content
