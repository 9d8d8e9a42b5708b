"""A merchant at the pretend iyzico."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlencode

from prapazar.connector_kit.payments import PaymentRequest
from prapazar.connector_kit.records import WebhookDelivery
from tests.factories.stages.payment import PaymentStage


class IyzicoStage(PaymentStage):
    slug = "iyzico"
    panel_field = "webhook_url"
    open_path = "/payment/iyzipos/checkoutform/initialize/*"
    refund_path = "/v2/payment/refund"
    tells_trouble_inside = True
    browser_calls = True

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/iyzico/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {}
        self.credentials = {key: opened[key] for key in ("api_key", "secret_key")}

    def refunds(self, reference: str) -> list[Decimal]:
        """One refund may be spread over several items."""
        found: dict[str, Decimal] = {}
        for one in self.deed("kept", reference=reference)["refunds"]:
            said = one["conversationId"]
            found[said] = found.get(said, Decimal(0)) + Decimal(one["price"])
        return list(found.values())

    def forgeries(self, delivery: WebhookDelivery) -> Sequence[WebhookDelivery]:
        if delivery.headers["content-type"].startswith("application/x-www-form-urlencoded"):
            tokens = ("", "00000000-0000-4000-8000-000000000000")
            return [replace(delivery, body=urlencode({"token": token}).encode()) for token in tokens]
        event = json.loads(delivery.body)
        signed = {**delivery.headers, "x-iyz-signature-v3": "0" * 64}
        other = "FAILURE" if event["status"] == "SUCCESS" else "SUCCESS"
        changes: tuple[dict[str, object], ...] = ({"status": other}, {"iyziPaymentId": 1}, {"token": ""})
        return [
            *(replace(delivery, body=json.dumps({**event, **change}).encode()) for change in changes),
            replace(delivery, headers=signed),
            replace(delivery, body=b"<html>"),
            replace(delivery, body=b"[]"),
        ]

    def odd_word(self, request: PaymentRequest, delivery: WebhookDelivery) -> WebhookDelivery:
        self.deed("status", reference=request.reference, status="TELEPORTED")
        return delivery
