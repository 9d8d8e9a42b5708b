"""What counts as another shape, and what is only an answer with less in it."""

import pytest

from prapazar.domain.channels.shapes import rules
from prapazar.domain.channels.shapes.rules import ENOUGH, Change, Path

Plain = dict[str, str]
PAGE: Plain = {
    "": "object",
    ".rows": "list",
    ".rows[]": "object",
    ".rows[].no": "text",
    ".rows[].total": "number",
}


def _known(shape: Plain, answers: int = ENOUGH) -> dict[str, Path]:
    return rules.learn({}, rules.read(shape), [], answers)


def _without(*paths: str) -> Plain:
    return {path: types for path, types in PAGE.items() if path not in paths}


@pytest.mark.parametrize(
    ("shape", "changes"),
    [
        (PAGE, []),
        (_without(".rows[].total"), [Change(".rows[].total", "gone", before="number")]),
        ({**PAGE, ".rows[].sum": "number"}, [Change(".rows[].sum", "new", now="number")]),
        ({**PAGE, ".rows[].total": "text"}, [Change(".rows[].total", "type", "number", "text")]),
        ({**PAGE, ".rows[].total": "null|number"}, []),
        (_without(".rows[]", ".rows[].no", ".rows[].total"), []),
        (
            {**PAGE, ".rows[].box": "object", ".rows[].box.id": "number"},
            [Change(".rows[].box", "new", now="object")],
        ),
    ],
    ids=["same", "gone", "new", "type", "sometimes empty", "empty list", "topmost alone"],
)
def test_change_is_told_path_by_path(shape: Plain, changes: list[Change]) -> None:
    assert rules.compare(_known(PAGE), rules.read(shape)) == changes


def test_nothing_is_a_change_while_it_is_learned() -> None:
    known = _known(PAGE, answers=ENOUGH - 1)

    assert rules.compare(known, rules.read(_without(".rows[].total"))) == []


def test_field_that_some_rows_lack_may_stay_away() -> None:
    known = rules.learn(_known(PAGE, 1), rules.read(_without(".rows[].total")), [], ENOUGH)

    assert known[".rows[].total"].is_optional
    assert rules.compare(known, rules.read(_without(".rows[].total"))) == []


def test_accepted_change_is_no_change_any_more() -> None:
    renamed = rules.read({**_without(".rows[].total"), ".rows[].sum": "text"})
    known = _known(PAGE)
    changes = rules.compare(known, renamed)

    accepted = rules.accept(rules.learn(known, renamed, changes), changes)

    assert [change.kind for change in changes] == ["new", "gone"]
    assert rules.compare(accepted, renamed) == []
    assert rules.compare(accepted, rules.read(PAGE)) == []


def test_change_is_undone_when_what_went_is_back() -> None:
    renamed = [Change(".rows[].sum", "new", now="number"), Change(".rows[].total", "gone", before="number")]

    assert rules.is_undone(renamed, rules.read(PAGE))
    assert not rules.is_undone(renamed, rules.read(_without(".rows[].total")))
    assert not rules.is_undone(renamed[:1], rules.read(PAGE))
