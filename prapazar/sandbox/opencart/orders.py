"""Orders as the tables keep them: amounts without tax and in the shop's currency, a history of statuses."""

from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.opencart import bridge_hooks
from prapazar.sandbox.opencart.mall import COUNTED, PROCESSING, STATUSES, Mall, net, shelved

_FIRST_ORDER = 1_001


def new_order(
    mall: Mall,
    shop: Account,
    sold: list[tuple[str, int, Decimal]],
    buyer: Buyer,
    at_ms: int,
    status: int = PROCESSING,
) -> Json:
    """`sold` is key, units and the price of one with tax; the order is confirmed at once."""
    number = str(mall.files.next_number("order", _FIRST_ORDER))
    lines = [_line(mall, shop, *one) for one in sold]
    plain = sum((Decimal(line["total"]) for line in lines), Decimal(0))
    tax = sum((Decimal(line["tax"]) * int(line["quantity"]) for line in lines), Decimal(0))
    order: Json = {
        "order_id": number,
        "firstname": buyer.first_name,
        "lastname": buyer.last_name,
        "email": buyer.email,
        "telephone": buyer.phone,
        **_address("payment", buyer),
        **_address("shipping", buyer),
        "comment": "",
        "total": str(plain + tax),
        "order_status_id": "0",
        "order_status": "",
        "currency_code": shop.profile["currency"],
        "currency_value": "1.00000000",
        "added_at": at_ms // 1000,
        "modified_at": at_ms // 1000,
        "products": lines,
        "totals": [
            {"code": "sub_total", "title": "Ara Toplam", "value": str(plain)},
            {"code": "tax", "title": "KDV", "value": str(tax)},
            {"code": "total", "title": "Toplam", "value": str(plain + tax)},
        ],
        "history": [],
    }
    _enter(mall, shop, order, status, "", is_told=False)
    order["modified_at"] = at_ms // 1000
    mall.files.put(shop, "order", number, order)
    bridge_hooks.tell(mall, shop, told(order))
    return order


def told(order: Json) -> Json:
    """As the bridge shows it."""
    lines = [{name: value for name, value in one.items() if name != "key"} for one in order["products"]]
    rest = {name: value for name, value in order.items() if name != "history"}
    return {**rest, "products": lines}


def add_history(mall: Mall, shop: Account, order: Json, status: int, note: str, *, is_told: bool) -> None:
    _enter(mall, shop, order, status, note, is_told=is_told)
    bridge_hooks.tell(mall, shop, told(order))


def _enter(mall: Mall, shop: Account, order: Json, status: int, note: str, *, is_told: bool) -> None:
    """Stock is taken when the order enters a counted status and put back when it leaves."""
    was, now = int(order["order_status_id"]) in COUNTED, status in COUNTED
    if was is not now:
        for line in order["products"]:
            _take(mall, shop, line["key"], int(line["quantity"]) * (1 if now else -1), order["order_id"])
    order["order_status_id"] = str(status)
    order["order_status"] = STATUSES.get(status, "")
    order["modified_at"] = mall.ground.now_ms() // 1000
    order["history"].append({"order_status_id": str(status), "comment": note, "notify": is_told})
    mall.files.put(shop, "order", order["order_id"], order)


def _take(mall: Mall, shop: Account, key: str, units: int, order: str) -> None:
    found = shelved(shop, key)
    if found is None:
        return
    product, option = found
    product["quantity"] = str(int(product["quantity"]) - units)
    if option is not None:
        option["quantity"] = str(int(option["quantity"]) - units)
    mall.keep(shop, product, f"order {order}")


def _line(mall: Mall, shop: Account, key: str, quantity: int, price: Decimal) -> Json:
    found = shelved(shop, key)
    assert found is not None  # the desk has looked  # noqa: S101
    product, option = found
    plain = net(shop, price, product["tax_class_id"])
    options = [] if option is None else [{name: option[name] for name in OPTION}]
    return {
        "key": key,
        "order_product_id": str(mall.files.next_number("order_product", 1)),
        "product_id": product["product_id"],
        "name": product["name"],
        "model": product["model"],
        "sku": product["sku"],
        "quantity": str(quantity),
        "price": str(plain),
        "total": str(plain * quantity),
        "tax": str(price - plain),
        "options": options,
    }


OPTION = ("product_option_id", "product_option_value_id", "name", "value", "subtract")


def _address(kind: str, buyer: Buyer) -> Json:
    """The zone is the province; what a buyer types as the city is the district."""
    given = {
        "firstname": buyer.first_name,
        "lastname": buyer.last_name,
        "company": "",
        "address_1": f"{buyer.neighborhood} {buyer.address}".strip(),
        "address_2": "",
        "postcode": buyer.postal_code,
        "city": buyer.district,
        "zone": buyer.city,
        "iso_code_2": "TR",
    }
    return {f"{kind}_{name}": value for name, value in given.items()}
