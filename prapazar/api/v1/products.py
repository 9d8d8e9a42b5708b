"""Products: list, one, create, change, archive, prices, and the spreadsheet out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.downloads import ChosenIds, chosen
from prapazar.api.errors import Refused
from prapazar.api.exporting import Form, exported
from prapazar.domain.catalog import actions, queries
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.errors import CatalogRefused, ProductMissing
from prapazar.domain.catalog.queries import ProductFilter, Selection, StockState
from prapazar.domain.catalog.queries.filters import VIEWS
from prapazar.domain.pricing.actions import PriceLine, set_prices
from prapazar.flows import catalog_edit
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/products", tags=["products"])
Reader = Annotated[Scope, Depends(scope_with("products.read"))]
Writer = Annotated[Scope, Depends(scope_with("products.write"))]
Remover = Annotated[Scope, Depends(scope_with("products.delete"))]
Pricer = Annotated[Scope, Depends(scope_with("prices.write"))]
Sort = Literal["updated", "-updated", "name", "-name", "created", "-created"]
_MOST_PRICES = 5_000


class Asked(BaseModel):
    """The filters of the list, under the names the screen's address has."""

    view: str = "all"
    search: str = Field("", max_length=120)
    brand: UUID | None = None
    category: str = ""
    stock: StockState | None = None
    channel: UUID | None = None
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    ids: ChosenIds = ""

    def selection(self) -> Selection:
        """For an export: what the filters find, or what was chosen."""
        return Selection(ids=chosen(self.ids)) if self.ids else Selection(filter=self.filter())

    def filter(self) -> ProductFilter:
        return replace(
            VIEWS.get(self.view, VIEWS["all"]),
            text=self.search,
            brand_ids=(self.brand,) if self.brand else (),
            category=self.category,
            stock=self.stock,
            connection_id=self.channel,
            price_from=self.price_from,
            price_to=self.price_to,
        )


class ListAsked(Asked):
    sort: Sort = "-updated"
    cursor: str | None = Field(None, max_length=600)
    limit: int = Field(50, ge=1, le=200)


class ChannelOut(BaseModel):
    connection_id: UUID
    connector: str
    name: str
    problem: str | None


class RowOut(BaseModel):
    id: UUID
    name: str
    image: str | None
    brand: str | None
    category: str | None
    status: str
    updated_at: datetime
    sku: str
    variants: int
    price_from: Decimal | None
    price_to: Decimal | None
    currency: str
    on_hand: int
    available: int
    has_floor: bool
    channels: list[ChannelOut]


class PageOut(BaseModel):
    items: list[RowOut]
    next_cursor: str | None


class VariantIn(BaseModel):
    id: UUID | None = None
    sku: str = Field(max_length=100)
    barcode: str | None = Field(None, max_length=100)
    name: str = ""
    options: dict[str, str] = {}
    cost: Decimal | None = None
    sale_price: Decimal | None = None
    list_price: Decimal | None = None
    floor_price: Decimal | None = None
    currency: str = Field("TRY", pattern="^[A-Z]{3}$")
    desi: Decimal | None = None
    shelf: str = ""
    is_active: bool = True


class ProductIn(BaseModel):
    name: str = Field(max_length=500)
    variants: list[VariantIn] = Field(min_length=1, max_length=200)
    code: str | None = Field(None, max_length=100)
    description: str = Field("", max_length=50_000)
    brand: str = Field("", max_length=200)
    category: str = Field("", max_length=500)
    vat_rate: Decimal = Decimal(20)
    images: list[str] = Field([], max_length=50)
    status: ProductStatus = ProductStatus.ACTIVE
    attributes: dict[str, str] = {}
    supplier: str | None = Field(None, max_length=80)
    """Name of the supplier it is bought from; empty: nobody is named. Left out: as it is."""

    def draft(self) -> ProductDraft:
        said = self.model_dump(exclude={"variants", "images"})
        variants = tuple(VariantDraft(**variant.model_dump()) for variant in self.variants)
        return ProductDraft(**said, variants=variants, images=tuple(self.images))


class VariantOut(VariantIn):
    on_hand: int
    reserved: int
    available: int


class ListingOut(BaseModel):
    id: UUID
    variant_id: UUID
    connection_id: UUID
    connector: str
    connection: str
    external_id: str
    status: str
    told_quantity: int | None
    told_quantity_at: datetime | None
    told_price: Decimal | None
    told_price_at: datetime | None
    problem: str | None


class ProductOut(BaseModel):
    id: UUID
    code: str | None
    name: str
    description: str
    brand: str
    category: str
    vat_rate: Decimal
    images: list[str]
    status: str
    attributes: dict[str, Any]
    supplier: str
    created_at: datetime
    updated_at: datetime
    variants: list[VariantOut]
    listings: list[ListingOut]


class Made(BaseModel):
    id: UUID


class PriceIn(BaseModel):
    sku: str = Field(max_length=100)
    sale_price: Decimal
    list_price: Decimal | None = None
    floor_price: Decimal | None = None


class RefusedOut(BaseModel):
    sku: str
    code: str
    floor_price: Decimal | None


class PricesOut(BaseModel):
    changed: int
    unchanged: int
    without_floor: int
    """Changed in the books, told to no channel."""
    refused: list[RefusedOut]


@contextmanager
def _told() -> Iterator[None]:
    """What the catalogue refuses, as a problem with the field it is about."""
    try:
        yield
    except ProductMissing:
        raise Refused(404, "errors.not_found") from None
    except catalog_edit.VariantRefused as refused:
        raise Refused(
            422,
            f"catalog_problem.{refused.code}",
            field=f"variants.{refused.place}.{refused.field}",
            value=refused.value,
        ) from None
    except CatalogRefused as refused:
        raise Refused(
            422, f"catalog_problem.{refused.code}", field=refused.field, value=refused.value
        ) from None


@router.get("")
def products(scope: Reader, asked: Annotated[ListAsked, Query()]) -> PageOut:
    with db.transaction(scope) as session:
        try:
            found = queries.page(
                session,
                scope,
                asked.filter(),
                sort=asked.sort.removeprefix("-"),
                is_descending=asked.sort.startswith("-"),
                cursor=asked.cursor,
                limit=asked.limit,
            )
        except ValueError:
            raise Refused(422, "errors.invalid_fields", field="cursor") from None
    return PageOut(items=[RowOut.model_validate(asdict(row)) for row in found.rows], next_cursor=found.cursor)


@router.get("/export.{form}")
def export(request: Request, scope: Reader, form: Form, asked: Annotated[Asked, Query()]) -> Response:
    """At once up to some thousands of rows; for more the answer is 202, and `/api/exports/{id}` tells how far it is."""
    return exported(request, scope, "products", form, asked.selection())


@router.put("/prices")
def prices(
    scope: Pricer, sent: Annotated[list[PriceIn], Field(min_length=1, max_length=_MOST_PRICES)]
) -> PricesOut:
    """Line by line: what is refused does not stop the rest."""
    lines = [PriceLine(one.sku, one.sale_price, one.list_price, one.floor_price) for one in sent]
    with db.transaction(scope) as session:
        done = set_prices(session, scope, lines, reason="api")
    return PricesOut(
        changed=done.changed,
        unchanged=done.unchanged,
        without_floor=done.without_floor,
        refused=[RefusedOut(sku=str(r.key), code=r.code.value, floor_price=r.floor) for r in done.refused],
    )


@router.get("/{product_id}")
def product(scope: Reader, product_id: UUID) -> ProductOut:
    with _told(), db.transaction(scope) as session:
        return ProductOut.model_validate(asdict(queries.product(session, scope, product_id)))


@router.post("", status_code=201)
def create(scope: Writer, sent: ProductIn) -> Made:
    with _told(), db.transaction(scope) as session:
        return Made(id=catalog_edit.create(session, scope, sent.draft()))


@router.put("/{product_id}")
def change(scope: Writer, product_id: UUID, sent: ProductIn) -> ProductOut:
    """The whole product as it shall be; a variant that is left out goes, if it was never used."""
    with _told(), db.transaction(scope) as session:
        catalog_edit.save(session, scope, product_id, sent.draft())
        return ProductOut.model_validate(asdict(queries.product(session, scope, product_id)))


@router.delete("/{product_id}", status_code=204)
def archive(scope: Remover, product_id: UUID) -> None:
    """Nothing is deleted: it leaves the lists and keeps its history."""
    with _told(), db.transaction(scope) as session:
        queries.product(
            session, replace(scope, permissions=scope.permissions | {"products.read"}), product_id
        )
        actions.archive(session, scope, [product_id])
