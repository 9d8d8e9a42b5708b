"""Permissions and the seeded roles."""

import pytest

from prapazar.domain.access.permissions import ALL, PERSONAL_FIELDS, SEEDS, PermissionUnknown, checked, of

_BY_KEY = {seed.key: seed for seed in SEEDS}


def test_seeds_are_the_roles_of_the_product() -> None:
    assert list(_BY_KEY) == [
        "admin",
        "operator",
        "integrator",
        "tech_service",
        "dropshipper",
        "supplier",
        "sales_rep",
        "support_rep",
    ]


def test_seeds_hold_known_permissions_only() -> None:
    unknown = {p for seed in SEEDS for p in seed.permissions} - set(ALL)

    assert unknown == set()


def test_tech_service_sees_no_personal_data_and_others_do() -> None:
    masked = {key: seed.masks for key, seed in _BY_KEY.items() if seed.masks}

    assert masked == {"tech_service": PERSONAL_FIELDS}


def test_operator_cannot_touch_people_channels_or_prices() -> None:
    writes = {
        p
        for p in _BY_KEY["operator"].permissions
        if p.split(".")[0] in {"users", "roles", "channels", "prices"}
    }

    assert writes == {"channels.read", "prices.read"}


def test_of_expands_a_star_in_the_order_of_all() -> None:
    assert of("stock.read", "orders.*") == (
        "orders.read",
        "orders.write",
        "orders.delete",
        "orders.approve",
        "stock.read",
    )


def test_of_refuses_a_wish_that_names_nothing() -> None:
    with pytest.raises(PermissionUnknown):
        of("dashboard.write")


def test_checked_lets_whoever_writes_read_too() -> None:
    assert checked(["stock.write", "stock.write"], ["buyer.phone"]) == (
        ["stock.read", "stock.write"],
        ["buyer.phone"],
    )


@pytest.mark.parametrize("wish", ["*", "platform.manage", "orders.fly"])
def test_checked_refuses_what_no_role_may_hold(wish: str) -> None:
    with pytest.raises(PermissionUnknown):
        checked([wish], [])
