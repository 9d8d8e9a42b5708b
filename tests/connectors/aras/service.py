"""Aras Kargo's two services, answering as told."""

from pathlib import Path
from typing import Any

from prapazar.sandbox import aras
from tests.factories import soap_provider
from tests.factories.provider import Provider

SPACE = "http://tempuri.org/"
_HERE = Path(aras.__file__).parent
_WSDLS = {
    ".asmx": (_HERE / "shipping.wsdl").read_text(encoding="utf-8"),
    ".svc": (_HERE / "query.wsdl").read_text(encoding="utf-8"),
}


def served(*answers: str) -> Provider:
    """Answers are written without prefixes, and stand in the service's own space."""
    return soap_provider.served(
        _WSDLS, SPACE, *(one.replace(">", f' xmlns="{SPACE}">', 1) for one in answers)
    )


def connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    known = {"user_name": "neodyum", "query_user": "sorgu", "customer_code": "1932448851342", **settings}
    return provider.connector("aras", known, {"password": "nd2580", "query_password": "q&1"})
