"""Which parts stand on a home, and what moving, hiding and resizing make of them."""

import pytest

from prapazar.domain.access.permissions import PLATFORM, SEEDS
from prapazar.domain.reporting.homes import (
    COLUMNS,
    STARTS,
    WIDGETS,
    Place,
    arranged,
    hidden,
    moved,
    resized,
    shown,
)

THREE = [Place("sales", 3), Place("week", 2), Place("goals", 1), Place("hours", 2, is_hidden=True)]


def _keys(places: list[Place]) -> list[str]:
    return [one.key for one in places if not one.is_hidden]


@pytest.mark.parametrize("bundle", SEEDS, ids=lambda bundle: bundle.key)
def test_role_may_see_every_part_it_begins_with(bundle: object) -> None:
    permissions, key = bundle.permissions, bundle.key  # type: ignore[attr-defined]

    begins = arranged([], key, lambda permission: permission in permissions)

    assert _keys(begins) == list(STARTS[key])
    assert all(WIDGETS[one.key].permission in permissions for one in begins)


@pytest.mark.parametrize("role", STARTS)
def test_a_home_begins_without_a_hole(role: str) -> None:
    """Its parts fill every line of the three columns, in the order in which they stand."""
    taken = 0
    for key in STARTS[role]:
        size = WIDGETS[key].size
        assert taken % COLUMNS + size <= COLUMNS, key
        taken += size

    assert taken % COLUMNS == 0


def test_platform_parts_are_for_super_admins_alone() -> None:
    of_platform = {key for key, widget in WIDGETS.items() if widget.permission == PLATFORM}

    assert {"merchants", "people", "growth"} <= of_platform <= set(STARTS["super_admin"])
    assert all(of_platform.isdisjoint(parts) for role, parts in STARTS.items() if role != "super_admin")


def test_role_of_ones_own_begins_with_what_it_may_see_of_an_admins() -> None:
    begins = arranged([], "", lambda permission: permission in {"stock.read", "dashboard.read"})

    assert [(one.key, one.is_hidden) for one in begins] == [
        ("attention", False),
        ("low_stock", False),
        ("stock_value", False),
    ]


def test_what_was_arranged_stays_and_new_parts_come_behind() -> None:
    kept = [Place("week", 3), Place("sales", 1, is_hidden=True), Place("gone", 1), Place("margin", 1)]
    permitted = {"reports.read", "dashboard.read"}

    found = arranged(kept, "admin", lambda permission: permission in permitted)

    assert found == [
        Place("week", 3),
        Place("attention", 1),
        Place("goals", 1),
        Place("sales", 1, is_hidden=True),
    ]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (0, ["week", "sales", "goals"]),
        (1, ["sales", "week", "goals"]),
        (2, ["sales", "goals", "week"]),
        (99, ["sales", "goals", "week"]),
        (-5, ["week", "sales", "goals"]),
    ],
)
def test_part_moves_within_those_that_are_shown(to: int, expected: list[str]) -> None:
    found = moved(THREE, "week", to)

    assert _keys(found) == expected
    assert found[-1] == Place("hours", 2, is_hidden=True)


def test_hidden_part_does_not_move() -> None:
    assert moved(THREE, "hours", 0) == THREE


def test_size_stays_within_the_columns() -> None:
    assert [one.size for one in resized(resized(THREE, "sales", 9), "week", 0)] == [3, 1, 1, 2]


def test_hidden_part_comes_back_behind_the_others() -> None:
    without = hidden(THREE, "sales")

    assert _keys(without) == ["week", "goals"]
    assert _keys(shown(without, "sales")) == ["week", "goals", "sales"]
    assert shown(without, "week") == without
