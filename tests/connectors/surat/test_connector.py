"""Sürat fulfilling the contract: answers in words."""

from typing import Any

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.http import Wire


class _Saying:
    def __init__(self, said: str) -> None:
        self.said = said

    def take_back(self, *_: str) -> str:
        return self.said

    def movements(self, _: str) -> str:
        return self.said


def _connector(said: str) -> Any:  # noqa: ANN401 - the connector under test
    secrets = {"password": "gizli", "web_password": "gizliweb"}
    connector: Any = registry.build("surat", {"user": "1038100001"}, secrets, "live", Wire())
    connector.client = _Saying(said)
    return connector


@pytest.mark.parametrize("said", ["Tamam", "tamam.", "Gönderi bulunamadı", "Gönderi daha önce iptal edilmiş"])
def test_parcel_that_is_not_sent_is_cancelled(said: str) -> None:
    _connector(said).cancel_shipment("PRZ1", "PRZ1")


@pytest.mark.parametrize("said", ["İşlem görmüş gönderi geri çekilemez.", ""])
def test_parcel_that_the_carrier_keeps_is_not(said: str) -> None:
    with pytest.raises(Rejected) as raised:
        _connector(said).cancel_shipment("PRZ1", "PRZ1")

    assert raised.value.code == "surat.rejected"


def test_silence_is_left_out() -> None:
    assert _connector("").fetch_tracking(["PRZ1", "PRZ2"]) == []
