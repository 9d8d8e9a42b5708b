"""The levers of the pretend Merchant API."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.google_merchant import accounts, products
from prapazar.sandbox.google_merchant.gateway import GoogleGateway
from prapazar.sandbox.google_merchant.mall import PROVIDER, Mall, amount
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_ACCOUNT = 770_001


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    return Provider(GoogleGateway(mall), GoogleDesk(mall), mall)


class GoogleDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(number) for number in self._files.accounts]

    def open_account(self, request: Json) -> Json:
        """Makes the key of a service account; the private half is told this once and kept nowhere."""
        usual = max((int(number) for number in self._files.accounts), default=_FIRST_ACCOUNT) + 1
        number = str(request.get("account_id") or usual)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        profile: Json = {
            "name": str(request.get("name") or f"Mağaza {number}"),
            "client_email": f"sandbox-{number}@sandbox.iam.gserviceaccount.com",
            "public_key": public.decode(),
            "client_id": f"sandbox-client-{number}",
            "client_secret": f"sandbox-client-secret-{number}",
            "refresh_token": f"1//sandbox-refresh-{number}",
            "is_registered": bool(request.get("is_registered", True)),
        }
        found = self._mall.open_account(number, profile)
        if request.get("has_source", True):
            primary = {"feedLabel": "TR", "contentLanguage": "tr", "countries": ["TR"]}
            accounts.open_source(self._mall, found, "API", primary)
        return {**self._described(number), "private_key": private.decode()}

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        self._files.open(account, {**found.profile, **known})
        return self._described(account)

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need an `offerId`; other fields are product attributes."""
        found = self._files.account(account)
        for article in articles:
            products.seed(self._mall, found, article)
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        document = found["input"].get(f"tr~TR~{key}")
        if document is None:
            raise ControlError(404, f"no product {key}")
        told = document["attributes"]
        price = amount(told.get("price"))
        local = found["local"]
        return {
            "key": key,
            "quantity": int(told.get("sellOnGoogleQuantity", 0)),
            "availability": told["availability"],
            "price": str(amount(told.get("salePrice")) or price),
            "list_price": str(price),
            "local": [one for place, one in local.items() if place.startswith(f"tr~TR~{key}|")],
            "history": self._files.history(found, f"tr~TR~{key}"),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        found = self._files.account(account)["input"]
        return {key: int(one["attributes"].get("sellOnGoogleQuantity", 0)) for key, one in found.items()}

    def place_order(
        self,
        account: str,  # noqa: ARG002 - see below
        basket: Sequence[BasketLine],  # noqa: ARG002 - see below
        buyer: Buyer,  # noqa: ARG002 - see below
        at: datetime | None,  # noqa: ARG002 - see below
        status: str | None,  # noqa: ARG002 - see below
    ) -> Json:
        raise ControlError(400, "nobody buys on Google")

    def order(self, account: str, order: str) -> Json:
        raise ControlError(404, f"no order {order} of {account}")

    def move_order(self, account: str, order: str, status: str) -> Json:
        raise ControlError(404, f"no order {order} of {account} to be {status}")

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "tokens":
            return {"forgotten": self._mall.forget_tokens(found)}
        if deed == "review":
            key = f"tr~TR~{request['offerId']}"
            document = {**found["input"][key], "review": str(request.get("status", "approved"))}
            self._files.put(found, "input", key, document)
            return document
        raise ControlError(404, f"no deed {deed}")

    def _described(self, number: str) -> Json:
        profile = self._files.account(number).profile
        return {"provider": PROVIDER, "account": number, "path": "/google_merchant", **profile}
