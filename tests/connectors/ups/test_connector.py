"""UPS fulfilling the contract: references used once, voids that were done before."""

from pathlib import Path

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parcels import LabelFormat
from tests.connectors.ups.test_client import connected
from tests.factories.provider import answer, fixture
from tests.factories.shipments import shipment

_TRACKED = fixture(Path(__file__).parent, "tracking")


def test_reference_that_was_used_is_refused_and_nothing_is_sent() -> None:
    provider, connector = connected(_TRACKED)

    with pytest.raises(Rejected) as raised:
        connector.create_shipment(shipment())

    assert (raised.value.code, [one.method for one in provider.asked]) == ("ups.duplicate", ["GET"])


def test_void_that_is_refused_stays_refused_where_the_parcel_is_under_way() -> None:
    refusal = answer({"response": {"errors": [{"code": "190118", "message": "too late"}]}}, 400)
    _, connector = connected(refusal, _TRACKED)

    with pytest.raises(Rejected) as raised:
        connector.cancel_shipment("PRZ1", "1Z1")

    assert raised.value.code == "ups.rejected"


def test_label_of_another_form_is_refused_before_anything_is_asked() -> None:
    provider, connector = connected({})

    with pytest.raises(Rejected) as raised:
        connector.fetch_label("PRZ1", "1Z1", LabelFormat.PDF)

    assert (raised.value.code, provider.requests) == ("connector.label_format", [])
