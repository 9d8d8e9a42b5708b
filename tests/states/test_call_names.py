"""Requests to providers are called in the seller's words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import prapazar.connectors
from prapazar.foundation.texts import knows
from prapazar.states.call_names import call_choices, call_label

CONNECTORS = Path(prapazar.connectors.__file__).parent
NAMED = "operation"
"""What a client's helper calls its first argument where that is the name of the request."""


def test_call_label_is_in_the_readers_language_or_else_the_providers_own() -> None:
    said = [call_label("tr", "shipment_packages"), call_label("en", "shipment_packages")]

    assert said == ["Sipariş paketlerini oku", "Read order packages"]
    assert call_label("tr", "never_heard_of") == "never_heard_of"


def test_call_choices_part_those_that_read_alike_and_stand_in_order() -> None:
    choices = call_choices("tr", ["price", "orders", "special_prices", "update_price"])

    assert choices == [
        {"value": "price", "label": "Fiyat gönder (price)"},
        {"value": "update_price", "label": "Fiyat gönder (update_price)"},
        {"value": "special_prices", "label": "İndirimli fiyatları oku"},
        {"value": "orders", "label": "Siparişleri oku"},
    ]


def test_every_request_of_a_connector_has_words() -> None:
    written = {name for path in CONNECTORS.rglob("*.py") for name in _names(ast.parse(path.read_text()))}

    assert len(written) > 200
    assert sorted(name for name in written if not knows(f"calls.{name}")) == []


def _names(module: ast.Module) -> Iterator[str]:
    """Those written out where a `Call` is made, or handed to a helper that makes one."""
    makers = {"Call"}
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            names = [one.arg for one in function.args.args if one.arg != "self"]
            if names[:1] == [NAMED]:
                makers.add(function.name)
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and call.args and _called(call.func) in makers:
            first = call.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
