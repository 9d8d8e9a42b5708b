"""How many offers a page may be asked for."""

import httpx
import pytest

_TOKEN, _OFFERS = "/ebay/identity/v1/oauth2/token", "/ebay/sell/inventory/v1/offer"
_SCOPE = "https://api.ebay.com/oauth/api_scope/sell.inventory"


@pytest.fixture
def seller(client: httpx.Client) -> httpx.Client:
    opened = client.post("/_control/ebay/accounts", json={"name": "acik"}).json()
    tea = {"sku": "CAY-1", "title": "Çay", "price": "39.90", "quantity": 10}
    client.post(f"/_control/ebay/{opened['account']}/products", json=[tea])
    form = {"grant_type": "refresh_token", "refresh_token": opened["refresh_token"], "scope": _SCOPE}
    keys = httpx.BasicAuth(opened["client_id"], opened["client_secret"])
    token = client.post(_TOKEN, data=form, auth=keys).json()["access_token"]
    client.headers["authorization"] = f"Bearer {token}"
    return client


@pytest.mark.parametrize(("limit", "status"), [("200", 200), ("201", 400)])
def test_page_of_offers_holds_two_hundred(seller: httpx.Client, limit: str, status: int) -> None:
    answer = seller.get(_OFFERS, params={"sku": "CAY-1", "limit": limit})

    assert answer.status_code == status
