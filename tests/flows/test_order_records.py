"""Records of channels as packages of our books: places are completed, contracts kept."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from prapazar.connector_kit.records import Address, CargoBy, PackageRecord, PackageStatus
from prapazar.domain.orders.enums import CargoBy as OurCargoBy
from prapazar.flows.order_records import incoming

_AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
_RECORD = PackageRecord(
    external_id="P1",
    order_external_id="O1",
    order_number="O1",
    status=PackageStatus.NEW,
    provider_status="new",
    ordered_at=_AT,
    modified_at=_AT,
    currency="TRY",
    total=Decimal(100),
    lines=(),
)


def _said(address: Address) -> tuple[str, str, str | None]:
    """City and district of the order, and the district its label shows."""
    made = incoming(replace(_RECORD, shipping_address=address))
    return made.city, made.district, made.shipping_address["district"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (Address(city="İstanbul", line="Moda Cad. 5 Kadıköy"), ("İstanbul", "Kadıköy", "Kadıköy")),
        (Address(city="Kadıköy", line="Moda Cad. 5"), ("İstanbul", "Kadıköy", "Kadıköy")),
        (Address(city="İstanbul", line="Moda Cad. 5"), ("İstanbul", "", "")),
        (Address(city="Berlin", line="Kadıköy Str. 5", country="DE"), ("Berlin", "", "")),
    ],
    ids=["in the line", "for the city", "nowhere", "abroad"],
)
def test_district_is_found_where_a_shop_asks_for_none(address: Address, said: tuple[str, str, str]) -> None:
    assert _said(address) == said


def test_contract_of_a_package_is_kept() -> None:
    told = [incoming(replace(_RECORD, cargo_by=one)).cargo_by for one in (None, *CargoBy)]

    assert told == [None, OurCargoBy.CHANNEL, OurCargoBy.SELLER]
