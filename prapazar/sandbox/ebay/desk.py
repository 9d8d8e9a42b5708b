"""The levers of the pretend eBay."""

from collections.abc import Callable

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.ebay import (
    finances,
    inquiries,
    inventory,
    messages,
    notifications,
    offers,
    orders,
    postorder,
    signing,
)
from prapazar.sandbox.ebay.gateway import EbayGateway
from prapazar.sandbox.ebay.mall import Mall
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved, Sold
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:
    mall = Mall(ground, address)
    if not mall.files.accounts:
        mall.open_seller(str(EbayDesk.first_account), {"name": "deneme-magaza"})
    return Provider(EbayGateway(mall), EbayDesk(mall), mall)


class EbayDesk(FilingDesk[Mall, Json]):
    """What stands on its shelf is an offer: of the first of the seller's marketplaces that has the SKU."""

    first_account = 8001
    order_key = "orderId"

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("seller_id"))
        return self._described(self._mall.open_seller(number, request))

    def change_account(self, account: str, request: Json) -> Json:
        """`accept_url` is where a seller who agreed is led back to."""
        self._files.account(account)
        return self._described(self._mall.open_seller(account, request))

    def all_stock(self, account: str) -> dict[str, int | None]:
        found = self._files.account(account)
        return {one["sku"]: self._mall.shown(found, one) for one in found["offer"].values()}

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found, mall = self._files.account(account), self._mall
        deeds: dict[str, Callable[[], Json]] = {
            "tokens": lambda: {"forgotten": mall.forget_tokens(found)},
            "deletion": lambda: notifications.tell_deletion(mall, found, str(request["user"])),
            "returns": lambda: postorder.open_return(
                mall, found, self._named(account, request), str(request["sku"]), int(request["quantity"])
            ),
            "cancellations": lambda: postorder.ask_cancellation(mall, found, self._named(account, request)),
            "inquiries": lambda: inquiries.ask(
                mall, found, self._named(account, request), str(request["sku"])
            ),
            "disputes": lambda: inquiries.open_dispute(
                mall, found, self._named(account, request), str(request["sku"]), str(request["reason"])
            ),
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

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `sku`; that of a further marketplace gives its `marketplaceId` with the same SKU."""
        sku = str(article["sku"])
        if sku not in account["item"]:
            self._files.put(account, "item", sku, inventory.new_item(sku, article))
        offers.new_offer(self._mall, account, sku, article)

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        found = list(self._mall.offers_of(account, key))
        if not found:
            return None
        offer = found[0]
        price = decimal(offer["pricingSummary"]["price"]["value"])
        shown = {one["marketplaceId"]: self._mall.shown(account, one) for one in found}
        is_on_sale = offer["status"] == "PUBLISHED"
        return Shelved(
            offer, self._mall.shown(account, offer), price, price, is_on_sale, {"marketplaces": shown}
        )

    def _write(self, account: Account, sold: Sold[Json], buyer: Buyer, at_ms: int) -> Json:
        return orders.new_order(self._mall, account, sold, buyer, at_ms)

    def _take(self, account: Account, article: Json, units: int, cause: str) -> None:
        orders.put_back(self._mall, account, article, -units, cause)

    def _move(self, account: Account, number: str, status: str) -> Json:
        return orders.move(self._mall, account, account["order"][number], status)
