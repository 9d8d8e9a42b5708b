"""Entries of the audit trail in words: none without them, none that leads nowhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

import prapazar
from prapazar.domain.access import actions as access
from prapazar.domain.access import audit, audit_queries
from prapazar.domain.access.audit_queries import AuditFilter, AuditRow
from prapazar.domain.orders.routing import actions as routing
from prapazar.flows import audit_words
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.texts import knows
from prapazar.states import audit_rows
from tests.factories import people

_CODE = re.compile(r"[a-z]+\.[a-z_]+")
_WRITERS = {"append", "_note", "_audit"}
STORE, WHO = UUID(int=7), UUID(int=8)


def _kinds() -> set[str]:
    """Every code that is handed to the trail, or to what hands it on within a module that writes to it."""
    found = {audit.MASKED}
    for path in Path(prapazar.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "audit.append(" in source and path.name != "audit.py":
            found |= set(_in(ast.parse(source)))
    return found


def _in(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        of = getattr(getattr(call.func, "value", None), "id", "")
        if name in _WRITERS and (of == "audit" or name != "append"):
            yield from (
                one.value
                for one in call.args
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and _CODE.fullmatch(one.value)
            )


def test_every_kind_of_entry_has_words_and_a_screen() -> None:
    kinds = _kinds()

    rows = [AuditRow(WHO, 1, now(), None, None, kind, STORE, {}) for kind in kinds]

    assert len(kinds) > 60
    assert sorted(kind for kind in kinds if not knows(audit.sentence_of(kind))) == []
    assert sorted(row.action for row in rows if audit_rows.href(row).startswith("/settings/audit")) == []
    assert [audit_rows.href(row) for row in rows if "[" in audit_rows.href(row)] == []


@pytest.mark.parametrize(
    ("action", "values", "said"),
    [
        ("users.suspend", {"suspended": True}, ("Mağaza", "Askıda: Evet")),
        ("users.role", {"role": str(STORE)}, ("Mağaza", "Rol: Mağaza")),
        ("roles.save", {"permissions": ["a", "b"], "masks": []}, ("Mağaza", "Yetkiler: 2")),
        ("schedules.interval", {"job": "orders", "before": 60}, ("Mağaza", "İş: Siparişleri al · Önce: 60")),
        ("exports.made", {"what": "orders", "rows": 3}, ("Mağaza", "Liste: Siparişler · Satır: 3")),
        ("tariffs.load", {"since": "2026-11-22"}, ("Mağaza", "Başlangıç: 22 Kas 2026")),
        ("access.act", {"until": "2020-11-22T07:52:35.452+00:00"}, ("Mağaza", "Bitiş: 22 Kas 2020")),
        ("performance.targets", {"targets": {"late": "0.03"}}, ("Mağaza", "Hedefler: Geç kargolama %3")),
    ],
    ids=["flag", "role", "lists", "job", "list", "day", "moment", "rate"],
)
def test_values_are_said_in_words(action: str, values: dict[str, object], said: tuple[str, str]) -> None:
    row = AuditRow(WHO, 1, now(), WHO, "Ayşe", action, STORE, values)
    names = {STORE: "Mağaza"}

    found = (audit_words.record(row, names), audit_words.details(row, names, "tr"))

    assert found == said


def test_who_stood_in_whose_place_is_said_with_both_names() -> None:
    row = AuditRow(
        WHO, 1, now(), WHO, "Ayşe", "goals.set", None, {"impersonator": str(STORE), "ip": "10.0.0.7"}
    )

    shown = audit_rows.shown(row, {STORE: "Destek"}, "tr")

    assert (shown["person"], shown["origin"], shown["details"]) == ("Ayşe adına Destek", "10.0.0.7", "")


def test_ids_of_an_entry_that_people_know_by_a_name_are_named() -> None:
    other, role, supplier = UUID(int=9), UUID(int=10), UUID(int=11)
    values = {
        "impersonator": str(other),
        "role": str(role),
        "supplier": str(supplier),
        "order": str(UUID(int=12)),
    }

    found = audit_words.named(AuditRow(WHO, 1, now(), WHO, "Ayşe", "users.invite", STORE, values))

    assert list(found) == [STORE, other, role, supplier]


@pytest.mark.usefixtures("database")
def test_supplier_somebody_works_for_is_said_by_its_name(other_scope: Scope) -> None:
    merchant = people.merchant()
    boss, clerk = people.member(merchant), people.member(merchant, "supplier")
    ours, theirs = (_supplier(one) for one in (system_scope(merchant), other_scope))
    for supplier in (ours, None):
        with db.system_transaction() as session:
            access.set_member_supplier(session, boss.scope, clerk.user_id, supplier)

    with db.transaction(boss.scope) as session:
        rows = audit_queries.entries(session, boss.scope, wanted=AuditFilter(action="users.supplier"))
        called = {one for row in rows for one in audit_words.named(row)}
        names = audit_queries.names(session, boss.scope, {*called, theirs})

    assert [audit_words.details(row, names, "tr") for row in rows] == ["", "Tedarikçi: Ege Toptan"]
    assert names == {clerk.user_id: "Ayşe Yılmaz", ours: "Ege Toptan"}


def _supplier(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
