"""Orders with their rows, people and addresses, and the states they go through."""

from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop.mall import Mall, shelved, tax_rate
from prapazar.sandbox.prestashop.tables import TABLES

PAID, CANCELLED = "2", "6"
_SIX = Decimal("0.000001")


def new_order(
    mall: Mall, shop: Account, sold: list[tuple[str, int, Decimal]], buyer: Buyer, at_ms: int
) -> Json:
    """`sold` is reference, units and the price of one with tax."""
    people = {"firstname": buyer.first_name, "lastname": buyer.last_name}
    customer = mall.add(shop, "customers", {**people, "email": buyer.email})
    address = mall.add(shop, "addresses", {**people, **_address(shop, buyer, customer["id"])})
    moment = mall.local(shop, at_ms)
    gross = sum((price * quantity for _, quantity, price in sold), Decimal(0))
    order = mall.add(
        shop,
        "orders",
        {
            "id_address_delivery": address["id"],
            "id_address_invoice": address["id"],
            "id_currency": "1",
            "id_lang": "1",
            "id_customer": customer["id"],
            "id_carrier": "1",
            "current_state": "0",
            "module": "ps_wirepayment",
            "valid": "1",
            "date_add": moment,
            "id_shop": "1",
            "payment": "Havale",
            "total_discounts_tax_incl": "0.000000",
            "total_paid_tax_incl": str(gross.quantize(_SIX)),
            "total_paid": str(gross.quantize(_SIX)),
            "total_paid_real": str(gross.quantize(_SIX)),
            "total_products_wt": str(gross.quantize(_SIX)),
            "total_shipping_tax_incl": "0.000000",
            "total_wrapping_tax_incl": "0.000000",
            "conversion_rate": "1.000000",
        },
    )
    order["reference"] = f"PS{int(order['id']):07}"
    for key, quantity, price in sold:
        _add_line(mall, shop, order["id"], key, quantity, price)
    mall.add(shop, "order_carriers", {"id_order": order["id"], "id_carrier": "1", "date_add": moment})
    order["associations"]["order_rows"] = [_row(line) for line in _lines(shop, order["id"])]
    enter(mall, shop, order["id"], PAID)
    order["date_upd"] = moment
    return mall.keep(shop, "orders", order)


def enter(mall: Mall, shop: Account, number: str, state: str) -> None:
    """A cancelled order gives its units back; entering a state twice changes nothing."""
    order = shop["orders"][number]
    was, now = order["current_state"], state
    if now == CANCELLED and was not in {CANCELLED, "0"}:
        for line in _lines(shop, number):
            _take(mall, shop, line, -1)
    if was == "0" and now != CANCELLED:
        for line in _lines(shop, number):
            _take(mall, shop, line, 1)
    order["current_state"] = state
    if shop["order_states"].get(state, {}).get("shipped") == "1":
        order["delivery_number"], order["valid"] = number, "1"
    order["date_upd"] = mall.local(shop)
    mall.keep(shop, "orders", order)


def _lines(shop: Account, number: str) -> list[Json]:
    return [one for one in shop["order_details"].values() if one["id_order"] == number]


def _row(line: Json) -> Json:
    """A line, as its order tells it."""
    names = TABLES["orders"].hangs["order_rows"][1]
    return {
        **{name: line[name] for name in names if name in line},
        "product_price": line["unit_price_tax_excl"],
    }


def _take(mall: Mall, shop: Account, line: Json, way: int) -> None:
    found = shelved(shop, line["product_reference"])
    if found is None:
        return
    product, _, stock = found
    stock["quantity"] = str(int(stock["quantity"]) - way * int(line["product_quantity"]))
    mall.keep(shop, "stock_availables", stock)
    mall.shown(shop, product["id"], f"order {line['id_order']}")


def _add_line(mall: Mall, shop: Account, order: str, key: str, quantity: int, price: Decimal) -> None:
    found = shelved(shop, key)
    assert found is not None  # the desk has looked  # noqa: S101
    product, combination, _ = found
    rate = tax_rate(shop, product["id_tax_rules_group"])
    plain = price * 100 / (100 + rate)
    taxes = [one["id"] for one in shop["taxes"].values() if Decimal(one["rate"]) == rate and rate]
    mall.add(
        shop,
        "order_details",
        {
            "id_order": order,
            "product_id": product["id"],
            "product_attribute_id": combination["id"] if combination else "0",
            "product_name": product["name"].get("1", ""),
            "product_quantity": str(quantity),
            "product_quantity_refunded": "0",
            "product_quantity_return": "0",
            "product_reference": (combination or product)["reference"],
            "product_ean13": (combination or product)["ean13"],
            "id_tax_rules_group": product["id_tax_rules_group"],
            "unit_price_tax_incl": str(price.quantize(_SIX)),
            "unit_price_tax_excl": str(plain.quantize(_SIX)),
            "total_price_tax_incl": str((price * quantity).quantize(_SIX)),
            "total_price_tax_excl": str((plain * quantity).quantize(_SIX)),
        },
        {"taxes": [{"id": one} for one in taxes]},
    )


def _address(shop: Account, buyer: Buyer, customer: str) -> Json:
    """The state is the province; what a buyer types as the city is the district."""
    province = next((one for one in shop["states"].values() if one["name"] == buyer.city), None)
    if province is None:
        raise ValueError(f"no state {buyer.city}")
    return {
        "id_customer": customer,
        "id_country": shop.profile["country_id"],
        "id_state": province["id"],
        "address1": f"{buyer.neighborhood} {buyer.address}",
        "postcode": buyer.postal_code,
        "city": buyer.district,
        "phone": "",
        "phone_mobile": buyer.phone,
    }
