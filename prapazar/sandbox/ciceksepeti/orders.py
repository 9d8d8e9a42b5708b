"""Orders as rows of items, read by days, and the two ways of sending them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.ciceksepeti.mall import (
    CS_CONTRACT,
    FIRST_ITEM,
    FIRST_ORDER,
    OWN_CONTRACT,
    Mall,
    Rules,
)
from prapazar.sandbox.ciceksepeti.visit import (
    NOT_FOUND,
    OTHER_MERCHANT,
    WRONG_CONTRACT,
    WRONG_STATUS,
    Refusal,
    Routes,
    Visit,
)
from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError

ISTANBUL = ZoneInfo("Europe/Istanbul")
NEW, PREPARING, READY, ON_VEHICLE, SHIPPED, DELIVERED, GIVEN_BACK = 1, 2, 11, 3, 5, 7, 18
RETURN_STARTED, AT_SUPPLIER = 20, 22
COMING_BACK = {GIVEN_BACK, RETURN_STARTED, 21, AT_SUPPLIER, 23}
_KEPT = ("modifiedMs", "cancelledMs", "cancelReason", "cancelType")
"""What is known of an item, and told elsewhere or not at all."""
WORDS = {
    NEW: "Yeni",
    PREPARING: "Hazırlanıyor",
    READY: "Kargoya Verilecek",
    ON_VEHICLE: "Arabaya Verildi",
    SHIPPED: "Kargoya Verildi",
    DELIVERED: "Teslim Edildi",
    GIVEN_BACK: "Firmaya İade Edildi",
    RETURN_STARTED: "İade Süreci Başladı",
    21: "İade Kargoda",
    AT_SUPPLIER: "İade Tedarikçide",
    23: "İade Tedarikçi Onayı Bekliyor",
}
CARRIERS = {1: "MNG", 2: "Yurtiçi", 25: "Sürat", 43: "Aras", 44: "PTT", 45: "UPS", 46: "Horoz", 55: "Ceva"}
CARRIERS.update({59: "Sendeo", 116: "kargomSENDE", 117: "Kolay Gelsin", 118: "Arvato"})
_STEPS = {
    NEW: {PREPARING, READY, SHIPPED},
    PREPARING: {READY, SHIPPED},
    READY: {SHIPPED},
    SHIPPED: {DELIVERED},
}
_LONGEST = timedelta(days=14)
_MOST_ROWS = 100
routes = Routes()


@routes.route("POST", "/order/getorders")
def listed(visit: Visit) -> Reply:
    rules, request = visit.mall.rules, visit.body()
    visit.admit("orders", rules.orders_gap_ms, rules.orders_repeat_ms)
    size, page = int(request["pageSize"]), int(request["page"])
    if not 0 < size <= _MOST_ROWS:
        raise Refusal("pageSize en fazla 100 olabilir.")
    wanted = request.get("isOrderStatusActive", True)
    rows = [
        _shown(order, item)
        for order, item in _within(visit, request)
        if item["isOrderStatusActive"] is wanted
        and request.get("statusId") in {None, item["orderItemStatusId"]}
    ]
    found = rows[page * size : (page + 1) * size]
    count = len(rows) if rules.list_count == "total" else len(found)
    pages = -(-len(rows) // size)
    return visit.answer({"orderListCount": count, "pageCount": pages, "supplierOrderListWithBranch": found})


@routes.route("PUT", "/order/readyforcargowithcsintegration")
def ready(visit: Visit) -> Reply:
    """The channel's contract: it makes the parcel's number."""
    _meet(visit, CS_CONTRACT)
    groups = [group["orderItemIds"] for group in visit.rows("orderItemsGroup", 100)]
    found = [[known(visit, number) for number in group] for group in groups]
    for group in found:
        if len({order["orderId"] for order, _ in group}) != 1:
            raise Refusal("Order items must belong to the same order!")
        if any(item["orderItemStatusId"] != NEW or not item["isOrderStatusActive"] for _, item in group):
            raise Refusal(WRONG_STATUS)
    answered = []
    for group in found:
        partial = f"{visit.mall.files.next_number('partial', 7_001_111)}-10"
        for order, item in group:
            item.update(partialNumber=partial, cargoCompany=item["cargoCompany"] or "Aras Kargo")
            restate(visit.mall, visit.seller, order, [item], READY)
        names = ("orderItemId", "partialNumber", "cargoCompany")
        answered.append({"orderItems": [{name: item[name] for name in names} for _, item in group]})
    return visit.answer({"statusUpdateResponse": answered, "isSuccess": True, "message": ""})


@routes.route("PUT", "/order/statusupdatewithsupplierintegration")
def update(visit: Visit) -> Reply:
    """The seller's own contract: the seller tells every step."""
    _meet(visit, OWN_CONTRACT)
    given = visit.rows("orderItems", 100)
    found = [known(visit, one.get("orderItemId")) for one in given]
    for one, (_, item) in zip(given, found, strict=True):
        status = one.get("orderItemStatusId")
        if status not in _STEPS.get(item["orderItemStatusId"], set()) or not item["isOrderStatusActive"]:
            raise Refusal(WRONG_STATUS)
        if status == SHIPPED and (
            one.get("cargoBusinessId") not in CARRIERS or not one.get("shipmentNumber")
        ):
            raise Refusal("cargoBusinessId ve shipmentNumber zorunludur.")
    for one, (order, item) in zip(given, found, strict=True):
        if one["orderItemStatusId"] == SHIPPED:
            item.update(
                cargoCompany=CARRIERS[one["cargoBusinessId"]],
                cargoNumber=one["shipmentNumber"],
                shipmentTrackingUrl=one.get("shipmentTrackingUrl"),
            )
        restate(visit.mall, visit.seller, order, [item], one["orderItemStatusId"])
    return visit.answer({"isSuccess": True, "message": ""})


def new_order(
    mall: Mall, account: Account, sold: list[tuple[Json, int, Decimal]], buyer: Buyer, at: int
) -> Json:
    number = mall.files.next_number("order", FIRST_ORDER)
    items = [_item(mall, account, product, quantity, price) for product, quantity, price in sold]
    person = _person(buyer, int(account.profile["cargo_model"]))
    order: Json = {"orderId": number, "placedMs": at, "person": person, "items": items}
    for item in items:
        item["modifiedMs"] = at
    mall.files.put(account, "order", str(number), order)
    return order


def move(mall: Mall, account: Account, number: str, status: str) -> Json:
    """The buyer, the carrier or the channel moves what is still alive."""
    order = account["order"][number]
    moving = [one for one in order["items"] if one["isOrderStatusActive"]]
    if status == "cancelled":
        if any(one["orderItemStatusId"] not in {NEW, PREPARING} for one in moving):
            raise ControlError(409, "what is on its way cannot be cancelled")
        cancel(mall, account, order, moving)
    else:
        restate(mall, account, order, moving, int(status))
    mall.ground.store.flush()
    return order


def cancel(mall: Mall, account: Account, order: Json, items: list[Json]) -> None:
    for item in items:
        moment_ms = mall.ground.now_ms()
        item.update(isOrderStatusActive=False, modifiedMs=moment_ms, cancelledMs=moment_ms)
        product = account["product"].get(item["code"])
        if product is not None:
            left = product["stockQuantity"] + item["quantity"]
            mall.offer(account, product, f"back {order['orderId']}", quantity=left)
    mall.files.put(account, "order", str(order["orderId"]), order)


def restate(mall: Mall, account: Account, order: Json, items: list[Json], status: int) -> None:
    for item in items:
        moment_ms = mall.ground.now_ms()
        item.update(orderItemStatusId=status, orderProductStatus=WORDS[status], modifiedMs=moment_ms)
        if status in COMING_BACK and item.get("cancelledMs") is None:
            item["cancelledMs"] = moment_ms
    mall.files.put(account, "order", str(order["orderId"]), order)


def item_of(account: Account, number: object) -> tuple[Json, Json] | None:
    for order in account["order"].values():
        for item in order["items"]:
            if str(item["orderItemId"]) == str(number):
                return order, item
    return None


def known(visit: Visit, number: object) -> tuple[Json, Json]:
    found = item_of(visit.seller, number)
    if found is not None:
        return found
    others = (one for one in visit.mall.files.accounts.values() if one is not visit.seller)
    is_anothers = any(item_of(one, number) for one in others)
    raise Refusal(OTHER_MERCHANT if is_anothers else NOT_FOUND)


def _meet(visit: Visit, model: int) -> None:
    visit.admit("cargo", visit.mall.rules.cargo_gap_ms)
    if visit.seller.profile["cargo_model"] != model:
        raise Refusal(WRONG_CONTRACT)


def _within(visit: Visit, request: Json) -> list[tuple[Json, Json]]:
    rules = visit.mall.rules
    pairs = [(order, item) for order in visit.seller["order"].values() for item in order["items"]]
    if request.get("orderNo"):
        return [pair for pair in pairs if pair[0]["orderId"] == request["orderNo"]]
    if request.get("orderItemNo"):
        return [pair for pair in pairs if pair[1]["orderItemId"] == request["orderItemNo"]]
    start, end = moment(request.get("startDate"), rules), moment(request.get("endDate"), rules)
    if end - start > _LONGEST:
        raise Refusal("Tarih aralığı 2 haftadan uzun olamaz.")
    return [pair for pair in pairs if epoch_ms(start) <= _when(pair, rules) <= epoch_ms(end)]


def _when(pair: tuple[Json, Json], rules: Rules) -> int:
    return int(pair[0]["placedMs"] if rules.window_by == "created" else pair[1]["modifiedMs"])


def moment(text: object, rules: Rules) -> datetime:
    try:
        read = datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError as cause:
        raise Refusal("Tarih biçimi geçersiz.") from cause
    return read if rules.window_clock == "utc" else read.replace(tzinfo=ISTANBUL)


def _shown(order: Json, item: Json) -> Json:
    placed = from_ms(order["placedMs"]).astimezone(ISTANBUL)
    changed = from_ms(item["modifiedMs"]).astimezone(ISTANBUL)
    return {
        "orderId": order["orderId"],
        **{name: value for name, value in item.items() if name not in _KEPT},
        **order["person"],
        "orderCreateDate": placed.strftime("%d/%m/%Y"),
        "orderCreateTime": placed.strftime("%H:%M"),
        "orderModifyDate": changed.strftime("%d/%m/%Y"),
        "orderModifyTime": changed.strftime("%H:%M"),
    }


def _item(mall: Mall, account: Account, product: Json, quantity: int, price: Decimal) -> Json:
    discount, gross = decimal(mall.rules.discount), price * quantity
    return {
        "orderItemId": mall.files.next_number("order_item", FIRST_ITEM),
        "productId": int(product["productCode"].removeprefix("kcm")),
        "productCode": product["productCode"],
        "code": product["stockCode"],
        "barcode": product["barcode"],
        "name": product["productName"],
        "quantity": quantity,
        "itemPrice": price,
        "totalPrice": gross if mall.rules.total_before_discount else gross - discount,
        "discount": discount,
        "branchDiscountPart": discount,
        "csDiscountPart": 0,
        "invoicePrice": gross - discount,
        "tax": 0,
        "cargoPrice": 0,
        "deliveryCharge": 0,
        "allowanceRate": 85,
        "orderPaymentType": "Kredi Kartı",
        "orderItemStatusId": NEW,
        "orderProductStatus": WORDS[NEW],
        "isOrderStatusActive": True,
        "cancellationResult": None,
        "deliveryType": 2,
        "deliveryDate": "",
        "requestedDeliveryDate": "",
        "cargoCompany": "",
        "cargoNumber": "",
        "shipmentTrackingUrl": "",
        "partialNumber": "",
        "cargoModelType": account.profile["cargo_model"],
        "isInvoiceSent": False,
        "orderItemStatusHistoryList": [],
        "orderItemTextListModel": [],
        "cancelledMs": None,
        "cancelReason": None,
        "cancelType": None,
    }


def _person(buyer: Buyer, cargo_model: int) -> Json:
    """The phone is told to those alone who send with their own carrier."""
    name = f"{buyer.first_name} {buyer.last_name}"
    return {
        "branchId": 1,
        "accountCode": "",
        "customerId": 1,
        "receiverName": name,
        "receiverPhone": buyer.phone if cargo_model == OWN_CONTRACT else "",
        "receiverAddress": buyer.address,
        "receiverCity": buyer.city,
        "receiverDistrict": buyer.district,
        "receiverRegion": buyer.neighborhood,
        "senderName": name,
        "senderAddress": buyer.address,
        "senderCity": buyer.city,
        "senderDistrict": buyer.district,
        "senderTaxNumber": "",
        "senderTaxOfficeName": "",
        "invoiceEmail": buyer.email,
        "cardMessage": "",
    }
