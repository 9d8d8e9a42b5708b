"""Google's own clients; the endpoint is an option of theirs, the token's address a part of a user's credentials."""

import json
import sys

from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import NotFound
from google.oauth2.credentials import Credentials
from google.shopping import merchant_datasources_v1 as sources
from google.shopping import merchant_products_v1 as goods
from google.shopping.type import Price

given = json.load(sys.stdin)
credentials = Credentials(token=None, token_uri=f"{given['address']}/oauth/token", **given["user"])
shop = f"accounts/{given['account']}"


def client(kind):
    return kind(
        credentials=credentials, transport="rest", client_options=ClientOptions(api_endpoint=given["address"])
    )


feeds = client(sources.DataSourcesServiceClient)
kept = feeds.create_data_source(
    parent=shop,
    data_source=sources.DataSource(
        display_name="yabancı",
        primary_product_data_source=sources.PrimaryProductDataSource(feed_label="TR", content_language="tr"),
    ),
)
writer = client(goods.ProductInputsServiceClient)
reader = client(goods.ProductsServiceClient)
attributes = goods.ProductAttributes(
    title="Çay",
    description="Rize çayı, 1000 gr",
    link="https://magaza.example/p/CAY-1",
    image_link="https://magaza.example/p/CAY-1.jpg",
    availability=goods.Availability.IN_STOCK,
    price=Price(amount_micros=39_900_000, currency_code="TRY"),
)
sent = writer.insert_product_input(
    request=goods.InsertProductInputRequest(
        parent=shop,
        data_source=kept.name,
        product_input=goods.ProductInput(
            offer_id="CAY-1", content_language="tr", feed_label="TR", product_attributes=attributes
        ),
    )
)
listed = list(reader.list_products(request=goods.ListProductsRequest(parent=shop, page_size=1)))
tea = reader.get_product(name=f"{shop}/products/tr~TR~CAY-1")
changed = writer.update_product_input(
    request=goods.UpdateProductInputRequest(
        data_source=kept.name,
        product_input=goods.ProductInput(
            name=sent.name,
            product_attributes=goods.ProductAttributes(
                availability=goods.Availability.OUT_OF_STOCK,
                price=Price(amount_micros=41_500_000, currency_code="TRY"),
            ),
        ),
        update_mask="productAttributes.availability,productAttributes.price",
    )
)
after = reader.get_product(name=f"{shop}/products/tr~TR~CAY-1").product_attributes
try:
    reader.get_product(name=f"{shop}/products/tr~TR~YOK")
    missing = False
except NotFound:
    missing = True
json.dump(
    {
        "source": kept.display_name,
        "sources": [one.display_name for one in feeds.list_data_sources(parent=shop)],
        "sent": sent.offer_id,
        "listed": sorted(one.offer_id for one in listed),
        "tea": [tea.product_attributes.title, tea.product_attributes.price.amount_micros],
        "changed": changed.offer_id,
        "after": [after.availability.name, after.price.amount_micros, after.title],
        "missing": missing,
    },
    sys.stdout,
)
