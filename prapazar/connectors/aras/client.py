"""Aras Kargo's operations, one method each, in Aras Kargo's words."""

from typing import Any
from xml.etree import ElementTree as ET

from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.wsdl import Service
from prapazar.connectors.aras.schemas import Login, Order, QueryLogin

SHIPPING = "/arascargoservice.asmx"
QUERY = "/ArasCargoIntegrationService.svc"
BY_CODE = "1"
"""The query of where a shipment stands, by its own code."""
_SECRETS = frozenset({"password", "Password", "loginInfo"})


class ArasClient:
    def __init__(self, shipping: Caller, query: Caller, login: Login, query_login: QueryLogin) -> None:
        self._callers = (shipping, query)
        self._shipping = Service(shipping, SHIPPING, group="shipping", secrets=_SECRETS)
        self._query = Service(query, QUERY, group="query", secrets=_SECRETS)
        self._login = {"userName": login.user, "password": login.password}
        self._query_login = _xml(
            "LoginInfo",
            UserName=query_login.user,
            Password=query_login.password,
            CustomerCode=query_login.customer_code,
        )

    def close(self) -> None:
        for caller in self._callers:
            caller.close()

    def set_order(self, order: Order) -> Any:  # noqa: ANN401 - the provider's answer
        """Makes it, or writes over what has this code already."""
        signed = {**order, "UserName": self._login["userName"], "Password": self._login["password"]}
        return self._shipping.do("SetOrder", {"orderInfo": {"Order": [signed]}, **self._login})

    def order(self, code: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._shipping.ask("GetOrderWithIntegrationCode", {**self._login, "integrationCode": code})

    def cancel(self, code: str) -> Any:  # noqa: ANN401 - the provider's answer
        return self._shipping.do("CancelDispatch", {**self._login, "integrationCode": code})

    def cancel_nothing(self, code: str) -> Any:  # noqa: ANN401 - the provider's answer
        """Of a code nobody has: it changes nothing, and tells whether we may come in."""
        return self._shipping.ask("CancelDispatch", {**self._login, "integrationCode": code})

    def status(self, code: str) -> Any:  # noqa: ANN401 - the provider's answer
        """A text that holds JSON, or a sentence."""
        asked = _xml("QueryInfo", QueryType=BY_CODE, IntegrationCode=code)
        return self._query.ask("GetQueryJSON", {"loginInfo": self._query_login, "queryInfo": asked})


def _xml(name: str, **fields: str) -> str:
    """A text that holds XML."""
    root = ET.Element(name)
    for field, value in fields.items():
        ET.SubElement(root, field).text = value
    return ET.tostring(root, encoding="unicode")
