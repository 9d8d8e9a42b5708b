"""The levers of the pretend Shopify."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.shopify import orders, payments, returns, seeding
from prapazar.sandbox.shopify.consent import Consent
from prapazar.sandbox.shopify.fulfilling import finish_jobs
from prapazar.sandbox.shopify.gateway import ShopifyGateway
from prapazar.sandbox.shopify.mall import PLANS, Mall, available

_FIRST_SHOP = "deneme-magaza"


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - nothing it answers names its address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_shop(_FIRST_SHOP, {"name": "Deneme Mağaza"})
    return Provider(ShopifyGateway(mall), ShopifyDesk(mall), mall)


class ShopifyDesk(FilingDesk[Mall, Json]):
    def open_account(self, request: Json) -> Json:
        shop = str(request.get("shop") or request.get("name") or "")
        if not shop.replace("-", "").isalnum() or request.get("plan", "standard") not in PLANS:
            raise ControlError(400, "shop must be a plain word, plan one of " + ", ".join(PLANS))
        return self._described(self._mall.open_shop(shop, request))

    def change_account(self, account: str, request: Json) -> Json:
        self._files.account(account)
        return self._described(self._mall.open_shop(account, request))

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        """`status` is the state of payment, such as `PENDING`."""
        shop = self._files.account(account)
        sold = self._chosen(shop, basket)
        more = shop.profile.get("next_order") or {}
        order = orders.new_order(
            self._mall, shop, sold, buyer, self._moment_ms(at), {**more, "financial": status}
        )
        for variant, _, _ in sold:
            self._mall.show(shop, variant, f"order {order['name']}")
        self._tell(shop, str(order["id"]))
        return order

    def deed(self, account: str, deed: str, request: Json) -> Json:
        shop = self._files.account(account)
        if deed == "tokens":
            return {"forgotten": self._mall.forget_tokens(shop)}
        if deed == "uninstall":
            gone = self._mall.forget_tokens(shop) + Consent(self._mall).forget_refresh_tokens(shop)
            return {"forgotten": gone}
        if deed == "points":
            self._mall.refill()
            return {"left": self._mall.spend(shop, int(request.get("spend", 0)))}
        if deed == "jobs":
            return {"finished": finish_jobs(self._mall, shop, is_due=True)}
        if deed == "location":
            return self._mall.add_location(shop, str(request["name"]))
        return self._after_sale(shop, deed, request)

    def _after_sale(self, shop: Account, deed: str, request: Json) -> Json:
        """`return` takes `lines` of `sku` and `quantity`, and perhaps `tracking`."""
        if deed == "next_orders":
            self._files.open(shop.number, {**shop.profile, "next_order": request})
            return request
        if deed == "return":
            return returns.request(self._mall, shop, self.order(shop.number, str(request["order"])), request)
        if deed == "refund":
            return returns.refund(self._mall, shop, str(request["return"]))
        if deed == "settle":
            return payments.book_sale(self._mall, shop, self.order(shop.number, str(request["order"])))
        if deed == "payout":
            return payments.pay_out(self._mall, shop, str(request.get("status") or "PAID"))
        raise ControlError(404, f"no deed {deed}")

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `sku`, or a `title` and `variants` that have one each and `options`."""
        seeding.new_product(self._mall, account, article)

    def _keys(self, account: Account) -> Iterable[str]:
        return [str(one["sku"]) for one in account["variant"].values()]

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = self._mall.find(account, "sku", key)
        if one is None:
            return None
        price, before = decimal(one["price"]), decimal(one["compareAtPrice"] or one["price"])
        return Shelved(one, available(one), price, before, more={"levels": one["levels"]})

    def _move(self, account: Account, number: str, status: str) -> Json:
        return orders.move(self._mall, account, account["order"][number], status)

    def _described(self, account: Account) -> Json:
        locations = list(account["location"].values())
        place = {"shop": account.number, "locations": locations, "path": f"/shopify/{account.number}"}
        return {**super()._described(account), **place, **account.profile}
