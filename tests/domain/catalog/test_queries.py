"""The product list: what it finds, how it is sorted and paged, and how many statements it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.queries.filters import Presence, Problem, ProductFilter, StockState
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog as make


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def found(session: Session, scope: Scope, wanted: ProductFilter, **how: object) -> list[str]:
    return [row.name for row in queries.page(session, scope, wanted, **how).rows]  # type: ignore[arg-type]


def a_shop(session: Session, scope: Scope) -> None:
    """Tea on a channel with five units, coffee refused there and sold out, salt nowhere and unpriced."""
    channel = make.connection(session, scope)
    tea = create_product(
        session,
        scope,
        ProductDraft(
            "Şifalı Çay",
            (
                VariantDraft("CAY-500", "8690000000500", sale_price=Decimal(50), cost=Decimal(30)),
                VariantDraft("CAY-1000", "8690000001000", sale_price=Decimal(90), cost=Decimal(60)),
            ),
            brand="İpek",
            category="Gıda > Çay",
            images=("https://img.example/tea.jpg",),
        ),
    )
    coffee = create_product(
        session,
        scope,
        ProductDraft("Kahve", (VariantDraft("KHV", sale_price=Decimal(200)),), category="Gıda > Kahve"),
    )
    create_product(session, scope, ProductDraft("Tuz", (VariantDraft("TUZ"),)))
    half, kilo = queries.product(session, scope, tea).variants
    ground = queries.product(session, scope, coffee).variants[0]
    set_on_hand(session, scope, [StockCount(half.id, 2), StockCount(kilo.id, 3)])
    make.listing(session, scope, channel, half.id, "8690000000500")
    make.listing(session, scope, channel, ground.id, "KHV")
    session.connection().exec_driver_sql("UPDATE listing SET problem = 'price_low' WHERE external_id = 'KHV'")


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (ProductFilter(), ["Kahve", "Tuz", "Şifalı Çay"]),
        (ProductFilter(text="SIFALI cay"), ["Şifalı Çay"]),
        (ProductFilter(text="ipek"), ["Şifalı Çay"]),
        (ProductFilter(text="cay-10"), ["Şifalı Çay"]),
        (ProductFilter(text="8690000001"), ["Şifalı Çay"]),
        (ProductFilter(text="çay kahve"), []),
        (ProductFilter(text="?!"), []),
        (ProductFilter(category="Gıda"), ["Kahve", "Şifalı Çay"]),
        (ProductFilter(category="Gıda > Çay"), ["Şifalı Çay"]),
        (ProductFilter(category="Gı"), []),
        (ProductFilter(stock=StockState.IN_STOCK), ["Şifalı Çay"]),
        (ProductFilter(stock=StockState.LOW), ["Şifalı Çay"]),
        (ProductFilter(stock=StockState.OUT), ["Kahve", "Tuz"]),
        (ProductFilter(stock=StockState.SHORT), []),
        (ProductFilter(presence=Presence.ANYWHERE), ["Kahve", "Şifalı Çay"]),
        (ProductFilter(presence=Presence.NOWHERE), ["Tuz"]),
        (ProductFilter(problem=Problem.LISTING), ["Kahve"]),
        (ProductFilter(problem=Problem.NO_PRICE), ["Tuz"]),
        (ProductFilter(problem=Problem.NO_FLOOR), ["Kahve"]),
        (ProductFilter(problem=Problem.NO_BARCODE), ["Kahve", "Tuz"]),
        (ProductFilter(problem=Problem.NO_IMAGE), ["Kahve", "Tuz"]),
        (ProductFilter(problem=Problem.NO_CATEGORY), ["Tuz"]),
        (ProductFilter(price_from=Decimal(60)), ["Kahve", "Şifalı Çay"]),
        (ProductFilter(price_from=Decimal(60), price_to=Decimal(100)), ["Şifalı Çay"]),
    ],
)
def test_filter_finds(scope: Scope, wanted: ProductFilter, names: list[str]) -> None:
    with db.transaction(scope) as session:
        a_shop(session, scope)

    with db.transaction(scope) as session:
        rows = found(session, scope, wanted, sort="name", is_descending=False)
        total = queries.total(session, scope, wanted)

    assert (sorted(rows), total.count, total.is_capped) == (sorted(names), len(names), False)


def test_row_tells_sums_prices_and_channels(scope: Scope) -> None:
    with db.transaction(scope) as session:
        a_shop(session, scope)

    with db.transaction(scope) as session:
        tea = queries.page(session, scope, ProductFilter(text="çay")).rows[0]

    assert (tea.brand, tea.category, tea.image, tea.sku) == (
        "İpek",
        "Gıda > Çay",
        "https://img.example/tea.jpg",
        "CAY-500",
    )
    assert (tea.variants, tea.price_from, tea.price_to, tea.on_hand, tea.available, tea.has_floor) == (
        2,
        Decimal("50.00"),
        Decimal("90.00"),
        5,
        5,
        True,
    )
    assert [(c.connector, c.problem) for c in tea.channels] == [("trendyol", None)]


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_statements_for_any_number_of_rows(scope: Scope, count: int) -> None:
    with db.transaction(scope) as session:
        channel = make.connection(session, scope)
        for number in range(count):
            make.listing(session, scope, channel, make.variant(session, scope, f"S{number}"), f"S{number}")

    with db.transaction(scope) as session, counted(session) as statements:
        rows = queries.page(session, scope, ProductFilter()).rows

    assert (len(rows), len(statements)) == (count, 5)


@pytest.mark.parametrize("sort", ["updated", "name", "created"])
@pytest.mark.parametrize("is_descending", [True, False])
def test_cursor_walks_every_row_once(scope: Scope, sort: str, is_descending: bool) -> None:
    with db.transaction(scope) as session:
        for number in range(7):
            make.variant(session, scope, f"S{number}", name=f"Çay {number % 3}")

    with db.transaction(scope) as session:
        whole = queries.page(session, scope, ProductFilter(), sort=sort, is_descending=is_descending)
        walked: list[queries.ProductRow] = []
        cursor = None
        while True:
            part = queries.page(
                session,
                scope,
                ProductFilter(),
                sort=sort,
                is_descending=is_descending,
                cursor=cursor,
                limit=3,
            )
            walked += part.rows
            cursor = part.cursor
            if cursor is None:
                break

    assert (tuple(walked), whole.cursor, len(walked)) == (whole.rows, None, 7)


def test_page_by_offset_continues_where_the_first_ended(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for number in range(5):
            make.variant(session, scope, f"S{number}", name=f"Çay {number}")

    with db.transaction(scope) as session:
        second = found(session, scope, ProductFilter(), sort="name", is_descending=False, offset=2, limit=2)

    assert second == ["Çay 2", "Çay 3"]


def test_unknown_sort_is_refused(scope: Scope) -> None:
    with pytest.raises(ValueError, match="password"), db.transaction(scope) as session:
        queries.page(session, scope, ProductFilter(), sort="password")


def test_list_needs_the_permission_and_shows_only_own_rows(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(other_scope) as session:
        make.variant(session, other_scope, "FREMD")

    nobody = Scope(scope.merchant_id)
    with db.transaction(scope) as session:
        mine = queries.page(session, scope, ProductFilter()).rows
        with pytest.raises(PermissionDenied):
            queries.page(session, nobody, ProductFilter())

    assert mine == ()


def test_choices_find_brands_by_any_word(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for number, brand in enumerate(("Doğuş Çay", "Çaykur", "Ülker")):
            create_product(session, scope, ProductDraft("X", (VariantDraft(f"S{number}"),), brand=brand))

    with db.transaction(scope) as session:
        typed = [choice.name for choice in queries.brands(session, scope, "çay")]
        every = [choice.name for choice in queries.brands(session, scope)]
        percent = queries.brands(session, scope, "%")

    assert (typed, every, percent) == (["Çaykur", "Doğuş Çay"], ["Çaykur", "Doğuş Çay", "Ülker"], [])
