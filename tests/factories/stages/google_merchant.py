"""An account at the pretend Merchant API."""

import json
from collections.abc import Sequence
from typing import Any

from tests.factories.stages.stage import Article, Stage

_MICROS = 1_000_000


class GoogleMerchantStage(Stage):
    slug = "google_merchant"
    pushes_path = "/products/*/productInputs*"
    content_path = "/products/*/productInputs*"
    asking_paths = ("/oauth/token",)
    unknown_id = "tr~TR~YOK-1"
    counts_orders = False
    counts_listings = False
    tells_vat = False

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", "/google_merchant/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"account_id": self.account, "link_template": "https://magaza.example/p/{sku}"}
        key = {"client_email": opened["client_email"], "private_key": opened["private_key"]}
        self.refreshing = {one: opened[one] for one in ("client_id", "client_secret", "refresh_token")}
        self.credentials = {"service_account": json.dumps(key)}
        self.server.pull("PATCH", "/google_merchant/rules", {"processing_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "offerId": one.key,
                "title": one.title,
                "price": {"amountMicros": str(int(one.price * _MICROS)), "currencyCode": "TRY"},
                "sellOnGoogleQuantity": str(one.quantity),
            }
            for one in articles
        ]
        self.server.pull("POST", f"/google_merchant/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - there are none
        raise NotImplementedError

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - there are none
        raise NotImplementedError

    def category(self) -> str:
        return "2073"

    def tighten(self, requests: int, seconds: int) -> bool:
        self.server.pull("PATCH", "/google_merchant/rules", {"burst": requests, "burst_ms": seconds * 1000})
        return True

    def loosen(self) -> None:
        self.server.pull("PATCH", "/google_merchant/rules", {"burst": 0})
