"""A person is recognised in free text however it is written, and nobody else is."""

import re

import pytest

from prapazar.domain.privacy import rules
from prapazar.domain.privacy.rules import Gathering, Terms


def _terms() -> Terms:
    gathered = Gathering()
    gathered.address({"name": "Işıl Çağlar", "line": "Gül Sokağı No: 12 D: 5", "tax_number": "12345678902"})
    gathered.email("Isil.Caglar@Ornek.com")
    gathered.phone("0532 111 22 33")
    return gathered.terms()


@pytest.mark.parametrize(
    "written",
    [
        "Işıl Çağlar",
        "IŞIL ÇAĞLAR",
        "isil caglar",
        "Sayın İşıl  Çağlar,",
        "ad=I%C5%9F%C4%B1l+%C3%87a%C4%9Flar",
        r"{\"name\": \"I\u015f\u0131l \u00c7a\u011flar\"}",
        "I&#351;&#305;l &Ccedil;a&#287;lar",
        "isil.caglar@ornek.com",
        "ISIL.CAGLAR%40ORNEK.COM",
        "+90 532 111 22 33",
        "05321112233",
        "(532) 111-22-33",
        "gül sokağı no:12 d:5",
        "TC 12345678902.",
    ],
)
def test_person_is_recognised_however_it_is_written(written: str) -> None:
    looked_for = re.compile(rules.pattern(_terms()))

    assert rules.names_person(written.encode(), looked_for)


@pytest.mark.parametrize(
    "written",
    ["Işıl Kaya", "Çağlar Işıl", "Işılay Çağlar", "0532 111 22 34", "912345678902", "Gül Sokağı No: 13"],
)
def test_others_are_not_mistaken_for_the_person(written: str) -> None:
    looked_for = re.compile(rules.pattern(_terms()))

    assert not rules.names_person(written.encode(), looked_for)


def test_masked_keeps_the_shape() -> None:
    looked_for = re.compile(rules.pattern(_terms()))
    said = {"note": "Işıl Çağlar aradı", "Isil Caglar": [1, True, None, 5321112233], "n": 7}

    found = rules.masked(said, looked_for)

    assert found == {"note": "••• aradı", "•••": [1, True, None, None], "n": 7}


def test_what_is_known_to_nobody_else_makes_no_pattern() -> None:
    gathered = Gathering()
    gathered.address({"name": "Işıl", "phone": "123", "line": "No 5"})
    gathered.name("A*** Y***")

    assert gathered.terms() == Terms()
    assert rules.pattern(gathered.terms()) == ""


def test_terms_come_back_as_they_were_packed() -> None:
    assert Terms.unpacked(_terms().packed()) == _terms()
