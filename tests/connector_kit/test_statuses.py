"""Words the merchant has explained, known to every connector while that account is read, and to nobody after."""

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parcels import ParcelStatus
from prapazar.connector_kit.records import PackageStatus
from prapazar.connector_kit.statuses import UNKNOWN, explained, explained_parcel, explaining, least_advanced


def test_explained_word_is_known_inside_and_others_are_not() -> None:
    with explaining({"YolaCikti": PackageStatus.SHIPPED}):
        found = explained("YolaCikti", {})
        with pytest.raises(UnexpectedAnswer) as other:
            explained("Bekliyor", {"a": 1})

    with pytest.raises(UnexpectedAnswer):
        explained("YolaCikti", {})
    assert found is PackageStatus.SHIPPED
    assert (other.value.code, other.value.detail) == (UNKNOWN, "Bekliyor")


@pytest.mark.parametrize("status", PackageStatus)
def test_order_of_one_line_stands_where_it_stands(status: PackageStatus) -> None:
    assert least_advanced([status]) == status


def test_order_stands_where_its_least_advanced_living_line_stands() -> None:
    shipped, picking, gone = PackageStatus.SHIPPED, PackageStatus.PICKING, PackageStatus.CANCELLED

    assert least_advanced([gone, shipped, picking]) == picking
    assert least_advanced([gone, gone]) == gone
    assert least_advanced([]) == gone


def test_word_of_a_carrier_is_explained_by_statuses_of_parcels_alone() -> None:
    with explaining({"TELEPORTED": "in_transit", "PACKED": "packed"}):
        assert explained_parcel("TELEPORTED", {}) is ParcelStatus.IN_TRANSIT
        with pytest.raises(UnexpectedAnswer) as raised:
            explained_parcel("PACKED", {})

    assert (raised.value.code, raised.value.detail) == (UNKNOWN, "PACKED")
