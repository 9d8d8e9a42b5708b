"""The levers of the pretend Meta."""

from decimal import Decimal

from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.meta import items
from prapazar.sandbox.meta.gateway import MetaGateway
from prapazar.sandbox.meta.mall import Mall
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_catalog(str(MetaDesk.first_account), "Deneme Kataloğu", "EAAsandbox", "sandbox-app-secret")
    return Provider(MetaGateway(mall), MetaDesk(mall), mall)


class MetaDesk(FilingDesk[Mall, Json]):
    first_account = 440_001
    article_kind = "item"
    no_orders = "checkout is on the merchant's own site"

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("catalog_id"))
        account = self._mall.open_catalog(
            number,
            str(request.get("name") or f"Katalog {number}"),
            str(request.get("access_token") or f"EAAsandbox{number}"),
            str(request.get("app_secret") or f"sandbox-app-secret-{number}"),
        )
        return self._described(account)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        if deed == "review":
            found = self._files.account(account)
            return items.review(self._mall, found, str(request["id"]), str(request.get("status", "approved")))
        raise ControlError(404, f"no deed {deed}")

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `retailer_id`; other fields are those of an item."""
        key = str(article["retailer_id"])
        given = {name: value for name, value in article.items() if name != "retailer_id"}
        self._mall.keep(account, items.new_item(self._mall, key, **given), "seed")

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = account["item"].get(key)
        if one is None:
            return None
        price, full = Decimal(one["sale_price"] or one["price"]), Decimal(one["price"])
        return Shelved(one, one["quantity"], price, full, more={"availability": one["availability"]})
