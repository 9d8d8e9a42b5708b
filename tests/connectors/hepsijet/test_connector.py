"""HepsiJet fulfilling the contract: refusals looked into, two lists put together."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.parcels import LabelFormat
from tests.factories.provider import Provider, answer, fixture
from tests.factories.shipments import shipment

_TRACKED = fixture(Path(__file__).parent, "tracking")
_SETTINGS = {"username": "u", "company_name": "D", "company_code": "D", "xdock_code": "I", "address_id": "1"}


def _connector(**answers: object) -> tuple[Provider, Any]:
    """By the last part of the path."""

    def serve(request: httpx.Request) -> httpx.Response:
        told = answers.get(request.url.path.rsplit("/", 1)[-1], {"status": "OK", "data": []})
        return told if isinstance(told, httpx.Response) else answer(told)

    given = {"getToken": {"status": "OK", "data": {"token": "t"}}, **answers}
    answers = given
    provider = Provider([serve])
    return provider, provider.connector("hepsijet", {**_SETTINGS, "prefix": "HJT"}, {"password": "p"})


def _fail(message: str) -> dict[str, Any]:
    return {"status": "FAIL", "message": message, "data": None}


def test_refusal_of_a_number_that_is_known_is_a_duplicate() -> None:
    _, connector = _connector(sendDeliveryOrderEnhanced=_fail("Olmaz"), getDeliveryTracking=_TRACKED)

    with pytest.raises(Rejected) as raised:
        connector.create_shipment(shipment())

    assert raised.value.code == "hepsijet.duplicate"


def test_refusal_of_a_number_nobody_knows_keeps_its_words() -> None:
    _, connector = _connector(sendDeliveryOrderEnhanced=_fail("Şehir geçersiz"))

    with pytest.raises(Rejected) as raised:
        connector.create_shipment(shipment())

    assert (raised.value.code, raised.value.detail) == ("hepsijet.rejected", "200 Şehir geçersiz")


def test_log_in_refused_within_the_envelope_is_a_failed_log_in() -> None:
    _, connector = _connector(getToken=_fail("Kullanıcı adı hatalı"))

    with pytest.raises(AuthFailed):
        connector.test_credentials()


def test_label_of_another_form_is_refused_before_anything_is_asked() -> None:
    provider, connector = _connector()

    with pytest.raises(Rejected) as raised:
        connector.fetch_label("PRZ1", "HJTPRZ1", LabelFormat.PDF)

    assert (raised.value.code, provider.requests) == ("connector.label_format", [])
