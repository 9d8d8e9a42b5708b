"""Who is who, on plain values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from prapazar.domain.customers import rules
from prapazar.domain.customers.enums import KeyKind
from prapazar.domain.customers.rules import Found, Said

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
FIRST, SECOND, THIRD = (UUID(int=n) for n in (1, 2, 3))
NEW = [UUID(int=n) for n in (101, 102, 103)]


def _said(number: int, name: str = "Ayşe Yılmaz", **facts: str) -> Said:
    return Said(UUID(int=number), AT + timedelta(hours=number), name, **facts)  # type: ignore[arg-type]  # texts


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("AYŞE@Örnek.com.tr", "ayse@ornek.com.tr"),
        (" ALİ@x.com ", "ali@x.com"),
        ("pf+dym24k@trendyolmail.com", "pf+dym24k@trendyolmail.com"),
        ("a***@gmail.com", None),
        ("noreply@shop.com", None),
        ("yok", None),
        (None, None),
    ],
)
def test_email_is_folded_unless_it_is_nobodys(said: str | None, kept: str | None) -> None:
    assert rules.email_of(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("0532 123 45 67", "905321234567"),
        ("+90 (532) 123-45-67", "905321234567"),
        ("5321234567", "905321234567"),
        ("00905321234567", "905321234567"),
        ("+49 151 23456789", "4915123456789"),
        ("0 532 000 00 00", None),
        ("0532 *** ** 67", None),
        ("112", None),
        ("", None),
    ],
)
def test_phone_is_written_one_way_unless_it_is_a_placeholder(said: str, kept: str | None) -> None:
    assert rules.phone_of(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [("1234567890", "1234567890"), ("12345678901", "12345678901"), ("11111111111", None), ("12345", None)],
)
def test_tax_number_of_a_buyer_nobody_asked_is_none(said: str, kept: str | None) -> None:
    assert rules.tax_number_of(said) == kept


def test_keys_stand_in_the_order_of_belief() -> None:
    said = Said(
        FIRST,
        AT,
        "Ayşe Nur Yılmaz",
        "a@x.com",
        "05321234567",
        "shop:7",
        billing={"tax_number": "1234567890"},
    )

    keys = rules.keys_of(said)

    assert keys == [
        (KeyKind.TAX, "1234567890"),
        (KeyKind.BUYER, "shop:7"),
        (KeyKind.EMAIL, "a@x.com"),
        (KeyKind.PHONE, "905321234567 ayse"),
    ]


def test_masked_name_makes_no_telephone_a_key() -> None:
    assert rules.keys_of(_said(1, "A** Y**", phone="05321234567")) == []


def test_likeness_is_the_same_however_the_street_is_written() -> None:
    one = {"line": "Moda Caddesi No:12 Daire:5", "district": "Kadıköy", "city": "İstanbul"}
    other = {"line": "MODA CAD. 12/5", "district": "KADIKOY", "city": "ISTANBUL"}

    assert rules.likeness("Ayşe Yılmaz", one) == rules.likeness("AYSE YILMAZ", other)
    assert rules.likeness("Ayşe Yılmaz", one) != rules.likeness(
        "Ayşe Yılmaz", {**one, "line": "Moda Cad. 12/6"}
    )
    assert rules.likeness("Ayşe Yılmaz", {**one, "line": ""}) == ""
    assert rules.likeness("Ayşe", one) == ""
    assert rules.likeness("A*** Y***", one) == ""


def test_buyers_are_one_by_any_key_in_the_order_they_bought() -> None:
    orders = [
        _said(3, phone="05321234567"),
        _said(1, email="a@x.com"),
        _said(2, email="A@X.com", phone="05321234567"),
    ]

    found = rules.settle(orders, {}, NEW)

    assert found == Found(
        owner={UUID(int=1): NEW[0], UUID(int=2): NEW[0], UUID(int=3): NEW[0]},
        fresh={NEW[0]: orders[1]},
        keys={(KeyKind.EMAIL, "a@x.com"): NEW[0], (KeyKind.PHONE, "905321234567 ayse"): NEW[0]},
    )


def test_family_with_one_telephone_stays_two() -> None:
    orders = [_said(1, phone="05321234567"), _said(2, "Ali Yılmaz", phone="05321234567")]

    found = rules.settle(orders, {}, NEW)

    assert found.owner == {UUID(int=1): NEW[0], UUID(int=2): NEW[1]}


def test_order_with_keys_of_two_goes_with_the_more_believable_and_both_are_told() -> None:
    known = {(KeyKind.EMAIL, "a@x.com"): FIRST, (KeyKind.BUYER, "shop:7"): SECOND}

    found = rules.settle([_said(1, email="a@x.com", buyer="shop:7")], known, NEW)

    assert found == Found(owner={UUID(int=1): SECOND}, clashes={(FIRST, SECOND)})


def test_order_that_is_somebodys_stays_so_and_brings_its_new_keys() -> None:
    known = {(KeyKind.EMAIL, "a@x.com"): FIRST}
    said = Said(UUID(int=1), AT, "Ayşe", "a@x.com", "05321234567", customer_id=THIRD)

    found = rules.settle([said], known, NEW)

    assert found == Found(
        owner={UUID(int=1): THIRD},
        keys={(KeyKind.PHONE, "905321234567 ayse"): THIRD},
        clashes={(FIRST, THIRD)},
    )
