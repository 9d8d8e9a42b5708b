"""The levers of the pretend Meta."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.meta import items
from prapazar.sandbox.meta.gateway import MetaGateway
from prapazar.sandbox.meta.mall import PROVIDER, Mall
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_CATALOG = 440_001


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_catalog(str(_FIRST_CATALOG), "Deneme Kataloğu", "EAAsandbox", "sandbox-app-secret")
    return Provider(MetaGateway(mall), MetaDesk(mall), mall)


class MetaDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(number) for number in self._files.accounts]

    def open_account(self, request: Json) -> Json:
        usual = max((int(number) for number in self._files.accounts), default=_FIRST_CATALOG) + 1
        number = str(request.get("catalog_id") or usual)
        self._mall.open_catalog(
            number,
            str(request.get("name") or f"Katalog {number}"),
            str(request.get("access_token") or f"EAAsandbox{number}"),
            str(request.get("app_secret") or f"sandbox-app-secret-{number}"),
        )
        return self._described(number)

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        self._files.open(account, {**found.profile, **known})
        return self._described(account)

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `retailer_id`; other fields are those of an item."""
        found = self._files.account(account)
        for article in articles:
            key = str(article["retailer_id"])
            given = {name: value for name, value in article.items() if name != "retailer_id"}
            item = items.new_item(self._mall, key, **given)
            self._mall.keep(found, item, "seed")
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        item = found["item"].get(key)
        if item is None:
            raise ControlError(404, f"no item {key}")
        return {
            "key": key,
            "quantity": item["quantity"],
            "availability": item["availability"],
            "price": item["sale_price"] or item["price"],
            "list_price": item["price"],
            "history": self._files.history(found, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {key: one["quantity"] for key, one in self._files.account(account)["item"].items()}

    def place_order(
        self,
        account: str,  # noqa: ARG002 - see below
        basket: Sequence[BasketLine],  # noqa: ARG002 - see below
        buyer: Buyer,  # noqa: ARG002 - see below
        at: datetime | None,  # noqa: ARG002 - see below
        status: str | None,  # noqa: ARG002 - see below
    ) -> Json:
        raise ControlError(400, "checkout is on the merchant's own site")

    def order(self, account: str, order: str) -> Json:
        raise ControlError(404, f"no order {order} of {account}")

    def move_order(self, account: str, order: str, status: str) -> Json:
        raise ControlError(404, f"no order {order} of {account} to be {status}")

    def deed(self, account: str, deed: str, request: Json) -> Json:
        if deed == "review":
            found = self._files.account(account)
            return items.review(self._mall, found, str(request["id"]), str(request.get("status", "approved")))
        raise ControlError(404, f"no deed {deed}")

    def _described(self, number: str) -> Json:
        return {
            "provider": PROVIDER,
            "account": number,
            "path": "/meta",
            **self._files.account(number).profile,
        }
