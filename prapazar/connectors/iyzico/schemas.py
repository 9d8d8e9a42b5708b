"""iyzico's shapes with iyzico's names."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

Raw = Mapping[str, Any]


class Buyer(TypedDict):
    id: str
    name: str
    surname: str
    gsmNumber: NotRequired[str]
    email: str
    identityNumber: str
    registrationAddress: str
    ip: str
    city: str
    country: str
    zipCode: str


class Place(TypedDict):
    contactName: str
    city: str
    country: str
    address: str
    zipCode: str


class Item(TypedDict):
    id: str
    name: str
    category1: str
    itemType: Literal["PHYSICAL", "VIRTUAL"]
    price: str


class Form(TypedDict):
    locale: str
    conversationId: str
    price: str
    paidPrice: str
    currency: str
    basketId: str
    paymentGroup: Literal["PRODUCT"]
    callbackUrl: str
    enabledInstallments: Sequence[str]
    buyer: Buyer
    shippingAddress: Place
    billingAddress: Place
    basketItems: Sequence[Item]
