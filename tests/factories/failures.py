"""The ways a provider fails, as a simulator is told to play them, word for word where words matter."""

from collections.abc import Mapping
from typing import Any

from tests.factories.soap import enveloped, fault
from tests.factories.stages import Stage

XML, JSON = "text/xml; charset=utf-8", "application/json"
_SOAP_12 = "application/soap+xml; charset=utf-8"
_OLD, _NEW = "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"
_MOMENT = "Beklenmeyen hata"
SOAP = frozenset({"yurtici", "aras", "ptt", "surat", "qnb", "foriba", "uyumsoft"})
WAYS = ("429", "500", "timeout", "soap_fault", "inside_200", "lost_answer")
"""The SOAP fault is played by those that speak SOAP; with `lost_answer` the work is done and nobody hears of it."""
_XSD = ' xmlns="http://kabul.ptt.gov.tr/xsd"'
_SURAT = "GonderiyiKargoyaGonderYeniSiparisBarkodOlustur"
INSIDE_200: Mapping[str, str] = {
    "yurtici": '<o:createShipmentResponse xmlns:o="http://yurticikargo.com.tr/ShippingOrderDispatcherServices">'
    f"<ShippingOrderResultVO><outFlag>2</outFlag><outResult>{_MOMENT}</outResult></ShippingOrderResultVO>"
    "</o:createShipmentResponse>",
    "aras": '<SetOrderResponse xmlns="http://tempuri.org/"><SetOrderResult><OrderResultInfo>'
    f"<ResultCode>936</ResultCode><ResultMessage>{_MOMENT}</ResultMessage></OrderResultInfo></SetOrderResult>"
    "</SetOrderResponse>",
    "ptt": '<kabulEkle2Response xmlns="http://kabul.ptt.gov.tr"><return>'
    f"<aciklama{_XSD}>{_MOMENT}</aciklama><hataKodu{_XSD}>-9</hataKodu></return></kabulEkle2Response>",
    "surat": f'<{_SURAT}Response xmlns="http://tempuri.org/"><{_SURAT}Result><isError>true</isError>'
    f"<Message>{_MOMENT}</Message></{_SURAT}Result></{_SURAT}Response>",
    "mng": '{"error": {"Code": "20001", "Message": "Beklenmeyen hata", "Description": ""}}',
    "ups": '{"response": {"errors": [{"code": "9999", "message": "Unexpected error"}]}}',
    "hepsijet": '{"status": "FAIL", "message": "Beklenmeyen hata", "data": null}',
    "kolay_gelsin": '{"ResultCode": 500, "ResultMessage": "SomethingWentWrong", "Payload": null}',
    "nilvera": '{"Message": "Beklenmeyen bir hata", "Errors": null}',
}
"""Refusals and troubles that come with a good status, as each provider writes them."""


def strike(stage: Stage, way: str, path: str, action: str = "*") -> None:
    """From now on, until the faults are taken away."""
    kind, options = way, dict[str, Any]()
    if way == "429":
        options = {"retry_after": 600}
    elif way == "soap_fault":
        kind, options = "says", {"body": enveloped(fault(_MOMENT)), "status": 500, "content_type": XML}
    elif way == "inside_200":
        body = INSIDE_200[stage.slug]
        is_soap = stage.slug in SOAP
        options = {"body": enveloped(body) if is_soap else body, "content_type": XML if is_soap else JSON}
        kind = "says"
    if stage.slug == "ptt" and kind == "says":  # parcels are told in SOAP 1.2
        options |= {"content_type": _SOAP_12, "body": options["body"].replace(_OLD, _NEW)}
    stage.fault(kind, method="POST", path=path, action=action, options=options)
