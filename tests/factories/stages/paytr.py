"""A merchant at the pretend PayTR."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from prapazar.connector_kit.payments import PaymentRequest
from prapazar.connector_kit.records import WebhookDelivery
from tests.factories.stages.payment import PaymentStage


class PaytrStage(PaymentStage):
    slug = "paytr"
    panel_field = "callback_url"
    open_path = "/odeme/api/get-token"
    refund_path = "/odeme/iade"
    in_frame = True
    refuses_used = True

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/paytr/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"merchant_id": opened["merchant_id"]}
        self.credentials = {key: opened[key] for key in ("merchant_key", "merchant_salt")}

    def refunds(self, reference: str) -> list[Decimal]:
        return [Decimal(one["return_amount"]) for one in self.deed("kept", reference=reference)["returns"]]

    def forgeries(self, delivery: WebhookDelivery) -> Sequence[WebhookDelivery]:
        form = dict(parse_qsl(delivery.body.decode(), keep_blank_values=True))
        changes: tuple[dict[str, str], ...] = (
            {"total_amount": "100"},
            {"status": "failed" if form["status"] == "success" else "success"},
            {"merchant_oid": "BASKA1"},
            {"hash": ""},
            {"hash": "QUJD"},
        )
        return [
            *(replace(delivery, body=urlencode({**form, **change}).encode()) for change in changes),
            replace(delivery, body=b""),
        ]

    def odd_word(self, request: PaymentRequest, delivery: WebhookDelivery) -> WebhookDelivery:
        form = dict(parse_qsl(delivery.body.decode()))
        text = f"{request.reference}{self.credentials['merchant_salt']}teleported{form['total_amount']}"
        key = self.credentials["merchant_key"].encode()
        signed = base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()
        return replace(delivery, body=urlencode({**form, "status": "teleported", "hash": signed}).encode())
