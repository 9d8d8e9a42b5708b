"""Enums of a product, by their names and by their numbers."""

import httpx
import pytest


@pytest.fixture
def seller(client: httpx.Client) -> tuple[httpx.Client, str]:
    opened = client.post("/_control/google_merchant/accounts", json={"name": "acik"}).json()
    client.patch("/_control/google_merchant/rules", json={"processing_ms": 0})
    form = {name: opened[name] for name in ("client_id", "client_secret", "refresh_token")}
    token = client.post("/google_merchant/oauth/token", data={"grant_type": "refresh_token", **form}).json()
    client.headers["authorization"] = f"Bearer {token['access_token']}"
    return client, f"accounts/{opened['account']}"


@pytest.mark.parametrize(("told", "kept"), [("OUT_OF_STOCK", "OUT_OF_STOCK"), (2, "OUT_OF_STOCK")])
def test_availability_is_taken_by_name_and_by_number(
    seller: tuple[httpx.Client, str], told: str | int, kept: str
) -> None:
    client, account = seller
    source = client.get(f"/google_merchant/datasources/v1/{account}/dataSources").json()["dataSources"][0]
    product = {
        "offerId": "CAY-1",
        "contentLanguage": "tr",
        "feedLabel": "TR",
        "productAttributes": {
            "title": "Çay",
            "description": "Rize çayı",
            "link": "https://magaza.example/p/CAY-1",
            "imageLink": "https://magaza.example/p/CAY-1.jpg",
            "availability": told,
            "price": {"amountMicros": "39900000", "currencyCode": "TRY"},
        },
    }

    client.post(
        f"/google_merchant/products/v1/{account}/productInputs:insert",
        params={"dataSource": source["name"]},
        json=product,
    ).raise_for_status()

    read = client.get(f"/google_merchant/products/v1/{account}/products/tr~TR~CAY-1").json()
    assert read["productAttributes"]["availability"] == kept


@pytest.mark.parametrize("told", [0, 6, "SOLD"])
def test_unknown_availability_is_refused(seller: tuple[httpx.Client, str], told: str | int) -> None:
    client, account = seller
    source = client.get(f"/google_merchant/datasources/v1/{account}/dataSources").json()["dataSources"][0]
    body = {"offerId": "CAY-1", "contentLanguage": "tr", "feedLabel": "TR"}

    answer = client.post(
        f"/google_merchant/products/v1/{account}/productInputs:insert",
        params={"dataSource": source["name"]},
        json={**body, "productAttributes": {"availability": told}},
    )

    assert answer.status_code == 400
