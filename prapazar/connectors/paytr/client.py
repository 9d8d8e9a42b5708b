"""PayTR's endpoints, one method each, in PayTR's words."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connectors.paytr.auth import Keys
from prapazar.connectors.paytr.schemas import TokenForm

_GROUP = "api"
_SHOWN = ("merchant_oid", "payment_amount", "return_amount", "reference_no", "currency", "test_mode")
"""All that the traffic log keeps of a form: the rest is the buyer's, or signs."""


class PaytrClient:
    def __init__(self, caller: Caller, keys: Keys, *, is_test: bool) -> None:
        self._caller = caller
        self._keys = keys
        self._test_mode = "1" if is_test else "0"

    def close(self) -> None:
        self._caller.close()

    def get_token(self, form: TokenForm) -> Any:  # noqa: ANN401 - the provider's answer
        signed = self._keys.token(
            *(form["user_ip"], form["merchant_oid"], form["email"], form["payment_amount"]),
            *(form["user_basket"], form["no_installment"], form["max_installment"], form["currency"]),
            self._test_mode,
        )
        fields = {**form, "test_mode": self._test_mode, "paytr_token": signed}
        return self._send("get_token", "/odeme/api/get-token", fields)

    def status(self, merchant_oid: str) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {"merchant_oid": merchant_oid, "paytr_token": self._keys.token(merchant_oid)}
        return self._send("status", "/odeme/durum-sorgu", fields, only_asks=True)

    def give_back(self, merchant_oid: str, return_amount: str, reference_no: str) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {
            "merchant_oid": merchant_oid,
            "return_amount": return_amount,
            "reference_no": reference_no,
            "paytr_token": self._keys.token(merchant_oid, return_amount),
        }
        return self._send("refund", "/odeme/iade", fields)

    def rates(self, request_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        fields = {"request_id": request_id, "paytr_token": self._keys.token(request_id)}
        return self._send("rates", "/odeme/taksit-oranlari", fields, only_asks=True)

    def _send(
        self, operation: str, path: str, fields: Mapping[str, object], *, only_asks: bool = False
    ) -> Any:  # noqa: ANN401 - the provider's answer
        written = urlencode({"merchant_id": self._keys.merchant_id, **fields}).encode()
        shown = {name: fields[name] for name in _SHOWN if name in fields}
        body = Body(written, "application/x-www-form-urlencoded", shown)
        return self._caller.send(
            Call(operation, "POST", path, _GROUP, body=body, only_asks=only_asks)
        ).content
