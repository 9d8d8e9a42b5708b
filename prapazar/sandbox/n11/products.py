"""The seller's products as `product-query` shows them."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.n11.mall import FIRST_PRODUCT, Mall
from prapazar.sandbox.n11.visit import Routes, Visit, slice_of, spring_page

_MOST_ROWS = 250
_SALE_STATUSES = {"Before_Sale", "On_Sale", "Out_Of_Stock", "Sale_Closed"}
routes = Routes()


@routes.route("GET", "/ms/product-query")
def product_query(visit: Visit) -> Reply:
    size = min(visit.integer("size", 20) or 20, _MOST_ROWS)
    page = visit.integer("page", 0)
    found = [row for row in visit.seller["product"].values() if _fits(row, visit.call.query)]
    shown = [_shown(visit.mall, row) for row in slice_of(found, page, size)]
    return json_reply(spring_page(shown, page, size, len(found)))


def _fits(row: Json, query: dict[str, str]) -> bool:
    wanted = {
        "id": str(row["n11ProductId"]),
        "productMainId": row["productMainId"],
        "stockCode": row["stockCode"],
        "saleStatus": row["saleStatus"],
        "productStatus": row["status"],
        "status": row["status"],
        "brandName": next((a["attributeValue"] for a in row["attributes"] if a["attributeId"] == 1), ""),
    }
    if any(query.get(name) not in (None, "", value) for name, value in wanted.items()):
        return False
    categories = query.get("categoryIds")
    if categories and str(row["categoryId"]) not in categories.split(","):
        return False
    return (query.get("sender") or "SELLER") in {row["sender"], "ALL"}


def _shown(mall: Mall, row: Json) -> Json:
    return row if mall.rules.barcodes else {**row, "barcode": None}


def new_product(mall: Mall, account: Account, given: Json) -> Json:
    """A row with everything the documents name; `given` uses their names too."""
    stock_code = str(given["stockCode"])
    quantity = int(given.get("quantity", 0))
    sale_price = decimal(given.get("salePrice", 100))
    known = account["product"].get(stock_code)
    return {
        "n11ProductId": known["n11ProductId"] if known else mall.files.next_number("product", FIRST_PRODUCT),
        "sellerId": int(account.number),
        "sellerNickname": account.profile["name"],
        "stockCode": stock_code,
        "title": str(given.get("title") or stock_code),
        "description": str(given.get("description") or ""),
        "categoryId": int(given.get("categoryId") or 1002001),
        "productMainId": str(given.get("productMainId") or stock_code),
        "status": str(given.get("status") or "Active"),
        "saleStatus": "On_Sale" if quantity else "Out_Of_Stock",
        "preparingDay": int(given.get("preparingDay") or 1),
        "shipmentTemplate": str(given.get("shipmentTemplate") or "Standart"),
        "maxPurchaseQuantity": given.get("maxPurchaseQuantity"),
        "customTextOptions": [],
        "catalogId": given.get("catalogId"),
        "barcode": given.get("barcode"),
        "groupId": None,
        "currencyType": str(given.get("currencyType") or "TL"),
        "salePrice": sale_price,
        "listPrice": decimal(given.get("listPrice", sale_price)),
        "quantity": quantity,
        "attributes": list(given.get("attributes") or []),
        "imageUrls": list(given.get("imageUrls") or []),
        "vatRate": int(given.get("vatRate", 20)),
        "commissionRate": decimal(given.get("commissionRate", 15)),
        "sender": str(given.get("sender") or "SELLER"),
    }
