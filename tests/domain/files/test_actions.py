"""Files are kept sealed, once each, and for those alone who may see their record."""

import dataclasses
from uuid import uuid4

import pytest

from prapazar.domain.files import actions
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.files.errors import FileMissing, FileRefused
from prapazar.domain.files.models import StoredFile
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope

_PDF = b"%PDF-1.7 Sule Igdirlioglu"


def test_file_is_sealed_kept_once_and_read_back(scope: Scope) -> None:
    order = uuid4()
    with db.transaction(scope) as session:
        first, again = (
            actions.keep(session, scope, Subject.ORDER, order, FileKind.LABEL, f"{n}.pdf", _PDF) for n in "ab"
        )

    with db.transaction(scope) as session:
        kept, data = actions.read(session, scope, first)
        row = session.get(StoredFile, first)
        listed = actions.listed(session, scope, Subject.ORDER, [order])

    assert (first, kept.name, kept.content_type, data) == (again, "a.pdf", "application/pdf", _PDF)
    assert row is not None
    assert b"Igdirlioglu" not in row.content
    assert listed == [kept]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "kept.empty"), (b"%PDF-" + b"0" * 10_000_000, "kept.too_large"), (b"MZ", "kept.kind_not_kept")],
)
def test_file_that_is_not_kept_says_why(scope: Scope, data: bytes, code: str) -> None:
    with db.transaction(scope) as session, pytest.raises(FileRefused) as raised:
        actions.keep(session, scope, Subject.ORDER, uuid4(), FileKind.DOCUMENT, "a.exe", data)

    assert (raised.value.code, raised.value.name) == (code, "a.exe")


def test_file_is_seen_by_its_merchant_and_by_whoever_may_see_its_record(
    scope: Scope, other_scope: Scope
) -> None:
    with db.transaction(scope) as session:
        kept = actions.keep(session, scope, Subject.INVOICE, uuid4(), FileKind.INVOICE, "f.pdf", _PDF)
    picker = dataclasses.replace(scope, permissions=frozenset({"orders.read"}))

    with db.transaction(other_scope) as session, pytest.raises(FileMissing):
        actions.read(session, other_scope, kept)
    with db.transaction(scope) as session, pytest.raises(PermissionDenied):
        actions.read(session, picker, kept)
    with db.transaction(scope) as session:
        actions.remove(session, scope, kept)
    with db.transaction(scope) as session, pytest.raises(FileMissing):
        actions.read(session, scope, kept)
