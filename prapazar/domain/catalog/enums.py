"""Statuses of products and import runs, and the fields a spreadsheet may carry."""

from enum import StrEnum


class ProductStatus(StrEnum):
    ACTIVE = "active"
    DRAFT = "draft"
    """Not offered anywhere yet."""
    ARCHIVED = "archived"
    """Kept for its history, hidden from lists."""


class ImportKind(StrEnum):
    SPREADSHEET = "spreadsheet"
    CHANNEL = "channel"
    PRODUCT_FILE = "product_file"
    """From here on: files of a channel that goes by files."""
    ORDER_FILE = "order_file"
    SHIPMENT_FILE = "shipment_file"
    SUPPLIER_STOCK = "supplier_stock"
    """What a supplier has, told by itself."""


CATALOG_KINDS = (ImportKind.SPREADSHEET, ImportKind.CHANNEL)
FILE_KINDS = (ImportKind.PRODUCT_FILE, ImportKind.ORDER_FILE, ImportKind.SHIPMENT_FILE)


class ImportStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class SheetField(StrEnum):
    """One column of the product spreadsheet, in the order the export writes them."""

    SKU = "sku"
    BARCODE = "barcode"
    CODE = "code"
    NAME = "name"
    VARIANT = "variant"
    BRAND = "brand"
    CATEGORY = "category"
    DESCRIPTION = "description"
    VAT_RATE = "vat_rate"
    COST = "cost"
    FLOOR_PRICE = "floor_price"
    SALE_PRICE = "sale_price"
    LIST_PRICE = "list_price"
    ON_HAND = "on_hand"
    DESI = "desi"
    SHELF = "shelf"
    IMAGES = "images"
    STATUS = "status"
    SUPPLIER = "supplier"
