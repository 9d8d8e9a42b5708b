"""The merchant's category tree over REST."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.catalog.actions import categories as actions
from prapazar.domain.catalog.errors import CatalogRefused, CategoryMissing
from prapazar.domain.catalog.queries import tree
from prapazar.domain.catalog.queries.tree import CategoryRow
from prapazar.flows import categories as flow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/categories", tags=["categories"])
tells(CategoryMissing, 404, "categories.missing")
Reader = Annotated[Scope, Depends(scope_with("products.read"))]
Writer = Annotated[Scope, Depends(scope_with("products.write"))]
Deleter = Annotated[Scope, Depends(scope_with("products.delete"))]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class OneCategory(BaseModel):
    id: UUID
    parent_id: UUID | None
    name: str
    path: str
    products: int
    below: int
    """With those in the categories below it."""


class Sent(BaseModel):
    name: Name
    parent_id: UUID | None = None


class Change(BaseModel):
    """What is left out stays."""

    name: Name | None = None
    parent_id: UUID | None = None
    to_top: bool = False


class Other(BaseModel):
    category_id: UUID


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except CatalogRefused as refused:
        code = "name_needed" if refused.code == "missing" else refused.code
        raise Refused(422, f"categories.{code}", field=refused.field) from refused


@router.get("")
def categories(scope: Reader) -> list[OneCategory]:
    """By path: a parent stands above its children. Their products: `GET /api/products?category=<path>`."""
    with db.transaction(scope) as session:
        return [_one(row) for row in tree.category_tree(session, scope)]


@router.post("", status_code=201)
def add(scope: Writer, sent: Sent) -> OneCategory:
    with _refusals(), db.transaction(scope) as session:
        made = actions.add_category(session, scope, sent.name, sent.parent_id)
        return next(_one(row) for row in tree.category_tree(session, scope) if row.id == made)


@router.patch("/{category_id}")
def change(scope: Writer, category_id: UUID, sent: Change) -> list[OneCategory]:
    """Renamed, moved, or both."""

    def work(session: Session) -> None:
        if sent.name is not None:
            flow.rename(session, scope, category_id, sent.name)
        if sent.to_top or sent.parent_id is not None:
            flow.move(session, scope, category_id, None if sent.to_top else sent.parent_id)

    return _changed(scope, work)


@router.post("/{category_id}/merge")
def merge(scope: Deleter, category_id: UUID, into: Other) -> list[OneCategory]:
    """The one of the path goes; its products and what lies below go over."""
    return _changed(scope, lambda session: flow.merge(session, scope, category_id, into.category_id))


@router.delete("/{category_id}", status_code=204)
def delete(scope: Deleter, category_id: UUID) -> None:
    with _refusals(), db.transaction(scope) as session:
        actions.delete_category(session, scope, category_id)


def _changed(scope: Scope, work: Callable[[Session], object]) -> list[OneCategory]:
    with _refusals(), db.transaction(scope) as session:
        work(session)
        return [_one(row) for row in tree.category_tree(session, scope)]


def _one(row: CategoryRow) -> OneCategory:
    return OneCategory(
        id=row.id,
        parent_id=row.parent_id,
        name=row.name,
        path=row.path,
        products=row.products,
        below=row.below,
    )
