"""Products over REST, as a program sees them."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import products
from prapazar.foundation.scope import Scope

TEA = {
    "name": "Rize Çayı",
    "brand": "Çaykur",
    "category": "Gıda > Çay",
    "variants": [{"sku": "CAY", "barcode": "8690000000500", "sale_price": "100.00", "floor_price": "80"}],
}


class Client:
    """Calls the application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def __call__(self, method: str, path: str, **sent: object) -> httpx.Response:
        return asyncio.run(self._send(method, path, sent))

    async def _send(self, method: str, path: str, sent: dict[str, object]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.example") as client:
            return await client.request(method, path, **sent)  # type: ignore[arg-type]  # passed on as given


@pytest.fixture
def client(scope: Scope) -> Client:
    app = FastAPI()
    app.include_router(products.router)
    errors.install(app)
    for permission in ("products.read", "products.write", "products.delete", "prices.write"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return Client(app)


def created(client: Client, **changes: object) -> str:
    answer = client("POST", "/api/products", json={**TEA, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_created_product_is_found_and_read(client: Client) -> None:
    product_id = created(client)

    listed = client("GET", "/api/products", params={"search": "caykur", "price_from": "50"}).json()
    read = client("GET", f"/api/products/{product_id}").json()

    assert [(row["id"], row["sku"], row["price_from"]) for row in listed["items"]] == [
        (product_id, "CAY", "100.00")
    ]
    assert (read["brand"], read["variants"][0]["floor_price"], read["listings"]) == ("Çaykur", "80.00", [])


def test_cursor_walks_the_list(client: Client) -> None:
    for number in range(3):
        created(client, variants=[{"sku": f"S{number}"}])

    first = client("GET", "/api/products", params={"limit": 2, "sort": "created"}).json()
    second = client(
        "GET", "/api/products", params={"limit": 2, "sort": "created", "cursor": first["next_cursor"]}
    ).json()

    assert [row["sku"] for row in first["items"] + second["items"]] == ["S0", "S1", "S2"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "|", "2026|x", "2026-01-01T00:00:00|x"])
def test_broken_cursor_is_refused(client: Client, cursor: str) -> None:
    answer = client("GET", "/api/products", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (422, "errors.invalid_fields")


def test_refusal_names_the_field(client: Client) -> None:
    created(client)

    taken = client("POST", "/api/products", json=TEA)
    low = client(
        "POST",
        "/api/products",
        json={**TEA, "variants": [{"sku": "B", "sale_price": "1", "floor_price": "2"}]},
    )
    missing = client("GET", "/api/products/0190a0a0-0000-7000-8000-000000000000")

    assert [(a.status_code, a.json()["code"], a.json().get("field")) for a in (taken, low, missing)] == [
        (422, "catalog_problem.sku_taken", "sku"),
        (422, "catalog_problem.below_floor", "variants.0.sale_price"),
        (404, "errors.not_found", None),
    ]


def test_change_and_archive(client: Client) -> None:
    product_id = created(client)
    variant = client("GET", f"/api/products/{product_id}").json()["variants"][0]

    changed = client(
        "PUT",
        f"/api/products/{product_id}",
        json={**TEA, "name": "Çay", "variants": [{**variant, "sale_price": "90"}]},
    ).json()
    archived = client("DELETE", f"/api/products/{product_id}")
    listed = client("GET", "/api/products").json()["items"]

    assert (changed["name"], changed["variants"][0]["sale_price"]) == ("Çay", "90.00")
    assert (archived.status_code, listed) == (204, [])


def test_prices_are_refused_one_by_one(client: Client) -> None:
    created(client)
    created(client, variants=[{"sku": "TUZ", "sale_price": "10"}])

    answer = client(
        "PUT",
        "/api/products/prices",
        json=[
            {"sku": "CAY", "sale_price": "79"},
            {"sku": "TUZ", "sale_price": "12"},
            {"sku": "YOK", "sale_price": "1"},
        ],
    ).json()

    assert answer == {
        "changed": 1,
        "unchanged": 0,
        "without_floor": 1,
        "refused": [
            {"sku": "YOK", "code": "unknown_variant", "floor_price": None},
            {"sku": "CAY", "code": "below_floor", "floor_price": "80.00"},
        ],
    }


def test_exports_carry_what_the_filter_finds(client: Client) -> None:
    created(client)
    created(client, name="Tuz", variants=[{"sku": "TUZ"}])

    as_csv = client("GET", "/api/products/export.csv", params={"search": "rize"})
    as_xlsx = client("GET", "/api/products/export.xlsx")

    lines = as_csv.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[1].split(";")[:4]) == (2, ["CAY", "8690000000500", "", "Rize Çayı"])
    assert as_xlsx.content.startswith(b"PK\x03\x04")
