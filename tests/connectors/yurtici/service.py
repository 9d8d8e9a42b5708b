"""Yurtiçi Kargo's service, answering as told."""

from pathlib import Path
from typing import Any

from prapazar.sandbox import yurtici
from tests.factories import soap_provider
from tests.factories.provider import Provider

SPACE = "http://yurticikargo.com.tr/ShippingOrderDispatcherServices"
_WSDL = (Path(yurtici.__file__).parent / "dispatcher.wsdl").read_text(encoding="utf-8")


def served(*answers: str) -> Provider:
    return soap_provider.served({"Services": _WSDL}, SPACE, *answers)


def connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    credentials = {"password": "YK", "receiver_password": "A", "cash_password": "T"}
    return provider.connector("yurtici", {"user_name": "YKTEST", **settings}, credentials)
