"""Aras Kargo's operations as they are called: addresses, actions, elements and their order."""

from decimal import Decimal

from prapazar.connector_kit.parcels import Parcel, ShipmentOrder
from prapazar.connector_kit.records import Address
from tests.connectors.aras.service import connector, served
from tests.factories.provider import Provider
from tests.factories.soap_provider import sent

_ORDER = ShipmentOrder(
    reference="R1",
    sender=Address(),
    recipient=Address(
        name="Deneme Alıcı", line="Çınar Sokağı", city="Ankara", district="Çankaya", phone="5321112233"
    ),
    parcels=(Parcel("R1", Decimal(1), Decimal(2)),),
)
_NONE = "<GetOrderWithIntegrationCodeResult></GetOrderWithIntegrationCodeResult>"
_TAKEN = "<SetOrderResult><OrderResultInfo><ResultCode>0</ResultCode></OrderResultInfo></SetOrderResult>"
_CANCELLED = "<CancelDispatchResult><ResultCode>1</ResultCode></CancelDispatchResult>"
_SHIPPING, _QUERY = (
    "/arascargoservice.asmx",
    "/ArasCargoCustomerIntegrationService/ArasCargoIntegrationService.svc",
)
_LOGIN = {"userName": "neodyum", "password": "nd2580"}


def _asked(provider: Provider) -> list[tuple[str, str]]:
    posts = [one for one in provider.requests if one.method == "POST"]
    return [(one.url.path, one.headers["soapaction"]) for one in posts]


def test_order_is_asked_for_and_then_sent() -> None:
    provider = served(_NONE, _TAKEN)

    connector(provider).create_shipment(_ORDER)

    assert _asked(provider) == [
        (_SHIPPING, '"http://tempuri.org/GetOrderWithIntegrationCode"'),
        (_SHIPPING, '"http://tempuri.org/SetOrder"'),
    ]
    [asked, order] = [list(leaves.items()) for _, leaves in sent(provider)]
    assert asked == [*_LOGIN.items(), ("integrationCode", "R1")]
    assert order[:4] == [
        ("UserName", "neodyum"),
        ("Password", "nd2580"),
        ("TradingWaybillNumber", "R1"),
        ("IntegrationCode", "R1"),
    ]
    assert order[-3:] == [("BarcodeNumber", "R1"), *_LOGIN.items()]


def test_cancellation_goes_by_our_reference() -> None:
    provider = served(_CANCELLED)

    connector(provider).cancel_shipment("R1", "x")

    assert _asked(provider) == [(_SHIPPING, '"http://tempuri.org/CancelDispatch"')]
    assert [leaves for _, leaves in sent(provider)] == [{**_LOGIN, "integrationCode": "R1"}]


def test_query_holds_its_log_in_and_question_as_texts_of_xml() -> None:
    provider = served('<GetQueryJSONResult>{"QueryResult":{"Cargo":{"DURUM_KODU":1}}}</GetQueryJSONResult>')

    connector(provider).fetch_tracking(["R1"])

    login = (
        "<LoginInfo><UserName>sorgu</UserName><Password>q&amp;1</Password>"
        "<CustomerCode>1932448851342</CustomerCode></LoginInfo>"
    )
    asked = "<QueryInfo><QueryType>1</QueryType><IntegrationCode>R1</IntegrationCode></QueryInfo>"
    action = '"http://tempuri.org/IArasCargoIntegrationService/GetQueryJSON"'
    assert _asked(provider) == [(_QUERY, action)]
    assert [leaves for _, leaves in sent(provider)] == [{"loginInfo": login, "queryInfo": asked}]
