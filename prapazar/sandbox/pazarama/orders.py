"""Orders whose items each have a status of their own, read by days and moved item by item."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.pazarama.mall import FIRST_ORDER, Mall, Rules
from prapazar.sandbox.pazarama.visit import Refusal, Routes, Visit, envelope, money

ISTANBUL = ZoneInfo("Europe/Istanbul")
RECEIVED, PREPARING, SHIPPED, DELIVERED = 3, 12, 5, 11
CANCELLED, UNSUPPLIED = 6, 13
CARRIERS = {
    "7b5567ff-abe7-487e-5c79-08d8e480366a": "Yurtiçi Kargo",
    "7b5567ff-abe7-487e-5c79-08d8e480366b": "Aras Kargo",
    "7b5567ff-abe7-487e-5c79-08d8e480366c": "PTT",
}
_OWN_CARRIER = "7b5567ff-abe7-487e-5c79-08d8e480366c"
_STEPS = {
    RECEIVED: {PREPARING, UNSUPPLIED},
    PREPARING: {SHIPPED, UNSUPPLIED, DELIVERED},
    SHIPPED: {DELIVERED, 14, 16, 19},
    16: {DELIVERED},
    19: {DELIVERED},
}
_LONGEST = timedelta(days=31)
_MOST_ROWS = 500
routes = Routes()


@routes.route("POST", "/order/getOrdersForApi")
def listed(visit: Visit) -> Reply:
    return envelope([_shown(visit.mall.rules, one) for one in _page(visit)])


@routes.route("POST", "/order/getOrdersForApiV2")
def listed_by_unit(visit: Visit) -> Reply:
    """The same, a line for each unit."""
    orders = []
    for order in _page(visit):
        items = [{**one, "quantity": 1} for one in order["items"] for _ in range(one["quantity"])]
        orders.append(_shown(visit.mall.rules, {**order, "items": items}))
    return envelope(orders)


@routes.route("PUT", "/order/updateOrderStatus")
def update(visit: Visit) -> Reply:
    request = visit.body()
    order = _known(visit, request.get("orderNumber"))
    given = request.get("item") or {}
    item = next((one for one in order["items"] if one["orderItemId"] == given.get("orderItemId")), None)
    if item is None:
        raise Refusal("Sipariş kalemi bulunamadı.", code="ORD404")
    status = given.get("status")
    if status not in _STEPS.get(item["orderItemStatus"], set()):
        raise Refusal("Sipariş kaleminin statüsü bu işleme uygun değil.", code="ORD1")
    if status == SHIPPED:
        if not given.get("shippingTrackingNumber") or given.get("cargoCompanyId") not in CARRIERS:
            raise Refusal("Kargo firması ve takip numarası zorunludur.", code="ORD2")
        item["cargo"] = {
            "companyId": given["cargoCompanyId"],
            "companyName": CARRIERS[given["cargoCompanyId"]],
            "trackingNumber": given["shippingTrackingNumber"],
            "trackingUrl": given.get("trackingUrl"),
        }
    _restate(visit.mall, visit.seller, order, [item], status)
    return envelope(None, code="ORD0")


@routes.route("PUT", "/order/updateOrderStatusList")
def update_all(visit: Visit) -> Reply:
    request = visit.body()
    order = _known(visit, request.get("orderNumber"))
    if request.get("status") != PREPARING:
        raise Refusal("Yalnızca Hazırlanıyor statüsüne alınabilir.", code="ORD1")
    waiting = [one for one in order["items"] if one["orderItemStatus"] == RECEIVED]
    _restate(visit.mall, visit.seller, order, waiting, PREPARING)
    return envelope(None, code="ORD0")


@routes.route("POST", "/order/invoice-link")
def invoice(visit: Visit) -> Reply:
    """Of the whole order, of the parcel with this number, or of one item."""
    request = visit.body()
    order = _by_id(visit, request.get("orderid") or request.get("orderId"))
    number, item = request.get("trackingNumber"), request.get("orderItemId")
    chosen = [
        one["orderItemId"]
        for one in order["items"]
        if (not number or one["cargo"]["trackingNumber"] == number) and item in {None, one["orderItemId"]}
    ]
    return _invoiced(visit, order, request, chosen)


@routes.route("POST", "/order/multiple-invoice-link")
def invoice_items(visit: Visit) -> Reply:
    request = visit.body()
    return _invoiced(visit, _by_id(visit, request.get("orderId")), request, request.get("orderItemIds") or [])


@routes.route("GET", "/sellerRegister/getSellerDelivery")
def deliveries(visit: Visit) -> Reply:  # noqa: ARG001 - the same for every seller
    companies = [{"cargoCompanyId": one, "cargoCompanyName": name} for one, name in CARRIERS.items()]
    return envelope([{"deliveryId": "d1", "deliveryName": "Kargo", "cargoCompanies": companies}])


def new_order(
    mall: Mall, account: Account, sold: list[tuple[Json, int, Decimal]], buyer: Buyer, at: int
) -> Json:
    number = str(mall.files.next_number("order", FIRST_ORDER))
    discount = decimal(mall.rules.discount)
    items = [_item(mall, product, quantity, price, discount) for product, quantity, price in sold]
    address = _address(mall, buyer)
    order: Json = {
        "orderId": mall.files.guid("order_id"),
        "orderNumber": int(number),
        "placedMs": at,
        "orderAmount": sum((one["totalPrice"]["value"] for one in items), Decimal(0)),
        "shipmentAmount": 0,
        "discountAmount": discount * len(items),
        "currency": "TL",
        "paymentType": 1,
        "orderStatus": RECEIVED,
        "customerId": "f442961c-d818-4de3-1e11-08d941fd1d2f",
        "customerName": f"{buyer.first_name} {buyer.last_name}",
        "customerEmail": buyer.email,
        "shipmentAddress": address,
        "billingAddress": {
            **address,
            "identityNumber": None,
            "invoiceType": 1,
            "companyName": None,
            "taxNumber": None,
            "taxOffice": None,
        },
        "items": items,
    }
    mall.files.put(account, "order", number, order)
    return order


def move(mall: Mall, account: Account, number: str, status: int) -> Json:
    """The buyer, the carrier or the channel moves what is not finished."""
    order = account["order"][number]
    moving = [one for one in order["items"] if one["orderItemStatus"] not in {CANCELLED, UNSUPPLIED}]
    _restate(mall, account, order, moving, status)
    mall.ground.store.flush()
    return order


def _restate(mall: Mall, account: Account, order: Json, items: list[Json], status: int) -> None:
    for item in items:
        item["orderItemStatus"] = status
        if status in {CANCELLED, UNSUPPLIED}:
            product = account["product"].get(item["product"]["code"])
            if product is not None:
                quantity = product["stockCount"] + item["quantity"]
                mall.offer(account, product, f"back {order['orderNumber']}", quantity=quantity)
    order["orderStatus"] = min(one["orderItemStatus"] for one in order["items"])
    mall.files.put(account, "order", str(order["orderNumber"]), order)


def _known(visit: Visit, number: object) -> Json:
    order = visit.seller["order"].get(str(number))
    if order is None:
        raise Refusal("Sipariş bulunamadı.", code="ORD404")
    return order


def _by_id(visit: Visit, number: object) -> Json:
    found = [one for one in visit.seller["order"].values() if one["orderId"] == number]
    if not found:
        raise Refusal("Sipariş bulunamadı.", code="ORD404")
    return found[0]


def _invoiced(visit: Visit, order: Json, request: Json, chosen: list[str]) -> Reply:
    link = str(request.get("invoiceLink") or "")
    if not link.startswith(("http://", "https://")):
        raise Refusal("Fatura linki zorunludur.", code="ORD5")
    if not chosen or set(chosen) - {one["orderItemId"] for one in order["items"]}:
        raise Refusal("Sipariş kalemi bulunamadı.", code="ORD404")
    order["invoices"] = {**order.get("invoices", {}), **dict.fromkeys(chosen, link)}
    visit.mall.files.put(visit.seller, "order", str(order["orderNumber"]), order)
    return envelope(None)


def _page(visit: Visit) -> list[Json]:
    request = visit.body()
    found = list(visit.seller["order"].values())
    if request.get("orderNumber"):
        found = [one for one in found if str(one["orderNumber"]) == str(request["orderNumber"])]
    else:
        start, end = _moment(request.get("startDate")), _moment(request.get("endDate"))
        if end - start > _LONGEST:
            raise Refusal("Başlangıç ile bitiş tarihi arası 1 ayı geçemez.", code="ORD3")
        found = [one for one in found if epoch_ms(start) <= one["placedMs"] < epoch_ms(end)]
    size = min(int(request.get("pageSize") or 100), _MOST_ROWS)
    page = int(request.get("pageNumber") or 1)
    found.sort(key=lambda one: (-one["placedMs"], one["orderNumber"]))
    return found[(page - 1) * size : page * size]


def _moment(text: object) -> datetime:
    """A day, or a day with hour and minute; Istanbul's."""
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=ISTANBUL)
    except ValueError as cause:
        raise Refusal("Tarih biçimi geçersiz.", code="ORD4") from cause


def _shown(rules: Rules, order: Json) -> Json:
    placed = from_ms(order["placedMs"]).astimezone(ISTANBUL)
    form = "%Y-%m-%d %H:%M" if rules.order_clock == "space" else "%Y-%m-%dT%H:%M:%S"
    rest = {name: value for name, value in order.items() if name not in {"placedMs", "invoices"}}
    return {**rest, "orderDate": placed.strftime(form)}


def _item(mall: Mall, product: Json, quantity: int, price: Decimal, discount: Decimal) -> Json:
    return {
        "orderItemId": mall.files.guid("order_item"),
        "orderItemStatus": RECEIVED,
        "shipmentCode": "",
        "deliveryType": 1,
        "quantity": quantity,
        "listPrice": money(decimal(product["listPrice"])),
        "salePrice": money(price),
        "taxAmount": money(Decimal(0)),
        "shipmentAmount": money(Decimal(0)),
        "totalPrice": money(price * quantity - (0 if mall.rules.total_before_discount else discount)),
        "discountAmount": money(discount),
        "taxIncluded": True,
        "cargo": {
            "companyId": _OWN_CARRIER,
            "companyName": CARRIERS[_OWN_CARRIER],
            "trackingNumber": None,
            "trackingUrl": None,
        },
        "product": {
            "productId": mall.files.guid("product_id"),
            "name": product["name"],
            "title": None,
            "code": product["code"],
            "stockCode": product["stockCode"],
            "vatRate": product["vatRate"],
            "imageURL": None,
            "variantOptionDisplay": None,
        },
    }


def _address(mall: Mall, buyer: Buyer) -> Json:
    return {
        "addressId": mall.files.guid("address"),
        "title": "Ev",
        "nameSurname": f"{buyer.first_name} {buyer.last_name}",
        "customerEmail": buyer.email,
        "cityName": buyer.city,
        "districtName": buyer.district,
        "neighborhoodName": buyer.neighborhood,
        "addressDetail": buyer.address,
        "displayAddressText": f"{buyer.address} / {buyer.district} / {buyer.city}",
        "phoneNumber": buyer.phone,
    }
