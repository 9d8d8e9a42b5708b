"""What only Sürat Kargo does, seen in its simulator."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.parcels import CashKind, ParcelStatus, Payer, TrackingRecord
from tests.factories.stages import Stage
from tests.factories.stages.surat import SuratStage

_USUAL = {"lines": "event", "unknown": "text", "dates": "dotted", "fault_status": 500}


@pytest.fixture
def surat(stage: Stage) -> Iterator[SuratStage]:
    assert isinstance(stage, SuratStage)
    yield stage
    _rule(stage, **_USUAL)


def _rule(surat: Stage, **rules: object) -> None:
    surat.server.pull("PATCH", "/surat/rules", rules)


def _parcel(surat: SuratStage, reference: str) -> Any:  # noqa: ANN401 - as the simulator keeps it
    return surat.server.pull("POST", f"/surat/{surat.account}/kept", {"reference": reference})


def test_parcel_is_registered_with_its_waybill_and_gets_a_bar_code(surat: SuratStage) -> None:
    order = surat.order_for(cash_on_delivery=Decimal("249.90"), cash_kind=CashKind.CARD, payer=Payer.RECEIVER)

    answer = surat.unhurried().create_shipment(order)

    kept = _parcel(surat, order.reference)
    names = (
        "KargoTuru",
        "OdemeTipi",
        "IrsaliyeSeriNo",
        "IrsaliyeSiraNo",
        "KapidanOdemeTahsilatTipi",
        "BirimDesi",
    )
    assert [kept[name] for name in names] == [3, 2, "ARS", "2026000000001", 2, "3"]
    assert (len(answer.external_id), answer.barcodes) == (14, (answer.external_id,))
    assert answer.tracking_url == f"https://suratkargo.com.tr/KargoTakip/?kargotakipno={answer.external_id}"


def test_older_way_answers_in_a_word(surat: SuratStage) -> None:
    surat.settings["operation"] = "plain"
    order, connector = surat.order_for(), surat.unhurried()

    answer = connector.create_shipment(order)
    with pytest.raises(Rejected) as raised:
        connector.create_shipment(order)

    assert (answer.external_id, answer.barcodes) == (order.reference, ())
    assert (raised.value.code, _parcel(surat, order.reference)["Adet"]) == ("surat.duplicate", 1)


def test_cash_at_the_door_wants_an_invoice(surat: SuratStage) -> None:
    order = surat.order_for(cash_on_delivery=Decimal(10), invoice_number="")

    with pytest.raises(Rejected) as raised:
        surat.unhurried().create_shipment(order)

    assert (raised.value.code, raised.value.field) == ("surat.waybill_needed", "invoice_number")


@pytest.mark.parametrize("secret", ["password", "web_password"])
def test_each_of_both_passwords_is_tried(surat: SuratStage, secret: str) -> None:
    surat.connector().test_credentials()

    with pytest.raises(AuthFailed):
        surat.connector(credentials={secret: "x"}).test_credentials()


@pytest.mark.parametrize(("lines", "dates"), [("event", "iso"), ("date", "dotted")])
def test_lines_are_read_wherever_the_date_stands(surat: SuratStage, lines: str, dates: str) -> None:
    order, connector = surat.order_for(), surat.unhurried()
    connector.create_shipment(order)
    for word in ("KABUL", "Aktarma Merkezinde"):
        surat.carry(order.reference, word)
    [usual] = connector.fetch_tracking([order.reference])

    _rule(surat, lines=lines, dates=dates)
    [other] = connector.fetch_tracking([order.reference])

    assert other == usual
    told = [(one.status, one.provider_status, one.place) for one in usual.events]
    assert told == [
        (ParcelStatus.PICKED_UP, "KABUL", "Çankaya Şube"),
        (ParcelStatus.IN_TRANSIT, "Aktarma Merkezinde", "Çankaya Şube"),
    ]


@pytest.mark.parametrize("unknown", ["text", "empty"])
def test_parcel_that_waits_is_told_like_one_nobody_knows(surat: SuratStage, unknown: str) -> None:
    _rule(surat, unknown=unknown)
    order, connector = surat.order_for(), surat.unhurried()
    connector.create_shipment(order)

    assert connector.fetch_tracking([order.reference, "PRZ999"]) == []


def test_parcel_taken_back_is_cancelled(surat: SuratStage) -> None:
    order, connector = surat.order_for(), surat.unhurried()
    connector.create_shipment(order)

    for _ in range(2):
        connector.cancel_shipment(order.reference, order.reference)
    connector.cancel_shipment("PRZ999", "PRZ999")

    [found] = connector.fetch_tracking([order.reference])
    assert isinstance(found, TrackingRecord)
    assert found.status is ParcelStatus.CANCELLED


@pytest.mark.parametrize("status", [500, 200])
def test_fault_is_one_whatever_its_status(surat: SuratStage, status: int) -> None:
    """A whole number that is left out is .NET's fault to tell."""
    _rule(surat, fault_status=status)
    space = "http://schemas.xmlsoap.org/soap/envelope/"
    parcel = "<Gonderi><KisiKurum>Ayşe</KisiKurum></Gonderi>"
    operation = f'<GonderiyiKargoyaGonder xmlns="http://tempuri.org/">{parcel}</GonderiyiKargoyaGonder>'
    body = f'<e:Envelope xmlns:e="{space}"><e:Body>{operation}</e:Body></e:Envelope>'

    answer = httpx.post(f"{surat.server.address}/surat/services.asmx", content=body.encode())

    assert (answer.status_code, "Validation failed" in answer.text) == (status, True)
