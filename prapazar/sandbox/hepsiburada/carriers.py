"""Other carriers for a line or a package, and the label that goes on it."""

import base64

from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.hepsiburada.errors import bare
from prapazar.sandbox.hepsiburada.orders import PACKAGES
from prapazar.sandbox.hepsiburada.packages import line_of, package_of
from prapazar.sandbox.hepsiburada.visit import Routes, Visit
from prapazar.sandbox.jsontext import Json

_CARRIERS = {"HX": "HepsiJet", "YK": "Yurtiçi Kargo", "ARAS": "Aras Kargo", "SRT": "Sürat Kargo"}
_FORMATS = ("PDF", "ZPL")
_ORDER_LINE = "merchantid/{merchant}/orderlineid/{line}"
_PACKAGE = f"{PACKAGES}/packagenumber/{{package}}"
routes = Routes()


@routes.route("GET", f"/oms-external/delivery/changeablecargocompanies/{_ORDER_LINE}")
def for_line(visit: Visit) -> Reply:
    line = line_of(visit, visit.values["line"])
    return _others(visit.merchant.orders[line["orderNumber"]]["cargo"])


@routes.route("PUT", f"/oms-external/lineitems/{_ORDER_LINE}/cargocompany")
def change_line(visit: Visit) -> Reply:
    """The whole order goes with it: a line has no carrier of its own here."""
    order = visit.merchant.orders[line_of(visit, visit.values["line"])["orderNumber"]]
    return _changed(visit, "orders", str(order["orderNumber"]), order)


@routes.route("GET", f"{_PACKAGE}/changablecargocompanies")
def for_package(visit: Visit) -> Reply:
    """Misspelt by the provider, unlike the one for lines."""
    return _others(package_of(visit)["cargo"])


@routes.route("PUT", f"{_PACKAGE}/changecargocompany")
def change_package(visit: Visit) -> Reply:
    package = package_of(visit)
    return _changed(visit, "packages", str(package["packageNumber"]), package)


@routes.route("GET", f"{_PACKAGE}/labels")
def label(visit: Visit) -> Reply:
    asked = (visit.call.query.get("format") or "PDF").upper()
    if asked not in _FORMATS:
        raise bare(400, "FormatIsNotValid")
    barcode = package_of(visit)["barcode"]
    text = f"^XA^FO40,40^BCN,160^FD{barcode}^FS^XZ" if asked == "ZPL" else f"{asked} {barcode}"
    content = base64.b64encode(text.encode()).decode() if asked == "PDF" else text
    return json_reply({"data": [content], "format": asked, "hasMerchantMutualBarcode": False})


def _others(present: str) -> Reply:
    found = [(short, name) for short, name in _CARRIERS.items() if name != present]
    rows = [
        {"Id": number, "Name": name, "ShortName": short, "LogoUrl": None, "IsActive": True}
        for number, (short, name) in enumerate(found, start=1)
    ]
    return json_reply(rows)


def _changed(visit: Visit, kind: str, key: str, document: Json) -> Reply:
    name = _CARRIERS.get(str(visit.body().get("CargoCompanyShortName")))
    if name is None:
        raise bare(400, "CargoCompanyIsNotValid")
    visit.market.keep(kind, visit.merchant, key, {**document, "cargo": name})
    return empty_reply()
