"""The address model over REST."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import logged_in
from prapazar.api.v1 import places


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.include_router(places.router)
    errors.install(app)
    app.dependency_overrides[logged_in] = lambda: None
    return TestClient(app)


def test_tree_is_walked_down_by_any_spelling(client: TestClient) -> None:
    provinces = client.get("/api/places/provinces").json()
    districts = client.get("/api/places/provinces/YALOVA/districts").json()
    near = client.get("/api/places/provinces/34/districts/kadikoy/neighbourhoods").json()

    assert (len(provinces), provinces[0]) == (81, {"plate": 1, "name": "Adana"})
    assert districts == ["Altınova", "Armutlu", "Çınarcık", "Çiftlikköy", "Merkez", "Termal"]
    assert [name for name in near if name.startswith(("Caf", "Fen"))] == [
        "Caferağa Mah",
        "Fenerbahçe Mah",
        "Feneryolu Mah",
    ]
    assert client.get("/api/places/provinces/Atlantis/districts").json()["code"] == "places.missing"
    assert client.get("/api/places/provinces/Yalova/districts/Kadıköy/neighbourhoods").status_code == 404


def test_written_address_is_found(client: TestClient) -> None:
    found = client.get(
        "/api/places/find", params={"city": "kadıköy/istanbul", "line": "Caferağa Mah. 5"}
    ).json()

    assert found == {
        "province": "İstanbul",
        "district": "Kadıköy",
        "neighbourhood": "Caferağa Mah",
        "is_known": True,
    }
