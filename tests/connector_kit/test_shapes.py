"""The shape of an answer holds its paths and types, and nothing of what it says."""

from decimal import Decimal

from prapazar.connector_kit.shapes import fingerprint, shape_of


def test_shape_names_paths_and_types_alone() -> None:
    content = {
        "total": 2,
        "content": [
            {"no": "A1", "price": Decimal("9.90"), "gift": False, "note": None},
            {"no": "A2", "price": 10, "gift": True, "note": "kırılacak", "lines": [{"sku": "s"}]},
        ],
    }

    assert shape_of(content) == {
        "": "object",
        ".total": "number",
        ".content": "list",
        ".content[]": "object",
        ".content[].no": "text",
        ".content[].price": "number",
        ".content[].gift": "flag",
        ".content[].note": "null|text",
        ".content[].lines": "list?",
        ".content[].lines[]": "object",
        ".content[].lines[].sku": "text",
    }


def test_keys_that_are_ids_are_one_path() -> None:
    stock = {"8690000000017": {"quantity": 3}, "8690000000024": {"quantity": 4}}

    assert shape_of({"stock": stock}) == {
        "": "object",
        ".stock": "object",
        ".stock.*": "object",
        ".stock.*.quantity": "number",
    }


def test_fingerprint_knows_neither_order_nor_number_of_rows() -> None:
    one = shape_of([{"a": 1, "b": "x"}])
    many = shape_of([{"b": "y", "a": number} for number in range(500)])
    other = shape_of([{"a": "1", "b": "x"}])

    assert fingerprint(one) == fingerprint(many)
    assert fingerprint(one) != fingerprint(other)


def test_answer_without_a_body_has_no_shape() -> None:
    assert [shape_of(None), shape_of("ok"), shape_of(Decimal(3))] == [{}, {}, {}]
