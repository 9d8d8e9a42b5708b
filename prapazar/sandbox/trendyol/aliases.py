"""The field names packages carried before 08.12.2025, still seen in webhooks and old answers."""

from collections.abc import Mapping

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json

_PACKAGE = {
    "shipmentPackageId": "id",
    "packageGrossAmount": "grossAmount",
    "packageSellerDiscount": "totalDiscount",
    "packageTyDiscount": "totalTyDiscount",
    "packageTotalPrice": "totalPrice",
}
_LINE = {
    "stockCode": "merchantSku",
    "sellerId": "merchantId",
    "lineId": "id",
    "lineGrossAmount": "amount",
    "lineSellerDiscount": "discount",
    "lineTyDiscount": "tyDiscount",
    "lineUnitPrice": "price",
    "contentId": "productCode",
    "vatRate": "vatBaseAmount",
}


def rename(text: str, names: str) -> str:
    """`new` leaves the package alone, `old` renames, `both` carries each value twice."""
    if names == "new":
        return text
    package = jsontext.parse_object(text)
    keep_new = names == "both"
    lines = [_renamed(line, _LINE, keep_new=keep_new) for line in package["lines"]]
    return jsontext.dump({**_renamed(package, _PACKAGE, keep_new=keep_new), "lines": lines})


def _renamed(record: Json, names: Mapping[str, str], *, keep_new: bool) -> Json:
    old = {names.get(key, key): value for key, value in record.items()}
    return {**record, **old} if keep_new else old
