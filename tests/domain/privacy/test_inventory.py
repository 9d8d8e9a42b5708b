"""Every column of the database stands in the inventory, with what becomes of it."""

from sqlmodel import SQLModel

from prapazar.domain.privacy import finders
from prapazar.domain.privacy.actions.sealed import OPENERS
from prapazar.domain.privacy.enums import Reason
from prapazar.domain.privacy.inventory import inventory
from prapazar.foundation.texts import knows


def test_inventory_lists_every_column_of_every_table_and_no_other() -> None:
    finders.load_tables()
    tables = {name: set(table.columns.keys()) for name, table in SQLModel.metadata.tables.items()}

    listed = inventory().columns()

    unlisted = {name: columns - listed.get(name, set()) for name, columns in tables.items()}
    unknown = {name: columns - tables.get(name, set()) for name, columns in listed.items()}
    assert {name: columns for name, columns in unlisted.items() if columns} == {}
    assert {name: columns for name, columns in unknown.items() if columns} == {}


def test_no_table_is_listed_as_two_kinds() -> None:
    found = inventory()

    kinds = [set(found.plain), set(found.staff), {place.table for place in found.places}]

    assert [kinds[0] & kinds[1], kinds[0] & kinds[2], kinds[1] & kinds[2]] == [set(), set(), set()]


def test_every_place_can_be_found_erased_and_named() -> None:
    for place in inventory().places:
        if place.rows:
            assert place.rows in finders.FINDERS
        if place.rows and not place.deletes and not place.law:
            assert finders.assignments(place)
        assert set(place.kept.values()) | ({place.law} - {""}) <= {one.value for one in Reason}
        assert not place.sealed or place.name in OPENERS
        assert knows(f"privacy.place_{place.name}")
