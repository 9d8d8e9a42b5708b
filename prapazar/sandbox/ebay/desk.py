"""The levers of the pretend eBay."""

from collections.abc import Callable, Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.ebay import (
    finances,
    inventory,
    messages,
    notifications,
    offers,
    orders,
    postorder,
    signing,
)
from prapazar.sandbox.ebay.gateway import EbayGateway
from prapazar.sandbox.ebay.mall import PROVIDER, Mall
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SELLER = 8001


def open_provider(ground: Ground, address: str) -> Provider:
    mall = Mall(ground, address)
    if not mall.files.accounts:
        mall.open_seller(str(_FIRST_SELLER), {"name": "deneme-magaza"})
    return Provider(EbayGateway(mall), EbayDesk(mall), mall)


class EbayDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        usual = max((int(number) for number in self._files.accounts), default=_FIRST_SELLER) + 1
        return self._described(self._mall.open_seller(str(request.get("seller_id") or usual), request))

    def change_account(self, account: str, request: Json) -> Json:
        """`accept_url` is where a seller who agreed is led back to."""
        self._files.account(account)
        return self._described(self._mall.open_seller(account, request))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `sku`; those of a further marketplace give its `marketplaceId` with the same SKU."""
        found = self._files.account(account)
        for article in articles:
            sku = str(article["sku"])
            if sku not in found["item"]:
                self._files.put(found, "item", sku, inventory.new_item(sku, article))
            offers.new_offer(self._mall, found, sku, article)
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        offer = self._offer(found, key)
        if offer is None:
            raise ControlError(404, f"no offer of {key}")
        price = offer["pricingSummary"]["price"]["value"]
        shown = {
            one["marketplaceId"]: self._mall.shown(found, one) for one in self._mall.offers_of(found, key)
        }
        return {
            "key": key,
            "quantity": self._mall.shown(found, offer),
            "price": price,
            "list_price": price,
            "marketplaces": shown,
            "history": self._files.history(found, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        found = self._files.account(account)
        return {one["sku"]: self._mall.shown(found, one) for one in found["offer"].values()}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        found = self._files.account(account)
        for key, wanted in units_by_key(basket).items():
            offer = self._offer(found, key)
            if offer is None or offer["status"] != "PUBLISHED":
                raise NotOnSale(key)
            if (shown := self._mall.shown(found, offer)) < wanted:
                raise SoldOut(key, wanted, shown)
        sold = []
        for one in basket:
            offer = self._offer(found, one.key) or {}
            price = one.unit_price or decimal(offer["pricingSummary"]["price"]["value"])
            sold.append((offer, one.quantity, price))
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, found, sold, buyer, at_ms)
        number = order["orderId"]
        for offer, quantity, _ in sold:
            orders.put_back(self._mall, found, offer, -quantity, f"order {number}")
        if status is not None:
            orders.move(self._mall, found, order, status)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, number)
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["order"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        return orders.move(self._mall, self._files.account(account), self.order(account, order), status)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found, mall = self._files.account(account), self._mall
        deeds: dict[str, Callable[[], Json]] = {
            "tokens": lambda: {"forgotten": mall.forget_tokens(found)},
            "deletion": lambda: notifications.tell_deletion(mall, found, str(request["user"])),
            "returns": lambda: postorder.open_return(
                mall, found, self._named(account, request), str(request["sku"]), int(request["quantity"])
            ),
            "cancellations": lambda: postorder.ask_cancellation(mall, found, self._named(account, request)),
            "questions": lambda: messages.ask(mall, found, str(request["sku"]), str(request["text"])),
            "settle": lambda: finances.book_sale(mall, found, self._named(account, request)),
            "signing_key": lambda: self._with_key(found),
            "payout": lambda: finances.pay_out(mall, found),
        }
        if deed not in deeds:
            raise ControlError(404, f"no deed {deed}")
        done = deeds[deed]()
        mall.ground.store.flush()
        return done

    def _with_key(self, account: Account) -> Json:
        made = signing.new_key(account.number)
        self._files.open(account.number, {**account.profile, **made})
        return made

    def _named(self, account: str, request: Json) -> Json:
        return self.order(account, str(request["order"]))

    def _offer(self, account: Account, key: str) -> Json | None:
        """In the first of the seller's marketplaces that has it."""
        return next(iter(self._mall.offers_of(account, key)), None)

    def _described(self, account: Account) -> Json:
        return {"provider": PROVIDER, "account": account.number, "path": "/ebay", **account.profile}
