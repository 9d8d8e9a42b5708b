"""`pttavm-python`, a client of PTT AVM's SOAP service; its address is a field of its services' base class."""

import json
import sys

from pttavm import PTTClient
from pttavm.models.product import ProductActivation
from pttavm.models.variant import StockPriceUpdate
from pttavm.services.base_service import BaseService
from pttavm.services.category_service import CategoryService
from pttavm.services.product_service import ProductService
from pttavm.services.version_service import VersionService

given = json.load(sys.stdin)
BaseService.API_URL = given["address"]
keys = {"username": given["user"], "password": given["password"]}
seller = PTTClient(**keys)


def refusal(call):
    try:
        call()
    except Exception as cause:  # noqa: BLE001 - the client raises nothing narrower
        return str(cause)
    return None


def shelf(found):
    return [[one.barcode, one.product.product_name, one.quantity, one.price.price_with_vat] for one in found]


category = CategoryService(**keys).get_categories(given["category"])
stocks = seller.get_stocks()
pushed = seller.update_stock_price(StockPriceUpdate("8690001", 41.5, 20, price_with_vat=49.8, quantity=3))
gone = ProductActivation(product_id=stocks[0].product.product_id, is_active=False)
switched = ProductService(**keys).activate_product(gone)
json.dump(
    {
        "version": VersionService(**keys).get_version(),
        "category": [category.name, [one.name for one in category.children]],
        "stocks": shelf(stocks),
        "count": seller.get_stock_count(),
        "pushed": [pushed, switched],
        "left": shelf(seller.get_all_stocks()),
        "unsigned": refusal(seller.get_version),
        "refused": refusal(PTTClient(given["user"], "wrong").get_stocks),
    },
    sys.stdout,
)
