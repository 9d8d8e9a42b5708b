"""Reads of the catalogue: the list, one product, choices and import runs."""

from prapazar.domain.catalog.queries.bundles import BundleView, ComponentRow, bundles
from prapazar.domain.catalog.queries.choices import Choice, brands, categories, suppliers
from prapazar.domain.catalog.queries.filters import Presence, Problem, ProductFilter, Selection, StockState
from prapazar.domain.catalog.queries.product import ListingRow, ProductView, VariantRow, product
from prapazar.domain.catalog.queries.product_list import (
    Presented,
    ProductPage,
    ProductRow,
    Total,
    page,
    rows_of,
    total,
)
from prapazar.domain.catalog.queries.runs import RunRow, file_runs, last_done, run, runs

__all__ = [
    "BundleView",
    "Choice",
    "ComponentRow",
    "ListingRow",
    "Presence",
    "Presented",
    "Problem",
    "ProductFilter",
    "ProductPage",
    "ProductRow",
    "ProductView",
    "RunRow",
    "Selection",
    "StockState",
    "Total",
    "VariantRow",
    "brands",
    "bundles",
    "categories",
    "file_runs",
    "last_done",
    "page",
    "product",
    "rows_of",
    "run",
    "runs",
    "suppliers",
    "total",
]
