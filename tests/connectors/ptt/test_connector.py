"""PTT fulfilling the contract: numbers of the range, and refusals with the reason only a text tells."""

from typing import Any

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.http import Wire

_SETTINGS = {"customer_number": "904", "range_first": "275036569845", "range_last": "275036569846"}


class _Told:
    """PTT's answers, one for each operation; what was asked is kept."""

    def __init__(self, **answers: dict[str, object]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, ...]] = []

    def delete(self, *told: str) -> dict[str, object]:
        self.asked.append(("delete", *told))
        return self.answers["delete"]

    def by_reference(self, *told: str) -> dict[str, object]:
        self.asked.append(("by_reference", *told))
        return self.answers["by_reference"]


def _connector(**answers: dict[str, object]) -> Any:  # noqa: ANN401 - the connector under test
    connector: Any = registry.build("ptt", _SETTINGS, {"password": "gizli"}, "live", Wire())
    connector.client = _Told(**answers)
    return connector


def test_numbers_are_counted_from_the_first_to_the_last() -> None:
    connector = _connector()

    assert [connector.parcel_number(count) for count in (0, 1)] == ["2750365698456", "2750365698463"]
    with pytest.raises(Rejected) as raised:
        connector.parcel_number(2)
    assert (raised.value.code, raised.value.field) == ("ptt.range_used_up", "range_last")


def test_parcel_nobody_knows_needs_no_deleting() -> None:
    connector = _connector(by_reference={"sonucKodu": -5, "sonucAciklama": "Kayıt bulunamadı"})

    connector.cancel_shipment("PRZ1", "2750365698456")

    assert connector.client.asked == [("by_reference", "PRZ1")]


def test_parcel_ptt_has_is_not_deleted() -> None:
    known = {"sonucKodu": 10, "BARNO": "2750365698456"}
    refused = {"hataKodu": -4, "aciklama": "Kabulü yapılmış gönderi silinemez."}

    with pytest.raises(Rejected) as raised:
        _connector(by_reference=known, delete=refused).cancel_shipment("PRZ1", "PRZ1")

    assert (raised.value.code, raised.value.detail) == (
        "ptt.rejected",
        "-4 Kabulü yapılmış gönderi silinemez.",
    )
