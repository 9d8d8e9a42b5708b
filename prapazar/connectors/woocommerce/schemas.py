"""WooCommerce's shapes with WooCommerce's names, and its codes for Turkish provinces."""

from collections.abc import Mapping
from typing import Any, Final, NotRequired, TypedDict

Raw = Mapping[str, Any]

TRACKING_KEY: Final = "_wc_shipment_tracking_items"
"""Where the wide-spread tracking plugins keep their list; the shop itself has no such field."""


class StockUpdate(TypedDict):
    id: int
    manage_stock: bool
    stock_quantity: int


class PriceUpdate(TypedDict):
    id: int
    regular_price: str
    sale_price: str


class AttributeRow(TypedDict, total=False):
    id: int
    name: str
    visible: bool
    variation: bool
    options: list[str]
    option: str
    """Of a variation, which has one."""


class ArticleWrite(TypedDict, total=False):
    """What is said of a product or a variation; the shop leaves the rest as it is."""

    id: int
    type: str
    status: str
    name: str
    description: str
    sku: str
    global_unique_id: str
    regular_price: str
    sale_price: str
    manage_stock: bool
    stock_quantity: int
    tax_class: str
    categories: list[dict[str, int]]
    brands: list[dict[str, int]]
    images: list[dict[str, Any]]
    image: dict[str, Any]
    attributes: list[AttributeRow]


class Tracking(TypedDict):
    custom_tracking_provider: str
    tracking_number: str
    date_shipped: str
    tracking_id: str


class Meta(TypedDict):
    key: str
    value: list[dict[str, Any]]


class OrderUpdate(TypedDict):
    status: str
    meta_data: NotRequired[list[Meta]]


_BY_PLATE: Final = (
    "Adana Adıyaman Afyonkarahisar Ağrı Amasya Ankara Antalya Artvin Aydın Balıkesir Bilecik Bingöl Bitlis "
    "Bolu Burdur Bursa Çanakkale Çankırı Çorum Denizli Diyarbakır Edirne Elazığ Erzincan Erzurum Eskişehir "
    "Gaziantep Giresun Gümüşhane Hakkari Hatay Isparta Mersin İstanbul İzmir Kars Kastamonu Kayseri "
    "Kırklareli Kırşehir Kocaeli Konya Kütahya Malatya Manisa Kahramanmaraş Mardin Muğla Muş Nevşehir Niğde "
    "Ordu Rize Sakarya Samsun Siirt Sinop Sivas Tekirdağ Tokat Trabzon Tunceli Şanlıurfa Uşak Van Yozgat "
    "Zonguldak Aksaray Bayburt Karaman Kırıkkale Batman Şırnak Bartın Ardahan Iğdır Yalova Karabük Kilis "
    "Osmaniye Düzce"
)
PROVINCES: Final = {f"TR{plate:02}": name for plate, name in enumerate(_BY_PLATE.split(), start=1)}
"""Codes follow the number plates, TR01 to TR81."""
