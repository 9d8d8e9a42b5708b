"""Stages of payment providers: a page is opened, a tester presses a button on it, callbacks come."""

import itertools
import re
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any, ClassVar

from prapazar.connector_kit.payments import BasketItem, PaymentPage, PaymentRequest
from prapazar.connector_kit.records import Address, WebhookDelivery
from tests.factories.receiver import Receiver
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import ServiceStage

_numbers = itertools.count(1)
_FORM = re.compile(r'<form id="on" method="post" action="([^"]*)"')
_LINK = re.compile(r'<a id="on" target="_top" href="([^"]*)"')
_FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where the buyer's browser goes after a button was pressed."""

    method: str
    url: str
    fields: dict[str, str]


class PaymentStage(Bursts, ServiceStage):
    panel_field: ClassVar[str]
    """What the levers call the address that a merchant enters in the provider's panel."""
    open_path: ClassVar[str] = "*"
    """Shell pattern over the path at which pages are opened; the next one likewise."""
    refund_path: ClassVar[str] = "*"
    in_frame: ClassVar[bool] = False
    refuses_used: ClassVar[bool] = False
    """A reference that was paid before opens no second page."""
    tells_trouble_inside: ClassVar[bool] = False
    """Errors of its own come within good answers too."""
    browser_calls: ClassVar[bool] = False
    """The buyer's browser brings a callback, besides the provider's server."""

    def request(self, **changes: Any) -> PaymentRequest:  # noqa: ANN401 - any field of it
        """A good one; the items add up to `amount` however it is changed."""
        number = next(_numbers)
        amount = changes.get("amount", Decimal("1249.90"))
        address = Address(
            name="Şule Iğdırlıoğlu",
            line="Çınar Sokağı No: 7 Daire: 3, Gülbahçe Apt.",
            district="Çankaya",
            city="Ankara",
            postal_code="06680",
            phone="05321112233",
        )
        items = (
            BasketItem("SAL-1", "Çiçekli Şal, İğne Oyalı", "Giyim", amount - Decimal("0.90")),
            BasketItem("CAY-1", "Çay ğüşöç", "Gıda", Decimal("0.90")),
        )
        given = {
            "reference": f"PRZ{self.account}P{number:06d}",
            "amount": amount,
            "currency": "TRY",
            "buyer_id": f"B{number}",
            "buyer_name": "Şule Iğdırlıoğlu",
            "buyer_email": "sule@example.com",
            "buyer_phone": "05321112233",
            "buyer_ip": "192.0.2.7",
            "billing": address,
            "shipping": address,
            "items": items,
            "callback_url": "http://127.0.0.1:9/odeme",
            "success_url": "https://magaza.example/tamam",
            "failure_url": "https://magaza.example/olmadi",
        }
        return PaymentRequest(**{**given, **changes})

    def listen(self, address: str) -> None:
        """The merchant enters our address in the provider's panel."""
        lever = f"/{self.slug}/accounts/{self.account}"
        self.server.pull("PATCH", lever, {self.panel_field: address})

    def look(self, page: PaymentPage) -> str:
        """The page, as a browser gets it."""
        return self.server.http.get(page.url).text

    def press(self, page: PaymentPage, button: str = "pay", installments: int = 1) -> WayOn:
        form = {"press": button, "installments": str(installments)}
        answer = self.server.http.post(page.url, data=form)
        assert answer.status_code == 200, answer.text
        posts, links = _FORM.findall(answer.text), _LINK.findall(answer.text)
        [url] = posts or links
        fields = {name: unescape(value) for name, value in _FIELD.findall(answer.text)}
        return WayOn("post" if posts else "get", unescape(url), fields)

    def pay(
        self, page: PaymentPage, receiver: Receiver, button: str = "pay", installments: int = 1
    ) -> Sequence[WebhookDelivery]:
        """What arrives once a buyer has pressed: by browser first where it brings something, by server then."""
        way = self.press(page, button, installments)
        if way.method == "post":
            self.server.http.post(way.url, data=way.fields)
        self.server.pull("POST", "/webhooks/deliver")
        return receiver.deliveries

    def deed(self, deed: str, **request: Any) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/{self.slug}/{self.account}/{deed}", request)

    @abstractmethod
    def refunds(self, reference: str) -> list[Decimal]:
        """What the provider gave back, one by one."""

    @abstractmethod
    def forgeries(self, delivery: WebhookDelivery) -> Sequence[WebhookDelivery]:
        """What somebody else might send in place of a callback."""

    @abstractmethod
    def odd_word(self, request: PaymentRequest, delivery: WebhookDelivery) -> WebhookDelivery:
        """The same callback with a status nobody knows, rightly signed."""

    def fill(self, key: str, count: int = 1) -> None:  # noqa: ARG002 - a shop's word
        connector = self.unhurried()
        self._opened = []
        for _ in range(count):
            request = self.request()
            page = connector.open_payment(request)
            self.press(page)
            self._opened.append((request.reference, page.external_id))

    def records(self, connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
        opened = getattr(self, "_opened", None) or [("PRZ0", "PRZ0")]
        return [connector.fetch_payment(*names) for names in opened]
