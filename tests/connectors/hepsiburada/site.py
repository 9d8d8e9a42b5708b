"""Hepsiburada's hosts as the recorded answers have them, by the path that is asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.factories.provider import Provider, answer, fixture

HERE = Path(__file__).parent
MERCHANT = "8f1d2c3b-4a59-4e6f-9a7b-0c1d2e3f4a5b"
ORDER, PACKAGE = "4100000001", "70000001"
FIRST, SECOND = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 5))
SETTINGS = {"merchant_id": MERCHANT.upper(), "user_agent": "acme_dev"}
CREDENTIALS = {"service_key": "gizlianahtar"}

ORDERS = f"/orders/merchantid/{MERCHANT}"
PACKAGES = f"/packages/merchantid/{MERCHANT}"
LINES = f"/lineitems/merchantid/{MERCHANT}"
LISTINGS = f"/listings/merchantid/{MERCHANT}"
BOXES = f"/buybox-orders/merchantid/{MERCHANT}"
OFFERS = f"/delivery/changeablecargocompanies/merchantid/{MERCHANT}"
CLAIMS = f"/claims/merchantId/{MERCHANT}"
CATALOG = "/product/api"
NOTHING: dict[str, Any] = {"totalCount": 0, "limit": 50, "offset": 0, "pageCount": 0, "items": []}


def recorded(name: str) -> Any:  # noqa: ANN401 - a recorded answer
    return fixture(HERE, name)


def usual() -> dict[str, Any]:
    """What is answered where a test says nothing else."""
    return {
        LISTINGS: recorded("listings"),
        f"{LISTINGS}/stock-uploads": {"id": "u-1"},
        f"{LISTINGS}/price-uploads": {"id": "u-1"},
        f"{LISTINGS}/stock-uploads/id/u-1": recorded("upload"),
        f"{CATALOG}/products/all-products-of-merchant/{MERCHANT}": recorded("products"),
        f"{CATALOG}/categories/get-all-categories": recorded("categories"),
        f"{CATALOG}/categories/18021982/attributes": recorded("attributes"),
        f"{CATALOG}/products/import": {"success": True, "code": 0, "data": {"trackingId": "t-1"}},
        f"{CATALOG}/products/status/t-1": recorded("import_status"),
        "/ticket-api/api/integrator/import": {"success": True, "code": 0, "data": {"trackingId": "t-2"}},
        "/ticket-api/api/integrator/status/t-2": recorded("ticket_status"),
        BOXES: {"variants": []},
        ORDERS: NOTHING,
        f"{ORDERS}/cancelled": NOTHING,
        f"{ORDERS}/ordernumber/{ORDER}": recorded("order_open"),
        PACKAGES: [],
        f"{PACKAGES}/status/unpacked": NOTHING,
        f"{PACKAGES}/shipped": NOTHING,
        f"{PACKAGES}/delivered": NOTHING,
        f"{PACKAGES}/undelivered": NOTHING,
        f"{PACKAGES}/packagenumber/{PACKAGE}": recorded("tracking"),
        f"{LINES}/packageablewith/lineitemid/{FIRST}": {"lineItems": [{"lineItemId": SECOND, "quantity": 1}]},
        **{
            f"{OFFERS}/orderlineid/{line}": [
                {"Id": 1, "Name": "Aras Kargo", "ShortName": "ARAS", "LogoUrl": None, "IsActive": True},
                {"Id": 2, "Name": more, "ShortName": short, "LogoUrl": None, "IsActive": True},
                {"Id": 3, "Name": "Eski Kargo", "ShortName": "OLD", "LogoUrl": None, "IsActive": False},
            ]
            for line, short, more in ((FIRST, "YK", "Yurtiçi Kargo"), (SECOND, "SRT", "Sürat Kargo"))
        },
        "/api/v1.0/issues": recorded("issues"),
        f"/transactions/merchantid/{MERCHANT}": recorded("transactions"),
    }


def site(changes: Mapping[str, Any] | None = None) -> Provider:
    """A path whose answer is a number is refused with that status; one nobody mentions is answered with nothing."""
    answers = {**usual(), **(changes or {})}

    def serve(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/values"):
            return answer(recorded("attribute_values"))
        if path.startswith(CLAIMS):
            return answer(answers.get(path, []))
        if path not in answers:
            return httpx.Response(200)
        found = answers[path]
        return httpx.Response(found) if isinstance(found, int) else answer(found)

    return Provider([serve])


def connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("hepsiburada", SETTINGS, CREDENTIALS)
