"""The address of a next page, for clients that follow it and make none of their own."""

import httpx


def test_next_page_stands_where_the_first_was_asked_for(client: httpx.Client) -> None:
    account = client.post("/_control/meta/accounts", json={"name": "acik"}).json()
    articles = [{"retailer_id": sku, "name": sku, "price": "10.00"} for sku in ("A", "B", "C")]
    client.post(f"/_control/meta/{account['account']}/products", json=articles)
    asked = {"access_token": account["access_token"], "fields": "retailer_id", "limit": "2"}
    address = f"/meta/v26.0/{account['account']}/products"

    first = client.get(address, params=asked).json()
    second = client.get(first["paging"]["next"]).json()

    assert first["paging"]["next"].startswith(f"http://127.0.0.1:8124{address}?")
    assert [one["retailer_id"] for page in (first, second) for one in page["data"]] == ["A", "B", "C"]
    assert "next" not in second["paging"]
