"""Yurtiçi Kargo's operations as they are called: elements, their order, and the name of the language's field."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.parcels import Parcel, ShipmentOrder
from prapazar.connector_kit.records import Address
from tests.connectors.yurtici.service import SPACE, connector, served
from tests.factories.soap_provider import sent

_REFERENCE = "PZAAAA00000001"
_ORDER = ShipmentOrder(
    reference=_REFERENCE,
    sender=Address(),
    recipient=Address(
        name="Deneme Alıcı",
        line="Çınar Sokağı No: 7",
        city="Ankara",
        district="Çankaya",
        phone="5321112233",
    ),
    parcels=(Parcel(_REFERENCE, Decimal("2.5"), Decimal(1)),),
)
_LOGIN = {"wsUserName": "YKTEST", "wsPassword": "YK"}
_TAKEN = (
    "<ShippingOrderResultVO><outFlag>0</outFlag><jobId>7</jobId><shippingOrderDetailVO>"
    f"<cargoKey>{_REFERENCE}</cargoKey><errCode>0</errCode></shippingOrderDetailVO></ShippingOrderResultVO>"
)
_NONE = "<ShippingDeliveryVO><outFlag>0</outFlag><count>0</count></ShippingDeliveryVO>"
_SAVED = "<ExtendedBaseResultVO><outFlag>0</outFlag></ExtendedBaseResultVO>"
Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, str, dict[str, str]]] = {
    "createShipment": (
        lambda c: c.create_shipment(_ORDER),
        _TAKEN,
        {
            **_LOGIN,
            "userLanguage": "TR",
            "cargoKey": _REFERENCE,
            "invoiceKey": _REFERENCE,
            "receiverCustName": "Deneme Alıcı",
            "receiverAddress": "Çınar Sokağı No: 7",
            "receiverPhone1": "5321112233",
            "cityName": "Ankara",
            "townName": "Çankaya",
            "desi": "2.500",
            "kg": "1.000",
            "cargoCount": "1",
        },
    ),
    "queryShipment": (
        lambda c: c.fetch_tracking([_REFERENCE]),
        _NONE,
        {
            **_LOGIN,
            "wsLanguage": "TR",
            "keys": _REFERENCE,
            "keyType": "1",
            "addHistoricalData": "true",
            "onlyTracking": "false",
        },
    ),
    "saveReturnShipmentCode": (
        lambda c: c.open_return_code("IADE1", date(2026, 11, 21), date(2026, 12, 5), 1),
        _SAVED,
        {
            **_LOGIN,
            "wsLanguage": "TR",
            "fieldName": "16",
            "returnCode": "IADE1",
            "startDate": "20261121",
            "endDate": "20261205",
            "maxCount": "1",
        },
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_is_sent_as_the_service_describes_it(name: str) -> None:
    operation, answer, leaves = OPERATIONS[name]
    provider = served(answer)

    operation(connector(provider))

    asked = [one for one in provider.requests if one.method == "POST"]
    assert [(tag, list(found.items())) for tag, found in sent(provider)] == [
        (f"{{{SPACE}}}{name}", list(leaves.items()))
    ]
    assert [(one.url.path, one.headers["soapaction"]) for one in asked] == [
        ("/KOPSWebServices/ShippingOrderDispatcherServices", '""')
    ]
