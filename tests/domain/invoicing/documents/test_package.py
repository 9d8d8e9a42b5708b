"""The official package laid out from what GİB ships, and its rules compiled."""

from pathlib import Path

import pytest

from prapazar.domain.invoicing.documents import package
from prapazar.domain.invoicing.documents.official import Checker
from prapazar.domain.invoicing.documents.package import BadPackage
from tests.factories.official import small_archives, small_document


def _rules_of(folder: Path, word: str) -> list[tuple[str, str, str]]:
    checker = Checker(folder)
    try:
        return [(fault.rule, fault.place, fault.turkish) for fault in checker.faults(small_document(word))]
    finally:
        checker.close()


def test_archives_of_gib_become_a_checker(tmp_path: Path) -> None:
    target = tmp_path / "data" / "ubl-tr"

    package.lay_out(small_archives(tmp_path / "raw"), target)

    assert _rules_of(target, "GOOD") == []
    assert _rules_of(target, "BAD") == [("WordCheck", "Invoice", "Kelime yanlış.")]
    assert [(rule, place) for rule, place, _ in _rules_of(target, "")] == [
        ("xsd", "Invoice/ID"),
        ("WordCheck", "Invoice"),
    ]
    assert [path.name for path in tmp_path.rglob("outside.txt")] == []
    assert [path.name for path in target.parent.iterdir()] == ["ubl-tr"]


def test_compiled_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    small_archives(tmp_path / "raw")
    package.lay_out([tmp_path / "raw"], first)

    package.lay_out([first], second)

    assert _rules_of(second, "BAD") == [("WordCheck", "Invoice", "Kelime yanlış.")]


def test_half_a_package_leaves_the_old_one_alone(tmp_path: Path) -> None:
    rules, schemas = small_archives(tmp_path / "raw")
    target = tmp_path / "ubl-tr"
    package.lay_out([rules, schemas], target)
    (tmp_path / "page.zip").write_text("<html>")

    with pytest.raises(BadPackage, match="schematron-compiled"):
        package.lay_out([schemas], target)
    with pytest.raises(BadPackage, match="no archive"):
        package.lay_out([tmp_path / "page.zip"], target)

    assert package.missing(target) == []


def test_rules_that_are_no_schematron_are_told(tmp_path: Path) -> None:
    _, schemas = small_archives(tmp_path / "raw")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/UBL-TR_Main_Schematron.xml").write_text("<html>")

    with pytest.raises(BadPackage, match="cannot be compiled"):
        package.lay_out([tmp_path / "rules", schemas], tmp_path / "ubl-tr")
