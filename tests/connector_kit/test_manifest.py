"""The manifest: a form that can be checked, hosts, and limits by tier."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from prapazar.connector_kit.limits import Window
from prapazar.connector_kit.manifest import Manifest

_WORDS = {"tr": "Alan", "en": "Field"}


def _described(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a manifest
    return {
        "slug": "bazaar",
        "name": "Bazaar",
        "kinds": ["marketplace"],
        "capabilities": ["test_credentials"],
        "documentation": "https://bazaar.test/docs",
        "hosts": {"live": "{shop_url}", "sandbox": "{sandbox}/bazaar"},
        "auth": {
            "kind": "token",
            "account": "shop_url",
            "where": _WORDS,
            "fields": [
                {"name": "shop_url", "kind": "url", "label": _WORDS},
                {"name": "token", "kind": "secret", "label": _WORDS, "pattern": "t_\\d+"},
                {
                    "name": "tier",
                    "kind": "choice",
                    "label": _WORDS,
                    "required": False,
                    "default": "s",
                    "choices": [{"value": "s", "label": _WORDS}, {"value": "l", "label": _WORDS}],
                },
            ],
        },
        "tiers": {"setting": "tier", "default": "s"},
        "limits": [
            {
                "group": "read",
                "seconds": 60,
                "requests": {"s": 30, "l": 0},
                "since": "2026-01-01",
                "source": "x",
            },
            {"group": "read", "seconds": 10, "requests": 50, "since": "2026-01-01", "source": "x"},
        ],
        **changes,
    }


def _manifest(**changes: Any) -> Manifest:  # noqa: ANN401 - any part of a manifest
    return Manifest.model_validate(_described(**changes))


def test_faults_names_every_field_that_cannot_be_right() -> None:
    faults = _manifest().faults({"shop_url": "magazam", "token": "x", "tier": "xl"})

    assert faults == {
        "shop_url": "field.not_an_address",
        "token": "field.wrong_form",
        "tier": "field.not_a_choice",
    }


def test_faults_is_empty_for_a_form_filled_in_well() -> None:
    assert _manifest().faults({"shop_url": " https://magazam.com ", "token": "t_1"}) == {}


def test_faults_asks_for_what_is_required() -> None:
    assert _manifest().faults({}) == {"shop_url": "field.required", "token": "field.required"}


def test_split_parts_secrets_from_settings_and_fills_defaults() -> None:
    kept, sealed = _manifest().split({"shop_url": "https://magazam.com ", "token": "t_1", "other": "x"})

    assert kept == {"shop_url": "https://magazam.com", "tier": "s"}
    assert sealed == {"token": "t_1"}


def test_host_is_the_merchants_own_or_the_sandbox() -> None:
    settings = {"shop_url": "https://magazam.com/"}

    hosts = [
        _manifest().host("live", settings, "http://s/"),
        _manifest().host("sandbox", settings, "http://s/"),
    ]

    assert hosts == ["https://magazam.com", "http://s/bazaar"]


def test_addresses_are_those_of_every_part() -> None:
    live = {"orders": "https://oms.test", "catalog": "https://mpop.test/"}
    sandbox = {"orders": "{sandbox}/bazaar/oms", "catalog": "{sandbox}/bazaar/mpop"}
    manifest = _manifest(hosts={"live": live, "sandbox": sandbox})

    assert manifest.addresses("live", {}, "http://s") == {
        "orders": "https://oms.test",
        "catalog": "https://mpop.test",
    }
    assert manifest.addresses("sandbox", {}, "http://s/")["catalog"] == "http://s/bazaar/mpop"
    assert manifest.host("sandbox", {}, "http://s/") == "http://s/bazaar/oms"


def test_addresses_of_one_host_stand_under_no_name() -> None:
    addresses = _manifest().addresses("sandbox", {"shop_url": "https://magazam.com"}, "http://s")

    assert addresses == {"": "http://s/bazaar"}


def test_windows_follow_the_tier() -> None:
    manifest = _manifest()

    assert manifest.windows({}) == {"read": (Window(30, 60), Window(50, 10))}
    assert manifest.windows({"tier": "l"}) == {"read": (Window(50, 10),)}


@pytest.mark.parametrize(
    "changes",
    [
        {"hosts": {"live": "{address}"}},
        {"hosts": {"sandbox": "{sandbox}/bazaar"}},
        {"hosts": {"live": {}}},
        {"hosts": {"live": {"orders": "{address}"}}},
        {"hosts": {"live": {"orders": "https://o.test"}, "sandbox": "{sandbox}/bazaar"}},
        {"tiers": None},
        {"capabilities": ["fly"]},
        {"slug": "Bazaar 2"},
        {"typo": 1},
    ],
)
def test_manifest_that_does_not_fit_together_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _manifest(**changes)


def test_changes_are_dated() -> None:
    described = {"since": "2026-10-15", "what": _WORDS, "source": "https://bazaar.test/docs"}

    [change] = _manifest(changes=[described]).changes

    assert change.since == date(2026, 10, 15)
