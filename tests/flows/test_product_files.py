"""Product files: the channel's stock and price, complete rows alone, only what changed, and who may fetch them."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.channels import actions
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.flows import file_channels, file_runs, product_files
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.sheets import open_sheet
from tests.factories import catalog as make
from tests.factories.files import USUAL, connected, counted, counts, errors, run

_CATEGORY = text(
    "WITH c AS (INSERT INTO category (id, merchant_id, name, path) VALUES (:id, :merchant, 'Çay', 'Gıda > Çay')"
    " RETURNING id) UPDATE product SET category_id = (SELECT id FROM c)"
)


@pytest.fixture
def shop(scope: Scope) -> UUID:
    """DeFacto asks for barcode and brand, Letgo for neither."""
    counted(scope, "CAY", 20, price="1234.50", name="Rize Çayı")
    counted(scope, "TUZ", 0, price="10", name="Tuz")
    with db.transaction(scope) as session:
        session.execute(_CATEGORY, {"id": uuid4(), "merchant": scope.merchant_id})
    return connected(scope, "letgo")


def made(scope: Scope, shop: UUID, *, only_changed: bool = False) -> RunRow:
    run_id = product_files.ask(scope, shop, only_changed=only_changed)
    file_runs.make(run_id)
    return run(scope, run_id)


def read(scope: Scope, found: RunRow) -> dict[str, dict[str, str]]:
    """Rows of the file by SKU, each by heading."""
    file = file_channels.made_file(scope, found.id)
    assert file is not None
    sheet = open_sheet(file.path)
    return {cells[0]: dict(zip(sheet.headings, cells, strict=True)) for _, cells in sheet.rows()}


def test_file_holds_the_stock_and_price_of_the_channel(scope: Scope, shop: UUID) -> None:
    with db.transaction(scope) as session:
        actions.set_offer(session, scope, shop, buffer=2, percent=50, cap=None)

    found = made(scope, shop)

    rows = read(scope, found)
    assert counts(found) == ("done", 2, 2, 0, 0, 0)
    assert {sku: (row["Stok Adedi"], row["Satış Fiyatı"], row["Kategori"]) for sku, row in rows.items()} == {
        "CAY": ("8", "1234,50", "Gıda > Çay"),
        "TUZ": ("0", "10,00", "Gıda > Çay"),
    }


def test_incomplete_articles_stay_out_and_are_named(scope: Scope, shop: UUID) -> None:
    with db.transaction(scope) as session:
        make.variant(session, scope, "SAYILMADI")
        session.execute(text("UPDATE variant SET sale_price = NULL WHERE sku = 'TUZ'"))
    strict = connected(scope, "defacto")

    found, wanting = made(scope, shop), made(scope, strict)

    assert counts(found) == ("done", 3, 1, 0, 0, 2)
    assert sorted(errors(found)) == [
        (0, "Kategori", "missing", "SAYILMADI"),
        (0, "Satış Fiyatı", "no_price", "TUZ"),
        (0, "Stok Adedi", "not_counted", "SAYILMADI"),
    ]
    assert list(read(scope, found)) == ["CAY"]
    assert (wanting.created, wanting.failed) == (0, 3)
    assert (0, "Marka", "missing", "CAY") in errors(wanting)


def test_price_below_its_floor_never_leaves(scope: Scope, shop: UUID) -> None:
    with db.transaction(scope) as session:
        session.execute(text("UPDATE variant SET floor_price = NULL, cost = 20 WHERE sku = 'TUZ'"))
        session.execute(text("UPDATE variant SET floor_price = NULL WHERE sku = 'CAY'"))

    found = made(scope, shop)

    assert sorted(errors(found)) == [
        (0, "Satış Fiyatı", "below_floor", "TUZ"),
        (0, "Satış Fiyatı", "no_floor", "CAY"),
    ]


def test_only_what_changed_since_the_last_file_is_written(scope: Scope, shop: UUID) -> None:
    made(scope, shop)
    with db.transaction(scope) as session:
        tea = session.execute(text("SELECT id FROM variant WHERE sku = 'CAY'")).scalar_one()
        set_on_hand(session, scope, [StockCount(tea, 19)], note="sayım")

    changed = made(scope, shop, only_changed=True)
    nothing = made(scope, shop, only_changed=True)
    other = made(scope, connected(scope, "letgo"), only_changed=True)

    assert (counts(changed), list(read(scope, changed))) == (("done", 2, 1, 0, 1, 0), ["CAY"])
    assert (counts(nothing), read(scope, nothing)) == (("done", 2, 0, 0, 2, 0), {})
    assert other.created == 2


def test_pages_are_put_together_to_one_file(
    scope: Scope, shop: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_files, "BATCH", 1)

    found = made(scope, shop)

    assert (counts(found), sorted(read(scope, found))) == (("done", 2, 2, 0, 0, 0), ["CAY", "TUZ"])


def test_form_of_the_channel_says_how_the_file_is_written(scope: Scope, shop: UUID) -> None:
    form = {**USUAL, "vat": "excluded", "encoding": "windows1254", "separator": "tab", "columns": "en"}
    file_channels.set_form(scope, shop, {**form, "status_words": "Yolda=shipped"})

    found = made(scope, shop)
    file = file_channels.made_file(scope, found.id)

    assert file is not None
    assert "SKU\tBarcode\t" in file.path.read_text(encoding="cp1254")
    assert read(scope, found)["CAY"]["Sale Price"] == f"{Decimal('1234.50') / Decimal('1.2'):.2f}".replace(
        ".", ","
    )
    with pytest.raises(ConnectionInvalid):
        file_channels.set_form(scope, shop, {**form, "status_words": "Yolda=uçtu"})
    assert file_channels.overview(scope, shop).form["status_words"] == "Yolda=shipped"


def test_file_goes_to_nobody_else(scope: Scope, other_scope: Scope, shop: UUID) -> None:
    found = made(scope, shop)
    clerk = Scope(scope.merchant_id, uuid4(), frozenset({"channels.read"}))

    assert file_channels.made_file(other_scope, found.id) is None
    with pytest.raises(PermissionDenied):
        file_channels.made_file(clerk, found.id)
    with pytest.raises(PermissionDenied):
        product_files.ask(clerk, shop, only_changed=False)
    with pytest.raises(ConnectionMissing):
        product_files.ask(other_scope, shop, only_changed=False)


def test_channel_that_is_closed_or_called_gets_no_product_file(scope: Scope) -> None:
    with db.transaction(scope) as session:
        called = make.connection(session, scope)

    for shop in (called, connected(scope, "gittigidiyor")):
        with pytest.raises(file_channels.NotByFiles):
            product_files.ask(scope, shop, only_changed=False)
