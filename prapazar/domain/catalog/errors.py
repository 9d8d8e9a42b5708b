"""What the catalogue refuses; `code` finds the sentence, `field` the place on the form."""

from uuid import UUID


class CatalogRefused(Exception):
    """Base of every refusal a person can correct."""

    def __init__(self, code: str, field: str, value: str = "") -> None:
        super().__init__(code, field, value)
        self.code, self.field, self.value = code, field, value


class ValueMissing(CatalogRefused):
    def __init__(self, field: str) -> None:
        super().__init__("missing", field)


class ValueInvalid(CatalogRefused):
    pass


class SkuTaken(CatalogRefused):
    def __init__(self, sku: str) -> None:
        super().__init__("sku_taken", "sku", sku)


class BarcodeTaken(CatalogRefused):
    def __init__(self, barcode: str) -> None:
        super().__init__("barcode_taken", "barcode", barcode)


class ProductMissing(Exception):
    """No such product in this merchant's catalogue."""

    def __init__(self, product_id: UUID) -> None:
        super().__init__(product_id)
        self.product_id = product_id


class CategoryMissing(Exception):
    """No such category in this merchant's catalogue."""

    def __init__(self, category_id: UUID) -> None:
        super().__init__(category_id)
        self.category_id = category_id
