"""MNG fulfilling the contract: what an answer that is not one means."""

from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import LabelFormat
from tests.factories.provider import Provider, answer

_CREDENTIALS = {"client_id": "anahtar", "client_secret": "gizli", "password": "parola"}
_ORDER = {
    "order": {"referenceId": "PRZ1", "isTransformedToShipment": 1},
    "orderPieceList": [{"barcode": "PRZ1", "desi": 1, "kg": 1}],
}


def _log_in(request: httpx.Request) -> httpx.Response | None:
    return answer({"jwt": "j-1"}) if request.url.path.endswith("/token") else None


def _connector(*contents: object) -> Any:  # noqa: ANN401 - the connector under test
    provider = Provider([answer(one) for one in contents], log_in=_log_in)
    return provider.connector("mng", {"customer_number": "313"}, _CREDENTIALS)


def test_label_is_asked_for_with_the_parcels_mng_keeps() -> None:
    made = [{"shipmentId": "9", "barcodes": [{"pieceNumber": 1, "value": "^XA^XZ"}]}]

    label = _connector([_ORDER], made).fetch_label("PRZ1", "9", LabelFormat.ZPL)

    assert (label.format, label.data) == (LabelFormat.ZPL, b"^XA^XZ")


@pytest.mark.parametrize(
    ("contents", "form", "code"),
    [
        (([],), LabelFormat.ZPL, "mng.not_found"),
        (([],), LabelFormat.PDF, "mng.zpl_only"),
        (([_ORDER], [{"shipmentId": "9", "barcodes": [{"value": ""}]}]), LabelFormat.ZPL, "mng.no_label"),
    ],
)
def test_label_that_is_not_there_is_said(contents: tuple[object, ...], form: LabelFormat, code: str) -> None:
    with pytest.raises(Rejected) as raised:
        _connector(*contents).fetch_label("PRZ1", "9", form)

    assert raised.value.code == code


def test_bar_codes_without_an_answer_are_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector([_ORDER], []).fetch_label("PRZ1", "9", LabelFormat.ZPL)
