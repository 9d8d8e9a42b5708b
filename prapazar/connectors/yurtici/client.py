"""Yurtiçi Kargo's operations, one method each, in Yurtiçi Kargo's words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.wsdl import Service
from prapazar.connectors.yurtici.schemas import Login, ShippingOrder

PATH = "/KOPSWebServices/ShippingOrderDispatcherServices"
BY_REFERENCE = 1
"""`keyType` of an `invoiceKey`."""
_LANGUAGE = "TR"


class YurticiClient:
    """The field of the language is called otherwise by asking operations than by doing ones."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._service = Service(caller, PATH, group="api", secrets=frozenset({"wsPassword"}))

    def close(self) -> None:
        self._caller.close()

    def create(self, login: Login, orders: Sequence[ShippingOrder]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._service.do(
            "createShipment", {**_signed(login, "userLanguage"), "ShippingOrderVO": list(orders)}
        )

    def cancel(self, login: Login, cargo_keys: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._service.do(
            "cancelShipment", {**_signed(login, "userLanguage"), "cargoKeys": list(cargo_keys)}
        )

    def query(self, login: Login, references: Sequence[str]) -> Any:  # noqa: ANN401 - the provider's answer
        return self._service.ask(
            "queryShipment",
            {
                **_signed(login, "wsLanguage"),
                "keys": list(references),
                "keyType": BY_REFERENCE,
                "addHistoricalData": True,
                "onlyTracking": False,
            },
        )

    def save_return_code(
        self, login: Login, field: str, code: str, start: date, end: date, uses: int
    ) -> None:
        period = {"startDate": f"{start:%Y%m%d}", "endDate": f"{end:%Y%m%d}", "maxCount": uses}
        self._service.do(
            "saveReturnShipmentCode",
            {**_signed(login, "wsLanguage"), "fieldName": field, "returnCode": code, **period},
        )


def _signed(login: Login, language: str) -> Mapping[str, str]:
    return {"wsUserName": login.user, "wsPassword": login.password, language: _LANGUAGE}
