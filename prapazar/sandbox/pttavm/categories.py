"""A handful of categories; there is no dictionary of attributes."""

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.pttavm.visit import Refusal, Routes, Visit

_UPDATED = "2026-01-23T10:40:02"
_CATEGORIES: tuple[tuple[int, int, str], ...] = (
    (10, 0, "Giyim & Aksesuar"),
    (101, 10, "Şal & Fular"),
    (102, 10, "Tişört"),
    (20, 0, "Süpermarket"),
    (201, 20, "İçecek"),
    (2011, 201, "Çay"),
)
"""Id, parent (0: none), name."""
TEA = 2011
_NO_ERROR: Json = {"error_code": None, "error_message": None}
routes = Routes()


def main(visit: Visit) -> Reply:
    _check_method(visit)
    rows = [
        {"id": str(number), "name": name, "updated_at": _UPDATED}
        for number, parent, name in _CATEGORIES
        if parent == 0
    ]
    return json_reply({"success": True, "main_category": rows, "error": _NO_ERROR})


def tree(visit: Visit) -> Reply:
    _check_method(visit)
    asked = visit.call.query if visit.call.method == "GET" else visit.body()
    parent = int(asked.get("parent_id") or 0)
    return json_reply({"success": True, "category_tree": children(parent), "error": _NO_ERROR})


def one(visit: Visit) -> Reply:
    _check_method(visit)
    category = found(visit.values["id"])
    if category is not None:
        return json_reply({"success": True, "category": category, "error": _NO_ERROR})
    error = {"error_code": "404", "error_message": "Kategori bulunamadı."}
    return json_reply({"success": False, "category": None, "error": error})


for _method in ("GET", "POST"):
    routes.add(_method, "/api/v1/categories/main", main)
    routes.add(_method, "/api/v1/categories/category-tree", tree)
    routes.add(_method, "/api/v1/categories/{id}", one)


def found(number: str) -> Json | None:
    return next((_shown(*row) for row in _CATEGORIES if str(row[0]) == number), None)


def is_leaf(number: object) -> bool:
    return any(known == number for known, _, _ in _CATEGORIES) and not children(number)


def _check_method(visit: Visit) -> None:
    if visit.mall.rules.category_method not in {visit.call.method, "both"}:
        raise Refusal("Method Not Allowed", 405)


def children(parent: object) -> list[Json]:
    return [_shown(*row) for row in _CATEGORIES if row[1] == parent]


def _shown(number: int, parent: int, name: str) -> Json:
    return {
        "id": number,
        "name": name,
        "parent_id": parent,
        "updated_at": _UPDATED,
        "children": children(number),
    }
