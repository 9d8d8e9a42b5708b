"""A seller of the pretend N11, as a stranger's client speaks to it."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import httpx
import pytest
from defusedxml import ElementTree

KEYS = {"appkey": "sandbox-app-key", "appsecret": "sandbox-app-secret"}
Soap = Callable[..., Element]


@pytest.fixture
def n11(client: httpx.Client) -> httpx.Client:
    client.headers.update(KEYS)
    client.patch("/_control/n11/rules", json={"task_ms": 0})
    articles = [
        {"stockCode": "SAL-1", "title": "Çiçekli Şal", "quantity": 10, "salePrice": "129.95"},
        {"stockCode": "CAY-1", "title": "Siyah Çay", "quantity": 5, "salePrice": "49.90"},
    ]
    client.post("/_control/n11/5001/products", json=articles)
    return client


@pytest.fixture
def soap(n11: httpx.Client) -> Soap:
    """Sends an operation as the documents show it; answers what its response holds."""

    def send(service: str, operation: str, fields: str = "", *, secret: str = KEYS["appsecret"]) -> Element:
        text = (
            '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
            ' xmlns:sch="http://www.n11.com/ws/schemas"><soapenv:Header/><soapenv:Body>'
            f"<sch:{operation}Request><auth><appKey>{KEYS['appkey']}</appKey><appSecret>{secret}</appSecret></auth>"
            f"{fields}</sch:{operation}Request></soapenv:Body></soapenv:Envelope>"
        )
        headers = {"content-type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        answer = n11.post(f"/n11/ws/{service}/", content=text.encode(), headers=headers)
        body: Element = ElementTree.fromstring(answer.content)[-1]
        return body[0]

    return send
