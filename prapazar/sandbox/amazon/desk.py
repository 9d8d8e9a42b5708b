"""The levers of the pretend Amazon."""

from collections.abc import Callable

from prapazar.sandbox.amazon import events, finances, listings, messaging, orders, reports
from prapazar.sandbox.amazon.gateway import AmazonGateway
from prapazar.sandbox.amazon.mall import PLACES, Mall, channel_of, price_of, quantity_of
from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved, Sold
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider

_TURKEY = "A33AVAJ2PDY3EV"


def open_provider(ground: Ground, address: str) -> Provider:
    mall = Mall(ground, address)
    desk = AmazonDesk(mall)
    if not mall.files.accounts:
        desk.open_account({"name": "Deneme Mağaza"})
    return Provider(AmazonGateway(mall), desk, mall)


class AmazonDesk(FilingDesk[Mall, Json]):
    first_account = 7001
    article_kind = "item"
    order_key = "orderId"

    def open_account(self, request: Json) -> Json:
        serial = self.first_account + len(self._files.accounts)
        number = str(request.get("seller_id") or f"A{serial}PRAPAZAR")
        marketplace = str(request.get("marketplace") or _TURKEY)
        if marketplace not in PLACES:
            raise ControlError(400, f"no marketplace {marketplace}")
        usual = {
            "name": f"Mağaza {number}",
            "client_id": f"amzn1.application-oa2-client.sandbox{serial}",
            "client_secret": f"amzn1.oa2-cs.v1.sandbox-secret-{serial}",
            "refresh_token": f"Atzr|sandbox-refresh-{serial}",
            "application_id": f"amzn1.sp.solution.sandbox-{serial}",
            "redirect_uri": "",
            "queue_region": "eu-west-1",
            "queue": f"{serial:012}/amazon-{number}",
            "queue_key_id": f"AKIASANDBOX{serial}",
            "queue_secret": f"sandbox-queue-secret-{serial}",
        }
        profile = {name: str(request.get(name) or value) for name, value in usual.items()}
        account = self._mall.open_seller(number, {**profile, "marketplace": marketplace})
        return self._described(account)

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `sku`; `channel` is DEFAULT or AMAZON_EU, `attributes` are added to the usual ones."""
        first = self._mall.ground.now_ms() - len(articles)
        return super().seed(account, [{**one, "shownMs": first + at} for at, one in enumerate(articles)])

    def deed(self, account: str, deed: str, request: Json) -> Json:
        known: dict[str, Callable[[Account, Json], Json]] = {
            "tokens": lambda found, _: {"forgotten": self._mall.tokens.forget(found)},
            "issues": self._show_issues,
            "publish": self._publish,
            "rival": self._rival,
            "return": lambda found, asked: reports.give_back(
                self._mall, found, self.order(found.number, str(asked["order"])), asked
            ),
            "decide": lambda found, asked: reports.decide(
                self._mall, found, str(asked["rma"]), str(asked["status"])
            ),
            "written": lambda found, asked: messaging.written(found, str(asked["order"])),
            "reveal": lambda found, _: {"shown": events.reveal(self._mall, found)},
            "message": lambda found, asked: {"id": events.put(self._mall, found, str(asked["body"]))},
            "settle": self._settle,
            "refund": self._refund,
            "defer": self._defer,
            "payout": lambda found, _: finances.pay_out(self._mall, found),
        }
        if deed not in known:
            raise ControlError(404, f"no deed {deed}")
        return known[deed](self._files.account(account), request)

    def _show_issues(self, found: Account, request: Json) -> Json:
        item = found["item"][str(request["sku"])]
        self._mall.keep_item(found, {**item, "issues": list(request["issues"])}, "issue")
        return item

    def _publish(self, found: Account, request: Json) -> Json:
        item = found["item"][str(request["sku"])]
        self._mall.keep_item(found, {**item, "shownMs": self._mall.ground.now_ms()}, "published")
        events.status_changed(self._mall, found, item)
        return item

    def _rival(self, found: Account, request: Json) -> Json:
        item = found["item"][str(request["sku"])]
        events.offer_changed(self._mall, found, item, str(request["price"]))
        return item

    def _settle(self, found: Account, request: Json) -> Json:
        return finances.book_sale(self._mall, found, self.order(found.number, str(request["order"])))

    def _refund(self, found: Account, request: Json) -> Json:
        order = self.order(found.number, str(request["order"]))
        return finances.book_refund(self._mall, found, order, decimal(request["amount"]))

    def _defer(self, found: Account, request: Json) -> Json:
        return finances.defer(self._mall, found, str(request["transaction"]))

    def _put_up(self, account: Account, article: Json) -> None:
        item = listings.new_item(
            self._mall,
            account,
            str(article["sku"]),
            str(article.get("productType") or "SCARF"),
            self._attributes(account, article),
        )
        item["createdMs"] = item["shownMs"] = article["shownMs"]
        self._mall.keep_item(account, item, "seed")

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = account["item"].get(key)
        if one is None:
            return None
        price = price_of(one)
        return Shelved(one, quantity_of(one), price, price, is_on_sale=price is not None)

    def _write(self, account: Account, sold: Sold[Json], buyer: Buyer, at_ms: int) -> Json:
        return orders.new_order(self._mall, account, sold, buyer, at_ms)

    def _take(self, account: Account, article: Json, units: int, cause: str) -> None:
        left = (quantity_of(article) or 0) - units
        stock = {"fulfillment_channel_code": channel_of(article), "quantity": left}
        article["attributes"]["fulfillment_availability"] = [stock]
        self._mall.keep_item(account, article, cause)

    def _move(self, account: Account, number: str, status: str) -> Json:
        return orders.move(self._mall, account, number, status)

    def _attributes(self, account: Account, article: Json) -> Json:
        place, marketplace = self._mall.place(account), account.profile["marketplace"]
        mark = {"marketplace_id": marketplace}
        words = {**mark, "language_tag": place.language}
        price = decimal(article.get("price", 100))
        stock = {
            "fulfillment_channel_code": str(article.get("channel") or "DEFAULT"),
            "quantity": int(article.get("quantity", 0)),
        }
        return {
            "item_name": [{**words, "value": str(article.get("title") or article["sku"])}],
            "brand": [{**words, "value": str(article.get("brand") or "Deneme Marka")}],
            "product_description": [{**words, "value": str(article.get("description") or "Açıklama")}],
            "country_of_origin": [{**mark, "value": "TR"}],
            "condition_type": [{**mark, "value": "new_new"}],
            "externally_assigned_product_identifier": [
                {**mark, "type": "ean", "value": str(article.get("barcode") or article["sku"])}
            ],
            "purchasable_offer": [
                {
                    **mark,
                    "currency": place.currency,
                    "audience": "ALL",
                    "our_price": [{"schedule": [{"value_with_tax": price}]}],
                }
            ],
            "fulfillment_availability": [stock],
            **(article.get("attributes") or {}),
        }
