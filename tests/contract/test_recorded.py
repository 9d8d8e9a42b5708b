"""Answers as they were recorded, or as the documents print them, are read whole; nothing of them is parked."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.records import ParkedRecord
from tests.factories.provider import fixture

_CONNECTORS = Path(__file__).parents[1] / "connectors"
_MODULES = {
    "ciceksepeti": ("mapper", "content", "aftersales"),
    "idefix": ("mapper", "content", "aftersales"),
    "n11": ("mapper", "content", "aftersales"),
    "pazarama": ("mapper", "content", "aftersales"),
    "pttavm": ("mapper",),
}
_SAME = {("pazarama", "cancellations"): "returns"}
"""Readers of an answer that is kept under another name."""


def _readers(slug: str, module: str) -> dict[str, Callable[[Any], Sequence[object]]]:
    found: dict[str, Callable[[Any], Sequence[object]]] = import_module(
        f"prapazar.connectors.{slug}.{module}"
    ).READERS
    return found


@pytest.mark.parametrize(
    ("slug", "module", "name"),
    [
        (slug, module, name)
        for slug, modules in _MODULES.items()
        for module in modules
        for name in _readers(slug, module)
    ],
)
def test_recorded_answer_is_replayed(slug: str, module: str, name: str) -> None:
    recorded = fixture(_CONNECTORS / slug, _SAME.get((slug, name), name))

    found = _readers(slug, module)[name](recorded)

    assert [one for one in found if isinstance(one, ParkedRecord)] == []
    assert len(found) >= 1
