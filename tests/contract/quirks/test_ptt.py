"""What only PTT Kargo does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.parcels import ParcelStatus, Payer
from tests.factories.stages import Stage
from tests.factories.stages.ptt import PttStage


@pytest.fixture
def ptt(stage: Stage) -> Iterator[PttStage]:
    assert isinstance(stage, PttStage)
    yield stage
    stage.server.pull("PATCH", "/ptt/rules", {"refuses": "", "fault_status": 500})


def _parcels(ptt: PttStage, reference: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ptt.server.pull(
        "POST", f"/ptt/{ptt.account}/kept", {"reference": reference}
    )["parcels"]
    return found


def test_parcel_is_registered_as_the_document_says(ptt: PttStage) -> None:
    ptt.settings["cod_account"] = "12345"
    order = ptt.order_for(
        cash_on_delivery=Decimal("249.90"), declared_value=Decimal(500), payer=Payer.RECEIVER
    )
    order = dataclasses.replace(order, parcels=(*order.parcels, ptt.parcel(900_002)))

    answer = ptt.unhurried().create_shipment(order)

    first, second = _parcels(ptt, order.reference)
    names = (
        "agirlik",
        "desi",
        "aliciSms",
        "ekhizmet",
        "odemesekli",
        "odeme_sart_ucreti",
        "rezerve1",
        "dosyaAdi",
    )
    assert [first[name] for name in names] == [
        *(1200, 3, "5321112233", "OSDK", "UA", "249.90", "12345", order.reference)
    ]
    assert (second["ekhizmet"] or "", second["odeme_sart_ucreti"], second["rezerve1"] or "") == (
        "",
        "0",
        "",
    )
    assert first["gondericibilgi"]["gonderici_ulke_id"] == "052"
    assert answer.barcodes == tuple(one["barkodNo"] for one in (first, second))
    assert answer.external_id == ",".join(answer.barcodes)
    assert answer.tracking_url == f"https://gonderitakip.ptt.gov.tr/Track/Verify?q={answer.barcodes[0]}"


def test_call_that_is_taken_in_part_is_taken_back(ptt: PttStage) -> None:
    order = ptt.order_for()
    order = dataclasses.replace(order, parcels=(*order.parcels, ptt.parcel(900_003)))
    ptt.server.pull("PATCH", "/ptt/rules", {"refuses": order.parcels[1].barcode})

    with pytest.raises(Rejected) as raised:
        ptt.unhurried().create_shipment(order)

    assert (raised.value.code, raised.value.detail) == ("ptt.rejected", "-6 Alıcı adresi hatalı.")
    assert _parcels(ptt, order.reference) == []


def test_wrong_check_digit_is_refused(ptt: PttStage) -> None:
    order = ptt.order_for()
    good = order.parcels[0]
    wrong = dataclasses.replace(good, barcode=f"{good.barcode[:-1]}{(int(good.barcode[-1]) + 1) % 10}")

    with pytest.raises(Rejected) as raised:
        ptt.unhurried().create_shipment(dataclasses.replace(order, parcels=(wrong,)))

    assert raised.value.code == "ptt.rejected"


def test_parcel_without_movements_waits(ptt: PttStage) -> None:
    order, connector = ptt.order_for(), ptt.unhurried()
    connector.create_shipment(order)

    [found] = connector.fetch_tracking([order.reference])

    assert (found.status, found.events) == (ParcelStatus.CREATED, ())
    assert found.tracking_number == order.parcels[0].barcode


def test_parcel_that_turned_round_and_was_handed_over_is_back(ptt: PttStage) -> None:
    order, connector = ptt.order_for(), ptt.unhurried()
    connector.create_shipment(order)

    for word in ("1", "101", "120", "100"):
        ptt.carry(order.reference, word)

    [found] = connector.fetch_tracking([order.reference])
    assert (found.status, found.provider_status, found.delivered_at) == (ParcelStatus.RETURNED, "100", None)
    assert [one.status for one in found.events] == [
        ParcelStatus.PICKED_UP,
        ParcelStatus.FAILED_ATTEMPT,
        ParcelStatus.RETURNING,
        ParcelStatus.DELIVERED,
    ]


def test_every_parcel_of_a_shipment_is_deleted_and_by_its_reference_alone_too(ptt: PttStage) -> None:
    connector = ptt.unhurried()
    first, second = ptt.order_for(), ptt.order_for()
    first = dataclasses.replace(first, parcels=(*first.parcels, ptt.parcel(900_004)))
    answer = connector.create_shipment(first)
    connector.create_shipment(second)

    connector.cancel_shipment(first.reference, answer.external_id)
    connector.cancel_shipment(second.reference, second.reference)

    assert [_parcels(ptt, one.reference) for one in (first, second)] == [[], []]


@pytest.mark.parametrize("status", [500, 200])
def test_fault_is_one_whatever_its_status(ptt: PttStage, status: int) -> None:
    """Elements out of their order are Axis2's fault to tell."""
    ptt.server.pull("PATCH", "/ptt/rules", {"fault_status": status})
    envelope = "http://www.w3.org/2003/05/soap-envelope"
    body = (
        f'<e:Envelope xmlns:e="{envelope}"><e:Body><k:kabulEkle2 xmlns:k="http://kabul.ptt.gov.tr"'
        ' xmlns:x="http://kabul.ptt.gov.tr/xsd"><k:input><x:sifre>s</x:sifre><x:musteriId>1</x:musteriId>'
        "</k:input></k:kabulEkle2></e:Body></e:Envelope>"
    )

    answer = httpx.post(f"{ptt.server.address}/ptt/PttVeriYukleme/services/Sorgu", content=body)

    assert (answer.status_code, "Fault" in answer.text, "Validation failed" in answer.text) == (
        status,
        True,
        True,
    )


def test_wrong_password_is_told_by_uploads_too(ptt: PttStage) -> None:
    with pytest.raises(AuthFailed):
        ptt.connector(credentials={"password": "x"}).create_shipment(ptt.order_for())


def test_numbers_end_where_the_range_ends(ptt: PttStage) -> None:
    connector = ptt.connector()

    last = connector.parcel_number(999_999)
    with pytest.raises(Rejected) as raised:
        connector.parcel_number(1_000_000)

    assert (last[:12], raised.value.code) == ("275036999999", "ptt.range_used_up")
