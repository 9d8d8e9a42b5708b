"""Operations asked by hand: what is typed is read strictly, and every connector's methods are covered."""

from datetime import datetime
from decimal import Decimal

import pytest

from prapazar.connector_kit import operations, registry
from prapazar.connector_kit.operations import METHODS, OPERATIONS, FieldKind, FieldWrong, Goods
from prapazar.connector_kit.records import ItemResult, ItemState, PushResult
from prapazar.foundation.clock import ISTANBUL


def test_moments_are_turkish_and_goods_are_looked_up() -> None:
    def find(name: str) -> tuple[str, str | None]:
        return {"SAL-1": ("77", "P7")}[name]

    window = OPERATIONS["orders"].parse(
        {"since": "2026-11-20T10:00", "until": "2026-11-21T10:00+00:00", "pages": "2"}
    )
    price = OPERATIONS["push_price"].parse({"goods": "SAL-1 149,90"}, find)

    assert window["since"] == datetime(2026, 11, 20, 10, tzinfo=ISTANBUL)
    assert window["pages"] == 2
    assert price == {"goods": [Goods("77", "P7", Decimal("149.90"))], "currency": None}


@pytest.mark.parametrize(
    ("operation", "typed", "field", "code"),
    [
        ("order", {"package": " "}, "package", "field.required"),
        ("orders", {"since": "yesterday", "until": "x", "pages": "1"}, "since", "field.wrong_form"),
        ("push_stock", {"goods": "SAL-1"}, "goods", "field.wrong_form"),
        ("push_stock", {"goods": "SAL-1 -4"}, "goods", "field.wrong_form"),
        ("report_status", {"package": "1", "step": "flown"}, "step", "field.not_a_choice"),
    ],
)
def test_what_cannot_be_used_names_its_field(
    operation: str, typed: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(FieldWrong) as wrong:
        OPERATIONS[operation].parse(typed)

    assert (wrong.value.field, wrong.value.code) == (field, code)


def test_every_connector_has_its_operations_and_no_other() -> None:
    for manifest in registry.all_manifests():
        found = {one.capability for one in operations.of(manifest)}

        assert found == set(manifest.capabilities) & {one.capability for one in OPERATIONS.values()}
    assert set(METHODS.values()) <= set(OPERATIONS)


def test_only_operations_that_change_nothing_ask_for_nothing_to_send() -> None:
    sending = {FieldKind.GOODS, FieldKind.LINES, FieldKind.LONG_TEXT, FieldKind.PAIRS}

    assert [
        one.name
        for one in OPERATIONS.values()
        if not one.changes and any(f.kind in sending for f in one.fields)
    ] == []


def test_records_become_plain_json_with_their_kind() -> None:
    record = PushResult(items=(ItemResult("1", ItemState.REJECTED, "x"),))

    assert operations.plain(record) == {
        "_": "PushResult",
        "items": [{"_": "ItemResult", "external_id": "1", "state": "rejected", "code": "x", "message": None}],
        "batch_external_id": None,
    }
