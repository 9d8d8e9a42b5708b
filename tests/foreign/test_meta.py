"""Meta's own business SDK against the pretend Graph API: only its session's `GRAPH` is ours."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("facebook-business")


@pytest.fixture(scope="module")
def told(server: Server, clients: None) -> dict[str, Any]:
    opened = server.pull("POST", "/meta/accounts", {"name": "yabanci"})
    catalog = opened["account"]
    scarf = {"retailer_id": "SAL-1", "name": "Şal", "price": "129.90", "quantity": 5}
    server.pull("POST", f"/meta/{catalog}/products", [scarf])
    given = {"catalog": catalog, "token": opened["access_token"], "secret": opened["app_secret"]}
    said = strangers.talk("meta", {"address": f"{server.address}/meta", **given})
    return {**said, "shown": server.pull("GET", f"/meta/{catalog}/stock")}


def test_client_signs_in_by_token_and_proof(told: dict[str, Any]) -> None:
    assert told["catalog"] == ["yabanci", "commerce", 1]
    assert told["refused"] == 190


def test_client_sends_a_batch_and_is_told_its_faults(told: dict[str, Any]) -> None:
    assert told["refused_at_once"] == ["SAL-1"]
    assert told["refused_later"] == [1, ["YOK-1"]]


def test_client_pushes_stock_and_price_and_lists_all_pages(told: dict[str, Any]) -> None:
    tea = ["CAY-1", "Çay & Şeker", "39.90 TRY", "in stock"]
    assert told["listed"] == [tea, ["SAL-1", "Şal", "99.90 TRY", "out of stock"]]
    assert told["shown"] == {"CAY-1": 7, "SAL-1": 5}


def test_client_finds_one_by_the_shops_number_and_by_metas(told: dict[str, Any]) -> None:
    assert told["one"] == ["CAY-1", "39.90 TRY"]
