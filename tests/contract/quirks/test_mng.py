"""What only MNG (DHL eCommerce) does, seen in its simulator."""

from collections.abc import Iterator
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.parcels import LabelFormat, ParcelStatus, Payer
from prapazar.connector_kit.records import Address
from prapazar.connector_kit.tokens import LocalTokens
from tests.factories.stages import Stage
from tests.factories.stages.mng import MngStage

_USUAL = {
    "create_answer": "array",
    "write_answer": "text",
    "ip_allowed": True,
    "dates": "dotted",
    "unknown_reference": "404",
    "barcode_again": "same",
    "error_shape": "status",
}


@pytest.fixture
def mng(stage: Stage) -> Iterator[MngStage]:
    assert isinstance(stage, MngStage)
    yield stage
    _rule(stage, **_USUAL)


def _rule(mng: Stage, **rules: object) -> None:
    mng.server.pull("PATCH", "/mng/rules", rules)


def _asked(mng: MngStage) -> list[str]:
    rows = mng.server.pull("GET", f"/requests?provider=mng&account={mng.account}")
    return [str(one["path"]).rpartition("/api/")[2] for one in rows]


@pytest.mark.parametrize("shape", ["array", "object"])
def test_order_becomes_a_shipment_with_its_bar_codes_and_a_label_for_each_parcel(
    mng: MngStage, shape: str
) -> None:
    _rule(mng, create_answer=shape)
    first = mng.order_for()
    order = mng.order_for(reference=first.reference.lower(), parcels=(*first.parcels, mng.parcel(900_001)))

    answer = mng.unhurried().create_shipment(order)

    assert _asked(mng) == ["token", "standardcmdapi/createOrder", "barcodecmdapi/createbarcode"]
    assert answer.tracking_number == answer.external_id
    assert answer.barcodes == (f"{answer.external_id}001", f"{answer.external_id}002")
    assert answer.label is not None
    assert (answer.label.format, answer.label.data.count(b"^XA")) == (LabelFormat.ZPL, 2)
    assert mng.kept(first.reference)["desi"] == 3


def test_server_without_permission_is_told_at_once_and_goes_on_with_the_order_later(mng: MngStage) -> None:
    _rule(mng, ip_allowed=False)
    order = mng.order_for()
    connector = mng.unhurried()

    with pytest.raises(Rejected) as raised:
        connector.create_shipment(order)
    [waiting] = connector.fetch_tracking([order.reference])
    _rule(mng, ip_allowed=True)
    answer = connector.create_shipment(order)

    assert raised.value.code == "mng.ip_not_allowed"
    assert waiting.status is ParcelStatus.CREATED
    assert answer.label is not None
    assert _asked(mng).count("barcodecmdapi/createbarcode") == 2


def test_other_fault_of_the_bar_codes_may_pass_and_may_have_made_the_shipment(mng: MngStage) -> None:
    mng.fault("500", path="*/createbarcode")

    with pytest.raises(Unavailable) as raised:
        mng.unhurried().create_shipment(mng.order_for())

    assert raised.value.maybe_done


@pytest.mark.parametrize("answer", ["text", "object"])
@pytest.mark.parametrize("has_barcodes", [True, False])
def test_order_is_cancelled_in_the_way_its_bar_codes_ask_for(
    mng: MngStage, answer: str, has_barcodes: bool
) -> None:
    _rule(mng, write_answer=answer, ip_allowed=has_barcodes)
    order, connector = mng.order_for(), mng.unhurried()
    try:
        connector.create_shipment(order)
    except Rejected:
        assert not has_barcodes

    connector.cancel_shipment(order.reference, order.reference)

    way = "barcodecmdapi/cancelshipment" if has_barcodes else f"standardcmdapi/cancelorder/{order.reference}"
    assert _asked(mng)[-1] == way
    assert connector.fetch_tracking([order.reference]) == []


@pytest.mark.parametrize("unknown", ["404", "400", "empty"])
def test_reference_nobody_used_is_left_out_however_that_is_said(mng: MngStage, unknown: str) -> None:
    _rule(mng, unknown_reference=unknown)

    assert mng.unhurried().fetch_tracking(["PRZ999"]) == []


def test_parcel_at_its_sender_again_is_told_from_one_on_its_way_back(mng: MngStage) -> None:
    order, connector = mng.order_for(), mng.unhurried()
    connector.create_shipment(order)
    seen = []

    for back in (False, True):
        body = {"reference": order.reference, "word": "7", "back": back}
        mng.server.pull("POST", f"/mng/{mng.account}/moves", body)
        seen += connector.fetch_tracking([order.reference])

    assert [one.status for one in seen] == [ParcelStatus.RETURNING, ParcelStatus.RETURNED]
    assert seen[1].delivered_at is None


def test_moments_are_the_same_in_both_forms(mng: MngStage) -> None:
    order, connector = mng.order_for(), mng.unhurried()
    connector.create_shipment(order)
    mng.carry(order.reference, "5")
    read: list[Any] = []

    for form in ("dotted", "iso"):
        _rule(mng, dates=form)
        read += connector.fetch_tracking([order.reference])

    assert read[0] == read[1]
    assert (read[0].received_by, read[0].tracking_url is not None) == ("Komşu Hanım", True)


@pytest.mark.parametrize("shape", ["status", "error"])
def test_refusal_is_read_in_both_shapes(mng: MngStage, shape: str) -> None:
    _rule(mng, error_shape=shape)
    order = mng.order_for(recipient=Address(name="Ayşe", line="Yol", city="Ankara"))

    with pytest.raises(Rejected) as raised:
        mng.unhurried().create_shipment(order)

    assert (raised.value.code, raised.value.field) == ("mng.rejected", "phone")


def test_label_that_is_given_once_is_refused_with_a_sentence(mng: MngStage) -> None:
    order, connector = mng.order_for(), mng.unhurried()
    answer = connector.create_shipment(order)
    _rule(mng, barcode_again="refused")

    with pytest.raises(Rejected) as raised:
        connector.fetch_label(order.reference, answer.external_id, LabelFormat.ZPL)

    assert raised.value.code == "mng.rejected"


def test_platform_that_pays_is_refused_before_anybody_is_asked(mng: MngStage) -> None:
    with pytest.raises(Rejected) as raised:
        mng.unhurried().create_shipment(mng.order_for(payer=Payer.CHANNEL))

    assert (raised.value.code, _asked(mng)) == ("mng.payer", [])


def test_token_is_shared_and_one_that_ended_is_renewed(mng: MngStage) -> None:
    tokens = LocalTokens()
    first, second = (mng.connector(Wire(tokens=tokens)) for _ in range(2))
    first.test_credentials()
    second.test_credentials()
    mng.server.pull("POST", f"/mng/{mng.account}/expire", {})

    second.test_credentials()

    assert _asked(mng).count("token") == 2


def test_wrong_keys_of_the_gateway_are_told_by_the_gateway(mng: MngStage) -> None:
    with pytest.raises(AuthFailed) as raised:
        mng.connector(credentials={"client_secret": "x"}).test_credentials()

    assert "Invalid client id or secret." in raised.value.detail
