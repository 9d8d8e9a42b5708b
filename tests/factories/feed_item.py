"""An article with everything a feed may ask for."""

from decimal import Decimal

from prapazar.connector_kit.feeds import FeedItem

ITEM = FeedItem(
    sku="S-1",
    product_name="Çelik Izgara",
    variant_name="Büyük",
    description="<p>İyi</p>",
    brand="Ege",
    category="Ev > Mutfak",
    channel_category="",
    category_key="1",
    group="G",
    barcode="8690000000012",
    link="https://m.example/1",
    images=("https://c.example/1.jpg", "ftp://c.example/2.jpg", "https://c.example/3.jpg"),
    price=Decimal("100.5"),
    list_price=Decimal(120),
    currency="TRY",
    quantity=3,
    shipping=Decimal("75.5"),
    handling_days="2",
    options={"Renk": "Kırmızı", "Beden": "L"},
)
