"""What clients written for any PrestaShop ask before they write, and how they are answered after it."""

import httpx
import pytest

_API = "/prestashop/acik/api"


@pytest.fixture
def shop(client: httpx.Client) -> httpx.Client:
    account = client.post(
        "/_control/prestashop/accounts", json={"slug": "acik", "languages": ["1", "2"]}
    ).json()
    client.auth = (account["key"], "")
    return client


def test_blank_form_has_what_may_be_written(shop: httpx.Client) -> None:
    blank = shop.get(f"{_API}/products?schema=blank&output_format=JSON").json()["product"]
    synopsis = shop.get(f"{_API}/products?schema=synopsis").text

    assert (blank["price"], blank["name"]) == ("", [{"id": 1, "value": ""}, {"id": 2, "value": ""}])
    assert blank["associations"]["stock_availables"] == [{"id": "", "id_product_attribute": ""}]
    assert "manufacturer_name" not in blank
    assert '<price required="true" />' in synopsis
    assert '<quantity readOnly="true" />' in synopsis


def test_root_lists_the_resources_with_the_rights_of_the_key(shop: httpx.Client) -> None:
    shop.patch("/_control/prestashop/accounts/acik", json={"rights": {"orders": ["GET"], "products": []}})

    names = shop.get(f"{_API}?output_format=JSON").json()
    told = shop.get(f"{_API}/").text

    assert "orders" in names
    assert "products" not in names
    assert 'get="true" put="false"' in told.partition("<orders")[2].partition(">")[0]


def test_row_may_be_called_anything_and_a_bare_text_is_every_languages(shop: httpx.Client) -> None:
    fields = "<price>9.5</price><name>Şal</name><link_rewrite>sal</link_rewrite>"
    body = f"<prestashop><products>{fields}</products></prestashop>".encode()

    answer = shop.post(f"{_API}/products?display=full&output_format=JSON", content=body)

    [made] = answer.json()["products"]
    assert (answer.status_code, made["name"]) == (201, [{"id": 1, "value": "Şal"}, {"id": 2, "value": "Şal"}])


def test_list_without_display_is_numbers_and_addresses(shop: httpx.Client) -> None:
    told = shop.get(f"{_API}//languages").text

    address = "http://127.0.0.1:8124/prestashop/acik/api/languages"
    assert [f'<language id="{one}" xlink:href="{address}/{one}" />' in told for one in (1, 2)] == [True, True]
