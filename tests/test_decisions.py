"""What the decisions of docs/decisions promise and no other test holds."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from prapazar.foundation import db
from prapazar.foundation.scope import Scope

ROOT = Path(__file__).parents[1]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
PARTS = ["Context", "Decision", "Consequences", "Alternatives", "Check"]
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ROW = re.compile(r"^\| ([a-z0-9-]+) \| \S", re.MULTILINE)
_EVALUATED = ("toast", "call_script", "call_function", "window_alert")
_THEMED = ("button", "text", "heading", "flex", "box", "vstack", "hstack", "grid", "badge", "table", "dialog")
_FORBIDDEN = re.compile(rf"\brx\.(?:{'|'.join((*_EVALUATED, *_THEMED))})\(|\brx\.toast\.(?!provider)")


def test_every_decision_has_its_parts() -> None:
    parts = {page.name: re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE) for page in DECISIONS}

    assert parts == {page.name: PARTS for page in DECISIONS}


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    listed = re.findall(
        r"\((0\d{3}-[a-z0-9-]+\.md)\)", (ROOT / "docs" / "decisions" / "README.md").read_text()
    )

    assert [page.name for page in DECISIONS] == listed
    assert [page.name[:4] for page in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [found.group().lower() for line in wanted if (found := _NAME.match(line))]

    lines = _ROW.findall((ROOT / "docs" / "decisions" / "0009-libraries.md").read_text())

    assert sorted(line for line in lines if line != "library") == sorted(names)


def _forbidden(source: str) -> list[str]:
    return _FORBIDDEN.findall(source)


def _screens() -> Iterator[Path]:
    for room in ("pages", "components", "states"):
        yield from sorted((ROOT / "prapazar" / room).rglob("*.py"))


def test_screens_use_no_themed_part_and_nothing_that_is_evaluated() -> None:
    found = {str(path.relative_to(ROOT)): _forbidden(path.read_text()) for path in _screens()}

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("source", "is_right"),
    [
        ("rx.el.button('Kaydet')", True),
        ("rx.toast.provider(position='top-right')", True),
        ("rx.form(rx.fragment())", True),
        ("return rx.toast.success('x')", False),
        ("return rx.redirect('/orders')", True),
        ("return rx.call_script('x()')", False),
        ("rx.button('Kaydet')", False),
    ],
)
def test_word_check_knows_right_from_wrong(source: str, *, is_right: bool) -> None:
    assert (_forbidden(source) == []) is is_right


@pytest.mark.parametrize(
    ("table", "index"),
    [("product", "ix_product_search"), ("purchase_order", "ix_purchase_order_search")],
)
def test_search_behind_row_level_security_uses_its_index(
    database: str, scope: Scope, table: str, index: str
) -> None:
    _drop_ordinary_indexes(database, table)
    with db.transaction(scope) as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))

        plan = session.execute(
            text(f"EXPLAIN SELECT id FROM {table} WHERE search @@ to_tsquery('simple', 'sut:*')")
        ).scalars()

    assert f"Bitmap Index Scan on {index}" in "\n".join(plan)


def _drop_ordinary_indexes(database: str, table: str) -> None:
    """With an empty table the planner would rather read the merchant's rows in their order."""
    engine = create_engine(database)
    with engine.begin() as owner:
        found = owner.execute(
            text(
                "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                " JOIN pg_am a ON a.oid = c.relam WHERE i.indrelid = CAST(:table AS regclass)"
                " AND a.amname = 'btree' AND NOT i.indisprimary"
            ),
            {"table": table},
        ).scalars()
        for index in found.all():
            owner.execute(text(f"DROP INDEX {index}"))
    engine.dispose()
