"""Lines, orders and packages as the order host shows them; written from the documents' field lists."""

from decimal import Decimal

from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.hepsiburada.visit import local
from prapazar.sandbox.jsontext import Json

ON_THE_WAY = {"Open": "Open", "Unpacked": "Unpacked"}
_DAY_MS = 24 * 3600 * 1000
OWN_CARGO = "Mağaza Hesabı"


def money(amount: Decimal) -> Json:
    return {"currency": "TRY", "amount": amount}


def package_word(market: Market, state: str) -> str:
    return market.rules.packed_word if state == "Packed" else state


def line_word(market: Market, line: Json) -> str:
    if line["state"] == "Cancelled":
        return market.rules.cancelled_word
    return package_word(market, line["state"])


def address(order: Json) -> Json:
    buyer = order["buyer"]
    return {
        "addressId": order["addressId"],
        "address": f"{buyer['address']} {buyer['neighborhood']}",
        "name": _name(order),
        "email": buyer["email"],
        "countryCode": "TR",
        "phoneNumber": buyer["phone"],
        "alternatePhoneNumber": "",
        "city": buyer["city"],
        "town": buyer["district"],
        "district": buyer["neighborhood"],
        "postalCode": buyer["postal_code"],
        "directions": "",
    }


def line(market: Market, merchant: Merchant, one: Json) -> Json:
    order = merchant.orders[one["orderNumber"]]
    total = one["unitPrice"] * one["quantity"]
    package = merchant.packages.get(one["packageNumber"] or "")
    zero = {"totalPrice": money(Decimal(0)), "unitPrice": money(Decimal(0))}
    return {
        "id": one["id"],
        "orderId": order["orderId"],
        "orderNumber": one["orderNumber"],
        "orderDate": local(order["orderedMs"]),
        "status": line_word(market, one),
        "sku": one["sku"],
        "merchantSKU": one["merchantSku"],
        "name": one["name"],
        "productBarcode": one["barcode"],
        "quantity": one["quantity"],
        "unitPrice": money(one["unitPrice"]),
        "totalPrice": money(total),
        "vat": _vat(one, total),
        "vatRate": one["vatRate"],
        "commission": money(round(total * one["commissionRate"] / 100, 2)),
        "commissionRate": one["commissionRate"],
        "commissionType": 1,
        "hbDiscount": zero,
        "merchantDiscount": zero,
        "discountInfo": [],
        "merchantId": merchant.merchant_id,
        "customerId": order["customerId"],
        "customerName": _name(order),
        "shippingAddress": address(order),
        "invoice": _invoice(order),
        "deliveryNote": {"tags": [], "value": ""},
        "deliveryType": "StandardDelivery",
        "dispatchTime": 1,
        "dueDate": local(order["orderedMs"] + 2 * _DAY_MS),
        "lastStatusUpdateDate": local(one["statusMs"]),
        "cargoCompany": order["cargo"],
        "cargoCompanyModel": {"id": 1, "name": order["cargo"], "shortName": "HX", "trackingUrl": None},
        "barcode": package and package["barcode"],
        "packageNumber": one["packageNumber"],
        "isCargoChangable": True,
        "isCancellable": one["state"] in ON_THE_WAY,
        "canCreatePackage": one["state"] in ON_THE_WAY,
        "creditCardHolderName": None,
        "creationReason": "Order",
        "deci": 1,
        "totalDeci": one["quantity"],
    }


def order_detail(market: Market, merchant: Merchant, order: Json) -> Json:
    return {
        "orderId": order["orderId"],
        "orderNumber": order["orderNumber"],
        "orderDate": local(order["orderedMs"]),
        "createdDate": local(order["orderedMs"]),
        "customer": {"customerId": order["customerId"], "name": _name(order)},
        "deliveryAddress": address(order),
        "invoice": _invoice(order),
        "items": [line(market, merchant, one) for one in merchant.lines_of(order["orderNumber"])],
        "orderNote": {"tags": [], "value": ""},
        "paymentStatus": "Paid",
    }


def package(market: Market, merchant: Merchant, one: Json) -> Json:
    lines = merchant.lines_in(one["packageNumber"])
    order = merchant.orders[lines[0]["orderNumber"]]
    place = address(order)
    total = sum((each["unitPrice"] * each["quantity"] for each in lines), Decimal(0))
    return {
        "id": one["id"],
        "packageNumber": one["packageNumber"],
        "barcode": one["barcode"],
        "status": package_word(market, one["state"]),
        "cargoCompany": one["cargo"],
        "orderDate": local(order["orderedMs"]),
        "dueDate": local(order["orderedMs"] + 2 * _DAY_MS),
        "estimatedArrivalDate": local(order["orderedMs"] + 4 * _DAY_MS),
        "isCargoChangable": True,
        "unpackedDate": None,
        "customerId": order["customerId"],
        "customerName": _name(order),
        "recipientName": _name(order),
        "email": place["email"],
        "phoneNumber": place["phoneNumber"],
        "identityNo": "",
        "companyName": "",
        "taxNumber": "",
        "taxOffice": None,
        "billingAddress": place["address"],
        "billingCity": place["city"],
        "billingTown": place["town"],
        "billingDistrict": place["district"],
        "billingPostalCode": place["postalCode"],
        "billingCountryCode": "TR",
        "shippingAddressDetail": place["address"],
        "shippingCity": place["city"],
        "shippingTown": place["town"],
        "shippingDistrict": place["district"],
        "shippingCountryCode": "TR",
        "totalPrice": money(total),
        "totalDeci": one["deci"],
        "items": [_package_line(merchant, each) for each in lines],
    }


def tracking(market: Market, one: Json) -> Json:
    return {
        "packageNumber": one["packageNumber"],
        "barcode": one["barcode"],
        "status": package_word(market, one["state"]),
        "cargoCompany": one["cargo"],
        "deci": one["deci"],
        "estimatedArrivalDate": local(one["createdMs"] + 3 * _DAY_MS),
        "trackingInfoCode": one["trackingCode"],
        "trackingInfoUrl": one["trackingUrl"],
    }


def thin(merchant: Merchant, one: Json, **dates: str | None) -> Json:
    """A row of the status feeds, in PascalCase."""
    numbers = sorted({each["orderNumber"] for each in merchant.lines_in(one["packageNumber"])})
    return {
        "Id": one["id"],
        "MerchantId": merchant.merchant_id,
        "PackageNumber": one["packageNumber"],
        "Barcode": one["barcode"],
        "OrderNumber": numbers[0],
        "OrderNumbers": numbers,
        "EtgbNo": None,
        **dates,
    }


def _package_line(merchant: Merchant, one: Json) -> Json:
    order, total = merchant.orders[one["orderNumber"]], one["unitPrice"] * one["quantity"]
    return {
        "lineItemId": one["id"],
        "listingId": merchant.listings[one["sku"]]["listingId"],
        "orderNumber": one["orderNumber"],
        "orderDate": local(order["orderedMs"]),
        "hbSku": one["sku"],
        "merchantSku": one["merchantSku"],
        "productBarcode": one["barcode"],
        "productName": one["name"],
        "quantity": one["quantity"],
        "price": money(one["unitPrice"]),
        "totalPrice": money(total),
        "merchantUnitPrice": money(one["unitPrice"]),
        "merchantTotalPrice": money(total),
        "commission": money(round(total * one["commissionRate"] / 100, 2)),
        "commissionRate": one["commissionRate"],
        "vat": _vat(one, total),
        "vatRate": one["vatRate"],
        "deci": 1,
        "properties": [],
    }


def _invoice(order: Json) -> Json:
    return {"address": address(order), "taxNumber": "", "taxOffice": None, "turkishIdentityNumber": ""}


def _name(order: Json) -> str:
    return f"{order['buyer']['first_name']} {order['buyer']['last_name']}"


def _vat(one: Json, total: Decimal) -> Decimal:
    return round(total - total * 100 / (100 + Decimal(one["vatRate"])), 2)
