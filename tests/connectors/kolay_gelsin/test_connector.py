"""Kolay Gelsin fulfilling the contract: codes used once, cancellations that are none."""

from pathlib import Path

import pytest

from prapazar.connector_kit.errors import Rejected
from tests.connectors.kolay_gelsin.test_client import connected
from tests.factories.provider import fixture
from tests.factories.shipments import shipment

_DELIVERED = fixture(Path(__file__).parent, "status")


def test_code_that_was_used_is_refused_and_nothing_is_saved() -> None:
    provider, connector = connected(_DELIVERED)

    with pytest.raises(Rejected) as raised:
        connector.create_shipment(shipment())

    assert (raised.value.code, len(provider.asked)) == ("kolay_gelsin.duplicate", 1)


def test_parcel_that_was_collected_is_not_sent_back_by_a_cancellation() -> None:
    provider, connector = connected(_DELIVERED)

    with pytest.raises(Rejected) as raised:
        connector.cancel_shipment("PRZ1", "9442")

    assert (raised.value.code, len(provider.asked)) == ("kolay_gelsin.on_its_way", 1)
