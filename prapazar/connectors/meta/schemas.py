"""Meta's shapes with Meta's names: what is sent of an item. Answers are read field by field in mapper.py."""

from typing import Literal, TypedDict


class ItemData(TypedDict, total=False):
    """`id` is the merchant's own number of the item."""

    id: str
    title: str
    description: str
    rich_text_description: str
    availability: Literal["in stock", "out of stock"]
    condition: Literal["new"]
    price: str
    sale_price: str
    link: str
    image_link: str
    additional_image_link: list[str]
    brand: str
    gtin: str
    mpn: str
    item_group_id: str
    google_product_category: str
    quantity_to_sell_on_facebook: int


class ItemRequest(TypedDict):
    method: Literal["CREATE", "UPDATE"]
    data: ItemData
