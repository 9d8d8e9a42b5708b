"""Google's shapes with Google's names: what is sent of a product. An int64 is a string in JSON."""

from typing import Literal, TypedDict


class Price(TypedDict):
    amountMicros: str
    currencyCode: str


class Attributes(TypedDict, total=False):
    title: str
    description: str
    link: str
    imageLink: str
    additionalImageLinks: list[str]
    availability: Literal["IN_STOCK", "OUT_OF_STOCK"]
    sellOnGoogleQuantity: str
    price: Price
    salePrice: Price
    brand: str
    gtins: list[str]
    mpn: str
    condition: Literal["NEW"]
    itemGroupId: str
    googleProductCategory: str
    color: str
    size: str


class ProductInput(TypedDict, total=False):
    offerId: str
    contentLanguage: str
    feedLabel: str
    productAttributes: Attributes
