"""A shop at the pretend Etsy."""

import base64
import dataclasses
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import PackageStatus
from tests.factories.stages.stage import Article, Stage

_API = "/v3/application/*"
_MOST_UNITS = 999
_USUAL = {"per_second": 150, "second_ms": 1000, "fee_percent": "15"}


class EtsyStage(Stage):
    slug = "etsy"
    orders_path = "*/receipts"
    pushes_path = "*/inventory"
    asking_paths = ("/v3/public/oauth/token",)
    unknown_id = "99999999"
    steps = (PackageStatus.SHIPPED,)
    cancelled = "canceled"
    envelope = ("results", "count")
    order_status = "status"
    has_list_price = False
    registers_webhooks = False
    takes_unsupplied = False
    tells_vat = False
    tells_brand = False
    tells_barcode = False
    plain_text = True
    images = ()
    refused: ClassVar[Mapping[str, object]] = {"category_external_id": "999999999"}
    write_method = "PUT"
    content_path = "*/inventory"
    settlements_path = "*/ledger-entries"

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/etsy/accounts", {"name": name})
        self.account = opened["account"]
        granted = self.server.pull("POST", f"/etsy/{self.account}/grant", {})
        self.settings = {"user_id": str(opened["user_id"]), "access": "grown"}
        self.credentials = {
            "keystring": opened["keystring"],
            "shared_secret": opened["shared_secret"],
            "refresh_token": granted["refresh_token"],
        }
        self._turn = threading.RLock()
        self.loosen()

    def wired(self, wire: Wire) -> Wire:
        """Refresh tokens are good for once: this is where the newest is kept, for one at a time."""
        return dataclasses.replace(
            wire, keep_credentials=self.credentials.update, newest_credentials=self._newest
        )

    @contextmanager
    def _newest(self) -> Iterator[Mapping[str, str]]:
        with self._turn:
            yield dict(self.credentials)

    def connector(self, wire: Wire | None = None, credentials: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - per provider
        """With credentials of a test's own nothing newer is known."""
        usual = wire or Wire()
        return super().connector(usual if credentials else self.wired(usual), credentials)

    def fault(
        self,
        kind: str,
        *,
        path: str = "*",
        method: str = "*",
        action: str = "*",
        times: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> None:
        """Of the API, not of its token address; a push is the write, not the reading before it."""
        usual = self.orders_path if kind == "half_page" else _API
        known = {} if kind.endswith("_webhook") else {"*": usual}
        how = "PUT" if path == self.pushes_path else method
        where = {"path": known.get(path, path), "method": how, "action": action}
        super().fault(kind, **where, times=times, options=options)

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "title": article.title,
                "sku": article.key,
                "price": str(article.price),
                "quantity": min(article.quantity, _MOST_UNITS),
            }
            for article in articles
        ]
        self.deed("products", rows)

    def deed(self, name: str, request: object) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/etsy/{self.account}/{name}", request)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["receipt_id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["receipt_id"])

    def category(self) -> str:
        return "1101"

    def attribute(self) -> AttributeRecord:
        values = {"1": "Black", "2": "Blue", "9": "Red"}
        return AttributeRecord(
            external_id="200",
            name="Primary color",
            is_required=False,
            allows_custom=False,
            is_variant=True,
            values=tuple(AttributeValueRecord(*one) for one in values.items()),
        )

    def approve(self, key: str) -> None:
        """The merchant publishes the draft in the shop manager."""
        self.deed("publish", {"sku": key})

    def settle(self, order: Any) -> None:  # noqa: ANN401 - the provider's order
        self.deed("settle", {"order": self.order_id(order)})

    def pay_out(self) -> None:
        self.deed("payout", {})

    def hook(self, connector: Any, address: str, secret: str) -> str:  # noqa: ANN401, ARG002 - no call for it
        shown = f"whsec_{base64.b64encode(secret.encode()).decode()}"
        return str(self.deed("endpoint", {"url": address, "secret": shown})["id"])

    def unhook(self, connector: Any, webhook: str) -> None:  # noqa: ANN401 - any connector
        connector.remove_webhook(webhook)
        self.deed("silence", {"id": webhook})

    def tighten(self, requests: int, seconds: int) -> bool:
        tight = {"per_second": requests, "second_ms": seconds * 1000}
        self.server.pull("PATCH", "/etsy/rules", tight)
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/etsy/rules", _USUAL)
