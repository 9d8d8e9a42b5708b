"""The levers of the pretend Merchant API."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved
from prapazar.sandbox.google_merchant import accounts, products
from prapazar.sandbox.google_merchant.gateway import GoogleGateway
from prapazar.sandbox.google_merchant.mall import Mall, amount
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    return Provider(GoogleGateway(mall), GoogleDesk(mall), mall)


class GoogleDesk(FilingDesk[Mall, Json]):
    first_account = 770_001
    no_orders = "nobody buys on Google"

    def open_account(self, request: Json) -> Json:
        """Makes the key of a service account; the private half is told this once and kept nowhere."""
        number = self._number(request.get("account_id"))
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
            "redirects": str(request.get("redirects") or ""),
            "is_registered": bool(request.get("is_registered", True)),
        }
        found = self._mall.open_account(number, profile)
        if request.get("has_source", True):
            primary = {"feedLabel": "TR", "contentLanguage": "tr", "countries": ["TR"]}
            accounts.open_source(self._mall, found, "API", primary)
        return {**self._described(found), "account_id": number, "private_key": private.decode()}

    def all_stock(self, account: str) -> dict[str, int | None]:
        found = self._files.account(account)["input"]
        return {key: int(one["attributes"].get("sellOnGoogleQuantity", 0)) for key, one in found.items()}

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "tokens":
            return {"forgotten": self._mall.tokens.forget(found)}
        if deed == "review":
            key = f"tr~TR~{request['offerId']}"
            document = {**found["input"][key], "review": str(request.get("status", "approved"))}
            self._files.put(found, "input", key, document)
            return document
        raise ControlError(404, f"no deed {deed}")

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs an `offerId`; other fields are product attributes."""
        products.seed(self._mall, account, article)

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        product = f"tr~TR~{key}"
        document = account["input"].get(product)
        if document is None:
            return None
        told = document["attributes"]
        price = amount(told.get("price"))
        more = {
            "availability": told["availability"],
            **{
                kind: [one for place, one in account[kind].items() if place.startswith(f"{product}|")]
                for kind in ("local", "regional")
            },
            "history": self._files.history(account, product),
        }
        quantity = int(told.get("sellOnGoogleQuantity", 0))
        return Shelved(document, quantity, amount(told.get("salePrice")) or price, price, more=more)
