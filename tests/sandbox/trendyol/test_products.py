"""Creating, reading and removing products."""

from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

_BASE = "/trendyol/integration/product/sellers/1001"


def _item(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  any field may be made wrong
    return {
        "barcode": "869 0009",
        "title": "Spor Ayakkabı",
        "productMainId": "SPOR-1",
        "brandId": 1001,
        "categoryId": 411,
        "quantity": 100,
        "stockCode": "SPOR-1-38",
        "dimensionalWeight": 2.0,
        "description": "<p>İyi</p>",
        "listPrice": 250.99,
        "salePrice": 120.99,
        "vatRate": 20,
        "images": [{"url": "https://example.com/1.jpg"}],
        "attributes": [
            {"attributeId": 338, "attributeValueIds": [6980]},
            {"attributeId": 47, "attributeValue": "MAVİ"},
        ],
        "origin": "TR",
        "deliveryOption": {"deliveryDuration": 1},
        **changes,
    }


def _create(seller: httpx.Client, *items: dict[str, Any]) -> dict[str, Any]:
    number = seller.post(f"{_BASE}/v2/products", json={"items": items}).json()["batchRequestId"]
    batch: dict[str, Any] = seller.get(f"{_BASE}/products/batch-requests/{number}").json()
    return batch


def test_created_product_is_read_as_a_card(seller: httpx.Client) -> None:
    batch = _create(seller, _item())

    listed = seller.get(f"{_BASE}/products/approved", params={"barcode": "8690009"}).json()
    card = listed["content"][0]
    variant = card.pop("variants")[0]
    moment = card["creationDate"]
    attributes = [
        {"attributeId": 338, "attributeName": "Beden", "attributeValueId": 6980, "attributeValue": "XS"},
        {"attributeId": 47, "attributeName": "Renk", "attributeValueId": None, "attributeValue": "MAVİ"},
    ]
    assert (batch["status"], batch["batchRequestType"]) == ("COMPLETED", "ProductV2OnBoarding")
    assert {key: value for key, value in listed.items() if key != "content"} == {
        "totalElements": 1,
        "totalPages": 1,
        "page": 0,
        "size": 20,
        "nextPageToken": None,
    }
    assert card == {
        "contentId": 70000001,
        "productMainId": "SPOR-1",
        "brand": {"id": 1001, "name": "Deneme Marka"},
        "category": {"id": 411, "name": "Casual Ayakkabı"},
        "creationDate": moment,
        "lastModifiedDate": moment,
        "lastModifiedBy": "SellerIntegrationApi",
        "title": "Spor Ayakkabı",
        "description": "<p>İyi</p>",
        "images": [{"url": "https://example.com/1.jpg"}],
        "attributes": attributes[1:],
    }
    assert variant == {
        "variantId": 500000001,
        "supplierId": 1001,
        "barcode": "8690009",
        "attributes": attributes[:1],
        "productUrl": "https://www.trendyol.com/marka/urun-p-70000001?merchantId=1001",
        "onSale": True,
        "deliveryOptions": {"deliveryDuration": 1, "isRushDelivery": False, "fastDeliveryOptions": []},
        "stock": {"quantity": 100, "lastModifiedDate": moment},
        "price": {"salePrice": 120.99, "listPrice": 250.99, "priceSeenByCustomer": 120.99},
        "stockCode": "SPOR-1-38",
        "vatRate": 20,
        "commission": 15.0,
        "dimensionalWeight": 2.0,
        "origin": "TR",
        "sellerCreatedDate": moment,
        "sellerModifiedDate": moment,
        "locked": False,
        "lockReason": None,
        "lockDate": None,
        "archived": False,
        "archivedDate": None,
        "docNeeded": False,
        "hasViolation": False,
        "blacklisted": False,
        "locationBasedDelivery": None,
        "channels": ["CORE"],
    }


def test_wrong_products_fail_with_their_reasons(seller: httpx.Client) -> None:
    batch = _create(
        seller,
        _item(categoryId=403),
        _item(vatRate=18),
        _item(salePrice=300),
        _item(title="x" * 101),
        _item(images=[{"url": "http://example.com/1.jpg"}]),
        _item(brandId=None),
    )

    assert [one["failureReasons"] for one in batch["items"]] == [
        ["Kategori en alt seviyede olmalıdır."],
        ["KDV oranı geçersiz."],
        ["Satış fiyatı liste fiyatından yüksek olamaz."],
        ["title alanı en fazla 100 karakter olabilir."],
        ["Görsel adresi https ile başlamalıdır."],
        ["brandId alanı zorunludur."],
    ]
    assert seller.get(f"{_BASE}/products/approved").json()["totalElements"] == 0


def test_barcode_exists_once(seller: httpx.Client) -> None:
    batch = _create(seller, _item(), _item())

    assert [one["status"] for one in batch["items"]] == ["SUCCESS", "FAILED"]


def test_product_waits_for_approval(seller: httpx.Client, app: SandboxApp) -> None:
    app.sandbox.trendyol.rules.approval_ms = 60_000
    _create(seller, _item())
    waiting = seller.get(f"{_BASE}/products/unapproved").json()
    before = seller.get(f"{_BASE}/products/approved").json()["totalElements"]

    seller.post("/_control/clock", json={"advance_seconds": 60})

    after = seller.get(f"{_BASE}/products/approved").json()["totalElements"]
    assert ([(one["barcode"], one["status"]) for one in waiting["content"]], before, after) == (
        [("8690009", "pendingApproval")],
        0,
        1,
    )


def test_variants_share_a_card(seller: httpx.Client) -> None:
    _create(seller, _item(), _item(barcode="8690010"))

    content = seller.get(f"{_BASE}/products/approved").json()["content"]

    assert [[one["barcode"] for one in card["variants"]] for card in content] == [["8690009", "8690010"]]


def test_pages_beyond_10000_need_the_token(seller: httpx.Client) -> None:
    articles = [{"barcode": f"B{number}", "quantity": 1} for number in range(230)]
    seller.post("/_control/trendyol/1001/products", json=articles)

    deep = seller.get(f"{_BASE}/products/approved", params={"page": 101, "size": 100}).status_code
    first = seller.get(f"{_BASE}/products/approved", params={"size": 100}).json()
    second = seller.get(
        f"{_BASE}/products/approved", params={"size": 100, "nextPageToken": first["nextPageToken"]}
    ).json()
    third = seller.get(
        f"{_BASE}/products/approved", params={"size": 100, "nextPageToken": second["nextPageToken"]}
    ).json()

    assert deep == 400
    assert ([len(page["content"]) for page in (first, second, third)], third["nextPageToken"]) == (
        [100, 100, 30],
        None,
    )
    assert third["content"][-1]["productMainId"] == "B229"


def test_inventory_read_is_short(seller: httpx.Client) -> None:
    _create(seller, _item())

    variants = seller.get(f"{_BASE}/products/approved/inventory-and-price").json()["content"][0]["variants"]

    moment = variants[0].pop("stockLastModifiedDate")
    assert isinstance(moment, int)
    assert variants == [
        {
            "variantId": 500000001,
            "barcode": "8690009",
            "salePrice": 120.99,
            "listPrice": 250.99,
            "quantity": 100,
            "stockCode": "SPOR-1-38",
        }
    ]


def test_deletion_needs_a_day_in_the_archive(seller: httpx.Client) -> None:
    _create(seller, _item())
    body = {"items": [{"barcode": "8690009"}]}

    def delete() -> str:
        number = seller.request("DELETE", f"{_BASE}/products", json=body).json()["batchRequestId"]
        batch = seller.get(f"{_BASE}/products/batch-requests/{number}").json()
        return str(batch["items"][0]["status"])

    on_sale = delete()
    seller.put(f"{_BASE}/products/archive-state", json={"items": [{"barcode": "8690009", "archived": True}]})
    fresh = delete()
    seller.post("/_control/clock", json={"advance_seconds": 86_400})

    assert (on_sale, fresh, delete()) == ("FAILED", "FAILED", "SUCCESS")
    assert seller.get(f"{_BASE}/product/8690009").status_code == 404


def test_updates_change_what_they_may(seller: httpx.Client) -> None:
    _create(seller, _item())
    content = {"contentId": 70000001, "title": "Yeni", "productMainId": "BAŞKA"}
    variant = {"barcode": "8690009", "stockCode": "YENİ-1", "vatRate": 10}

    seller.post(f"{_BASE}/products/content-bulk-update", json={"items": [content]})
    seller.post(f"{_BASE}/products/variant-bulk-update", json={"items": [variant]})

    card = seller.get(f"{_BASE}/products/approved").json()["content"][0]
    assert (card["title"], card["productMainId"]) == ("Yeni", "SPOR-1")
    assert (card["variants"][0]["stockCode"], card["variants"][0]["vatRate"]) == ("YENİ-1", 10)


def test_unapproved_update_with_too_few_fields_crashes_as_seen_live(seller: httpx.Client) -> None:
    answer = seller.post(f"{_BASE}/products/unapproved-bulk-update", json={"items": [{"barcode": "1"}]})

    assert (answer.status_code, answer.json()["exception"]) == (500, "TrendyolSystemException")


def test_colours_stand_on_cards_of_their_own(seller: httpx.Client) -> None:
    red = [{"attributeId": 47, "attributeValue": "KIRMIZI"}]
    _create(seller, _item(), _item(barcode="8690010", attributes=red), _item(barcode="8690011"))

    content = seller.get(f"{_BASE}/products/approved").json()["content"]

    assert [[one["barcode"] for one in card["variants"]] for card in content] == [
        ["8690009", "8690011"],
        ["8690010"],
    ]


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ([{"attributeId": 338, "attributeValueIds": [6980]}], "Zorunlu kategori özelliği eksik: Cinsiyet"),
        (
            [
                {"attributeId": 338, "attributeValueIds": [1]},
                {"attributeId": 343, "attributeValueIds": [4294]},
            ],
            "Kategori özelliğinin değeri geçersiz: Beden",
        ),
        (
            [{"attributeId": 338, "attributeValue": "M"}, {"attributeId": 343, "attributeValueIds": [4294]}],
            "Kategori özelliğinin değeri geçersiz: Beden",
        ),
        (
            [
                {"attributeId": 338, "attributeValueIds": [6980, 6981]},
                {"attributeId": 343, "attributeValueIds": [4294]},
            ],
            "Kategori özelliğinin değeri geçersiz: Beden",
        ),
    ],
)
def test_attributes_are_checked_when_the_rule_says_so(
    seller: httpx.Client, app: SandboxApp, attributes: list[dict[str, Any]], reason: str
) -> None:
    app.sandbox.trendyol.rules.strict_attributes = True

    batch = _create(seller, _item(attributes=attributes))

    assert [one["failureReasons"] for one in batch["items"]] == [[reason]]


def test_unknown_brand_is_refused(seller: httpx.Client) -> None:
    batch = _create(seller, _item(brandId=5))

    assert [one["failureReasons"] for one in batch["items"]] == [["Marka bulunamadı."]]


def test_content_update_replaces_the_attributes_of_the_card_alone(seller: httpx.Client) -> None:
    age = {"attributeId": 346, "attributeValueIds": [4293]}
    _create(seller, _item(attributes=[*_item()["attributes"], age]))
    gender = {"attributeId": 343, "attributeValueIds": [4296]}
    content = {"contentId": 70000001, "attributes": [gender]}

    seller.post(f"{_BASE}/products/content-bulk-update", json={"items": [content]})

    card = seller.get(f"{_BASE}/products/approved").json()["content"][0]
    shown = [[one["attributeValue"] for one in part["attributes"]] for part in (card, card["variants"][0])]
    assert shown == [["MAVİ", "Unisex"], ["XS"]]


def test_content_update_cannot_change_what_tells_variants_apart(seller: httpx.Client) -> None:
    _create(seller, _item())
    content = {"contentId": 70000001, "attributes": [{"attributeId": 338, "attributeValueIds": [6981]}]}

    number = seller.post(f"{_BASE}/products/content-bulk-update", json={"items": [content]}).json()
    batch = seller.get(f"{_BASE}/products/batch-requests/{number['batchRequestId']}").json()

    assert [one["failureReasons"] for one in batch["items"]] == [
        ["Varyant özellikleri bu servisle değiştirilemez."]
    ]


def test_product_is_approved_by_hand(seller: httpx.Client, app: SandboxApp) -> None:
    app.sandbox.trendyol.rules.approval_ms = 60_000
    _create(seller, _item())

    seller.post("/_control/trendyol/1001/approve", json={"barcode": "8690009"})

    assert seller.get(f"{_BASE}/products/approved").json()["totalElements"] == 1
