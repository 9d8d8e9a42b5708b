"""What a batch of spreadsheet rows would change: compared with the books, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.actions.runs import RowError
from prapazar.domain.catalog.drafts import VariantDraft
from prapazar.domain.catalog.enums import SheetField
from prapazar.domain.catalog.errors import CatalogRefused, ValueInvalid, ValueMissing
from prapazar.domain.catalog.sheets import books
from prapazar.domain.catalog.sheets.books import Known
from prapazar.domain.catalog.sheets.lines import SheetLine
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold

PRODUCT_FIELDS = (
    SheetField.CODE,
    SheetField.NAME,
    SheetField.BRAND,
    SheetField.CATEGORY,
    SheetField.DESCRIPTION,
    SheetField.VAT_RATE,
    SheetField.IMAGES,
    SheetField.STATUS,
    SheetField.SUPPLIER,
)
_VARIANT_FIELDS = {
    SheetField.SKU: "sku",
    SheetField.BARCODE: "barcode",
    SheetField.VARIANT: "name",
    SheetField.COST: "cost",
    SheetField.DESI: "desi",
    SheetField.SHELF: "shelf",
}


class NewPrice(NamedTuple):
    row: int
    variant_id: UUID
    sale_price: Decimal
    list_price: Decimal | None
    floor_price: Decimal | None


@dataclass(slots=True)
class Memory:
    """What a run remembers between its batches: keys it has seen, and each product's first row."""

    keys: dict[str, int] = field(default_factory=dict)
    heads: dict[UUID, tuple[int, dict[SheetField, Any]]] = field(default_factory=dict)

    def forget(self, lines: Sequence[SheetLine]) -> None:
        """A batch was rolled back."""
        rows = {line.row for line in lines}
        self.keys = {key: row for key, row in self.keys.items() if row not in rows}
        self.heads = {key: head for key, head in self.heads.items() if head[0] not in rows}

    def twice(self, line: SheetLine) -> RowError | None:
        """A SKU or barcode that an earlier row of the file has, too."""
        for kind in (SheetField.SKU, SheetField.BARCODE):
            code = line.text(kind)
            if code and self.keys.setdefault(f"{kind.value} {code}", line.row) != line.row:
                return RowError(line.row, kind.value, "twice", code)
        return None


@dataclass(slots=True)
class Plan:
    """Product values are still names; ids of brands and categories are found when it is carried out."""

    products: dict[UUID, dict[SheetField, Any]] = field(default_factory=dict)
    """Values that new products get and known ones change to."""
    new_products: list[UUID] = field(default_factory=list)
    new_variants: list[dict[str, Any]] = field(default_factory=list)
    variants: list[dict[str, Any]] = field(default_factory=list)
    prices: list[NewPrice] = field(default_factory=list)
    floors: list[tuple[int, UUID, Decimal]] = field(default_factory=list)
    """(row, variant, floor) of variants without a price."""
    counts: dict[UUID, int] = field(default_factory=dict)
    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def make_plan(session: Session, scope: Scope, lines: Sequence[SheetLine], memory: Memory) -> Plan:
    plan = Plan()
    good = []
    for line in lines:
        error = memory.twice(line)
        if error:
            plan.errors.append(error)
        else:
            good.append(line)
    known = books.find(session, scope, good)
    for line in good:
        try:
            _place(plan, known, line, memory)
        except CatalogRefused as refused:
            plan.errors.append(RowError(line.row, refused.field, refused.code, refused.value))
    return plan


def _place(plan: Plan, known: Known, line: SheetLine, memory: Memory) -> None:
    stands = known.variant(line)
    product_id = stands.product_id if stands else known.product_of_code(line.text(SheetField.CODE))
    if stands is None and product_id is None and not line.text(SheetField.NAME):
        raise ValueMissing("name")
    supplier = line.text(SheetField.SUPPLIER)
    if supplier and supplier not in known.suppliers:
        raise ValueInvalid("supplier_unknown", "supplier", supplier)
    said = {key: line.values[key] for key in PRODUCT_FIELDS if key in line.values}
    if product_id:
        _agree(line.row, product_id, said, memory)
    draft = _draft(line, stands)
    rules.check_prices(draft)
    if stands is None:
        _add(plan, known, line, product_id, said, draft, memory)
        return
    changes = {key: value for key, value in said.items() if _is_new(key, stands.product[key], value)}
    _change(plan, line, stands, draft, changes)


def _is_new(key: SheetField, stands: Any, said: Any) -> bool:  # noqa: ANN401 - one type per field
    """Brands that fold alike are the same brand, and so are suppliers."""
    is_name = key in {SheetField.BRAND, SheetField.SUPPLIER}
    return bool(fold(stands) != fold(said) if is_name else stands != said)


def _agree(row: int, product_id: UUID, said: dict[SheetField, Any], memory: Memory) -> None:
    """Rows of one product must say the same of it, or the last row would win by accident."""
    _, first = memory.heads.setdefault(product_id, (row, said))
    for key, value in said.items():
        if key in first and first[key] != value:
            raise ValueInvalid("differs_from_group", key.value, _shown(value))


def _draft(line: SheetLine, stands: books.Stands | None) -> VariantDraft:
    """The variant as it would be; a crossed-out price that the new price overtakes goes."""
    get = line.values.get
    sale = get(SheetField.SALE_PRICE, stands.sale_price if stands else None)
    listed = get(SheetField.LIST_PRICE)
    if listed is None and stands and stands.list_price is not None and sale is not None:
        listed = stands.list_price if stands.list_price >= sale else None
    sku = line.text(SheetField.SKU) or (stands.sku if stands else line.text(SheetField.BARCODE))
    return VariantDraft(
        sku=sku,
        barcode=line.text(SheetField.BARCODE) or (stands.barcode if stands else None),
        name=get(SheetField.VARIANT, stands.name if stands else ""),
        cost=get(SheetField.COST, stands.cost if stands else None),
        sale_price=sale,
        list_price=listed,
        floor_price=get(SheetField.FLOOR_PRICE, stands.floor_price if stands else None),
        desi=get(SheetField.DESI, stands.desi if stands else None),
        shelf=get(SheetField.SHELF, stands.shelf if stands else ""),
        id=stands.id if stands else None,
    )


def _add(
    plan: Plan,
    known: Known,
    line: SheetLine,
    product_id: UUID | None,
    said: dict[SheetField, Any],
    draft: VariantDraft,
    memory: Memory,
) -> None:
    if product_id is None:
        product_id = new_id()
        plan.new_products.append(product_id)
        plan.products[product_id] = said
        memory.heads[product_id] = (line.row, said)
        known.codes[line.text(SheetField.CODE)] = product_id
    else:
        plan.products.setdefault(product_id, {}).update(said)
    variant_id = new_id()
    plan.new_variants.append(
        {
            "id": variant_id,
            "product_id": product_id,
            "sku": draft.sku,
            "barcode": draft.barcode,
            "name": draft.name,
            "options": {},
            "cost": draft.cost,
            "sale_price": draft.sale_price,
            "list_price": draft.list_price,
            "floor_price": draft.floor_price,
            "currency": draft.currency,
            "desi": draft.desi,
            "shelf": draft.shelf,
            "is_active": True,
        }
    )
    if SheetField.ON_HAND in line.values:
        plan.counts[variant_id] = line.values[SheetField.ON_HAND]
    plan.created.append(line.row)


def _change(
    plan: Plan,
    line: SheetLine,
    stands: books.Stands,
    draft: VariantDraft,
    changes: dict[SheetField, Any],
) -> None:
    if changes:
        plan.products.setdefault(stands.product_id, {}).update(changes)
    patch = {
        name: getattr(draft, name)
        for key, name in _VARIANT_FIELDS.items()
        if key in line.values and getattr(draft, name) != getattr(stands, name)
    }
    if patch:
        plan.variants.append({"id": stands.id, "product_id": stands.product_id, **patch})
    before = (stands.sale_price, stands.list_price, stands.floor_price)
    is_priced = (draft.sale_price, draft.list_price, draft.floor_price) != before
    if is_priced and draft.sale_price is not None:
        plan.prices.append(
            NewPrice(line.row, stands.id, draft.sale_price, draft.list_price, draft.floor_price)
        )
    elif is_priced and draft.floor_price is not None:
        plan.floors.append((line.row, stands.id, draft.floor_price))
    counted = line.values.get(SheetField.ON_HAND)
    is_counted = counted is not None and counted != stands.on_hand
    if counted is not None and is_counted:
        plan.counts[stands.id] = counted
    is_changed = changes or patch or is_priced or is_counted
    (plan.updated if is_changed else plan.unchanged).append(line.row)


def _shown(value: Any) -> str:  # noqa: ANN401 - one type per field
    return " ".join(value) if isinstance(value, tuple) else str(value)
