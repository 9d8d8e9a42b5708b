"""HepsiJet's shapes with HepsiJet's names."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypedDict

Raw = Mapping[str, Any]


class Named(TypedDict):
    name: str


class Code(TypedDict):
    abbreviationCode: str


class Company(TypedDict):
    name: str
    abbreviationCode: str


class Product(TypedDict):
    productCode: str


class Place(TypedDict):
    companyAddressId: str
    country: Named
    city: Named
    town: Named
    district: Named
    addressLine1: str


class Receiver(TypedDict):
    companyCustomerId: str
    firstName: str
    lastName: str
    phone1: str
    phone2: str
    email: str


class Delivery(TypedDict):
    customerDeliveryNo: str
    customerOrderId: str
    totalParcels: int
    desi: Decimal
    deliverySlotOriginal: str
    deliveryDateOriginal: str
    deliveryType: str
    product: Product
    receiver: Receiver
    senderAddress: Place
    recipientAddress: Place
    recipientPerson: str
    recipientPersonPhone1: str
    recipientPersonPhone2: str
    deliveryPom: str
    returnReason: str


class Content(TypedDict):
    sku: str
    description: str
    quantity: int
    indivisibleQuantity: int


class Amount(TypedDict):
    amount: Decimal
    currency: str
    type: str


class DeliveryOrder(TypedDict):
    company: Company
    currentXDock: Code
    delivery: Delivery
    deliveryContent: list[Content]
    deliveryAmountList: list[Amount]
    serviceType: list[str]
